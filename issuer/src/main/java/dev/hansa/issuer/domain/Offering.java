package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.issuer.domain.Issuances.Creation;
import dev.hansa.issuer.domain.Issuances.RequestMark;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Makes offers. Everything that could be refused at issuance is looked at here first, so that the
/// operator learns of it and not the holder.
public final class Offering {
  private final IssuingRights rights;
  private final TypeCatalogue catalogue;
  private final Issuances issuances;
  private final IssuerSecret secret;
  private final Clock clock;
  private final SecureRandom random;
  private final Duration lifetime;

  public Offering(
      IssuingRights rights,
      TypeCatalogue catalogue,
      Issuances issuances,
      IssuerSecret secret,
      Clock clock,
      SecureRandom random,
      Duration lifetime) {
    this.rights = rights;
    this.catalogue = catalogue;
    this.issuances = issuances;
    this.secret = secret;
    this.clock = clock;
    this.random = random;
    this.lifetime = lifetime;
  }

  /// What became of the wish to offer. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    record RequestIdTaken() implements Outcome {}

    /// The ledger does not allow it.
    record Refused(Refusal refusal) implements Outcome {}

    /// The claims are not those of the type.
    record ClaimsRefused(List<Refusal> refusals) implements Outcome {
      public ClaimsRefused {
        refusals = List.copyOf(refusals);
      }
    }

    record AlreadyThere(Issuance issuance) implements Outcome {}

    record Offered(Issuance.Offered offered) implements Outcome {}
  }

  /// What was found about a request before anything is written.
  sealed interface Examination {
    /// The ledger does not allow it.
    record NotAllowed(Refusal refusal) implements Examination {}

    record WrongClaims(List<Refusal> refusals) implements Examination {}

    record Passed(Duration validity, Optional<Instant> expires, Instant now)
        implements Examination {}
  }

  public Outcome offer(Tenant tenant, IssueRequest request) {
    var mark = mark(tenant, request);
    var earlier = issuances.earlier(tenant.name(), mark);
    if (earlier.isPresent()) {
      return outcome(earlier.get());
    }
    if (!isReplaceable(tenant, request)) {
      return new Outcome.Refused(
          new Refusal("replaces", "what is replaced was issued here, of this type, and holds"));
    }
    return switch (examine(tenant, request)) {
      case Examination.NotAllowed(var refusal) -> new Outcome.Refused(refusal);
      case Examination.WrongClaims(var refusals) -> new Outcome.ClaimsRefused(refusals);
      case Examination.Passed(var validity, _, var now) -> {
        var id = newId();
        var claims = secret.seal(id, "", request.claims().toString());
        var offered =
            new Issuance.Offered(
                new Issuance.Case(id, tenant.name(), request.vct(), now),
                new Issuance.Terms(
                    validity,
                    request.txCode(),
                    now.plus(lifetime),
                    claims,
                    request.holder().map(holder -> holder.mark(secret, tenant.name())),
                    request.hold() || tenant.policy().approval().asks(request.vct()),
                    request.replaces()),
                0);
        yield outcome(issuances.create(offered, mark));
      }
    };
  }

  /// Why it would not be offered now; empty if it would.
  public Optional<Outcome> objection(Tenant tenant, IssueRequest request) {
    return switch (examine(tenant, request)) {
      case Examination.NotAllowed(var refusal) -> Optional.of(new Outcome.Refused(refusal));
      case Examination.WrongClaims(var refusals) ->
          Optional.of(new Outcome.ClaimsRefused(refusals));
      case Examination.Passed _ -> Optional.empty();
    };
  }

  /// Sees to it that nothing is offered under this request's id from now on. What was offered under
  /// it before is the answer, for the caller to take back.
  public Optional<Issuance> forestall(Tenant tenant, IssueRequest request) {
    var about =
        new Issuance.Case(
            newId(), tenant.name(), request.vct(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
    return issuances.forestall(about, mark(tenant, request));
  }

  private boolean isReplaceable(Tenant tenant, IssueRequest request) {
    return request.replaces().isEmpty()
        || (issuances.find(tenant.name(), request.replaces().get()).orElse(null)
                instanceof Issuance.Issued issued
            && issued.about().vct().equals(request.vct())
            && !issued.status().isLast());
  }

  RequestMark mark(Tenant tenant, IssueRequest request) {
    return new RequestMark(
        secret.mark("request", tenant.name() + "\n" + request.requestId()),
        secret.mark("content", request.content()));
  }

  /// Looks at rights, term and claims.
  Examination examine(Tenant tenant, IssueRequest request) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return switch (rights.look(tenant, request.vct(), request.claims(), now)) {
      case IssuingRights.Right.Refused(var refusal) -> new Examination.NotAllowed(refusal);
      case IssuingRights.Right.Granted right -> examine(tenant, request, right, now);
    };
  }

  private Examination examine(
      Tenant tenant, IssueRequest request, IssuingRights.Right.Granted right, Instant now) {
    var vct = request.vct();
    return switch (Validity.ask(vct, request.claims(), request.validity(), right, now)) {
      case Validity.Term.Refused(var refusal) -> new Examination.NotAllowed(refusal);
      case Validity.Term.Granted(var validity, var expires) -> {
        Optional<VerificationKey> subject;
        try {
          subject = CredentialClaims.subjectKey(request.claims());
        } catch (MalformedInput e) {
          yield new Examination.WrongClaims(
              List.of(new Refusal("subject-key", "A sub that is a did:jwk is a P-256 key.")));
        }
        // Index and holder are not known yet; any stand in for them.
        var holder =
            catalogue.isHolderBound(vct)
                ? subject.or(() -> Optional.of(tenant.assertion().publicKey()))
                : Optional.<VerificationKey>empty();
        var whole =
            CredentialClaims.of(
                tenant, vct, request.claims(), now, expires, StatusIndex.ANY, holder);
        var refusals = catalogue.check(vct, whole);
        yield refusals.isEmpty()
            ? new Examination.Passed(validity, expires, now)
            : new Examination.WrongClaims(refusals);
      }
    };
  }

  /// A name that nobody guesses, and that people can type.
  public String newId() {
    return Bytes.random(16, random).toHex();
  }

  private static Outcome outcome(Creation creation) {
    return switch (creation) {
      case Creation.OtherRequest _ -> new Outcome.RequestIdTaken();
      case Creation.AlreadyThere(var issuance) -> new Outcome.AlreadyThere(issuance);
      case Creation.Created(Issuance.Offered offered) -> new Outcome.Offered(offered);
      case Creation.Created(var other) -> new Outcome.AlreadyThere(other);
    };
  }
}
