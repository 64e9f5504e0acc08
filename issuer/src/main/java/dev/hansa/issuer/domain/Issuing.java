package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.VerificationKey;
import dev.hansa.issuer.domain.Issuances.Copy;
import dev.hansa.issuer.domain.Issuances.Signed;
import dev.hansa.issuer.domain.ProofCheck.Holder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Issues the credential of an offer to whoever holds its access token: once. The same request
/// again gets the same credential, as its answer may have been lost.
public final class Issuing {
  /// How long the token of a held issuance lasts: as long as somebody may take to decide.
  public static final Duration DEFERRED_LIFETIME = Duration.ofDays(14);

  /// After how many seconds a wallet asks again.
  public static final int INTERVAL = 30;

  private static final Duration RETRY_MAX = Duration.ofHours(1);

  private final Drafts drafts;
  private final Issuances issuances;
  private final Nonces nonces;
  private final IssuerSecret secret;
  private final Clock clock;
  private final ProofCheck proofs;

  public Issuing(
      Drafts drafts,
      TypeCatalogue catalogue,
      Issuances issuances,
      Nonces nonces,
      IssuerSecret secret,
      Clock clock) {
    this.drafts = drafts;
    this.issuances = issuances;
    this.nonces = nonces;
    this.secret = secret;
    this.clock = clock;
    this.proofs = new ProofCheck(catalogue);
  }

  /// What became of a credential request. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    record InvalidToken() implements Outcome {}

    record UnknownConfiguration() implements Outcome {}

    record UnknownIdentifier() implements Outcome {}

    record InvalidProof(String says) implements Outcome {}

    record InvalidNonce() implements Outcome {}

    record Denied(String says) implements Outcome {}

    /// It was held; the wallet asks again under this id.
    record Pending(String transactionId) implements Outcome {}

    record Issued(List<String> credentials, String notificationId) implements Outcome {
      public Issued {
        credentials = List.copyOf(credentials);
      }
    }
  }

  /// What became of asking again.
  public sealed interface Deferral {
    record InvalidToken() implements Deferral {}

    record UnknownTransaction() implements Deferral {}

    record Pending(String transactionId) implements Deferral {}

    record Answered(Outcome outcome) implements Deferral {}
  }

  /// Whether a token is worth reading what comes with it.
  public boolean isKnown(Tenant tenant, AccessToken token) {
    return held(tenant, token).isPresent();
  }

  private Optional<Issuances.Held> held(Tenant tenant, AccessToken token) {
    return issuances
        .findByToken(tenant.name(), token.hash())
        .filter(held -> held.dpopKey().equals(token.dpopKey()));
  }

  public Outcome issue(Tenant tenant, AccessToken token, CredentialRequest request) {
    var now = clock.instant();
    var held = held(tenant, token);
    if (held.isEmpty()) {
      return new Outcome.InvalidToken();
    }
    return switch (held.get().issuance()) {
      case Issuance.Authorised authorised when now.isBefore(authorised.token().expires()) ->
          issue(tenant, token, request, authorised, now);
      case Issuance.Deferred deferred when now.isBefore(deferred.token().expires()) ->
          again(tenant, token, request, deferred, now);
      case Issuance.Issued issued -> again(tenant, token, request, issued, now);
      case Issuance.Authorised _,
          Issuance.Deferred _,
          Issuance.Offered _,
          Issuance.Locked _,
          Issuance.Lapsed _,
          Issuance.Withdrawn _ ->
          new Outcome.InvalidToken();
    };
  }

  /// Asks again for what was deferred, section 9.
  public Deferral ask(Tenant tenant, AccessToken token, String transactionId) {
    var now = clock.instant();
    var held = held(tenant, token).filter(each -> now.isBefore(each.expires()));
    if (held.isEmpty()) {
      return new Deferral.InvalidToken();
    }
    var issuance = held.get().issuance();
    var expected = secret.transactionId(issuance.about().id());
    if (!Bytes.utf8(expected).equalsInConstantTime(Bytes.utf8(transactionId))) {
      return new Deferral.UnknownTransaction();
    }
    return switch (issuance) {
      case Issuance.Deferred deferred when deferred.terms().held() ->
          new Deferral.Pending(expected);
      case Issuance.Deferred deferred ->
          new Deferral.Answered(deliver(tenant, token, deferred, now));
      case Issuance.Withdrawn _ ->
          new Deferral.Answered(new Outcome.Denied("the issuer decided not to issue it"));
      // Delivered is delivered: section 9.1 has the id die then.
      case Issuance.Issued _,
          Issuance.Authorised _,
          Issuance.Offered _,
          Issuance.Locked _,
          Issuance.Lapsed _ ->
          new Deferral.UnknownTransaction();
    };
  }

  private Optional<Outcome> unknownName(
      CredentialRequest request, Issuance.Case about, boolean identifiers) {
    var vct = about.vct().value();
    if (request.configuration().isPresent() && !request.configuration().get().equals(vct)) {
      return Optional.of(new Outcome.UnknownConfiguration());
    }
    return request.identifier().isPresent()
            && !(identifiers && request.identifier().get().equals(Redeeming.identifier(vct)))
        ? Optional.of(new Outcome.UnknownIdentifier())
        : Optional.empty();
  }

  private Outcome issue(
      Tenant tenant,
      AccessToken token,
      CredentialRequest request,
      Issuance.Authorised authorised,
      Instant now) {
    var unknown = unknownName(request, authorised.about(), authorised.token().identifiers());
    if (unknown.isPresent()) {
      return unknown.get();
    }
    return switch (proofs.look(tenant, request, authorised.about(), now)) {
      case Holder.Refused(var outcome) -> outcome;
      case Holder.Unbound _ -> issue(tenant, token, request, authorised, List.of(), List.of(), now);
      case Holder.Proved(var keys, var presented) -> {
        var fresh = new ArrayList<Nonces.Fresh>();
        for (var nonce : presented) {
          nonces.look(tenant.name(), nonce, now).ifPresent(fresh::add);
        }
        yield fresh.size() < presented.size()
            ? new Outcome.InvalidNonce()
            : issue(tenant, token, request, authorised, keys, fresh, now);
      }
    };
  }

  private Outcome issue(
      Tenant tenant,
      AccessToken token,
      CredentialRequest request,
      Issuance.Authorised authorised,
      List<VerificationKey> holders,
      List<Nonces.Fresh> fresh,
      Instant now) {
    var about = authorised.about();
    var claims = drafts.claims(about, authorised.terms());
    var subject = CredentialClaims.subjectKey(claims);
    if (subject.isPresent()
        && !holders.isEmpty()
        && !ProofCheck.isSubjects(about, subject.get(), holders)) {
      return new Outcome.InvalidProof("the proof is signed by the key that sub is");
    }
    if (authorised.terms().held()) {
      return issuances.defer(authorised, fresh, holders)
          ? pending(about)
          : overtaken(tenant, token, request, now);
    }
    return switch (drafts.draft(tenant, about, authorised.terms(), claims, holders, now)) {
      case Drafts.Result.Denied(var says) -> new Outcome.Denied(says);
      case Drafts.Result.Drafted(var draft) -> {
        var until = retryUntil(authorised.token(), now);
        yield switch (issuances.issue(
            about,
            fresh,
            draft.copies(),
            places -> drafts.sign(draft, places, token.value(), until))) {
          case Issuances.Issuing.Done(var signed) -> delivered(about, signed);
          case Issuances.Issuing.NonceUsed _, Issuances.Issuing.NotOpen _ ->
              overtaken(tenant, token, request, now);
        };
      }
    };
  }

  private Outcome pending(Issuance.Case about) {
    return new Outcome.Pending(secret.transactionId(about.id()));
  }

  /// Makes what was deferred, now that it was released.
  private Outcome deliver(
      Tenant tenant, AccessToken token, Issuance.Deferred deferred, Instant now) {
    var about = deferred.about();
    var claims = drafts.claims(about, deferred.terms());
    return switch (drafts.draft(tenant, about, deferred.terms(), claims, deferred.holders(), now)) {
      case Drafts.Result.Denied(var says) -> new Outcome.Denied(says);
      case Drafts.Result.Drafted(var draft) -> {
        var until = retryUntil(deferred.token(), now);
        yield switch (issuances.issue(
            about,
            List.of(),
            draft.copies(),
            places -> drafts.sign(draft, places, token.value(), until))) {
          case Issuances.Issuing.Done(var signed) -> delivered(about, signed);
          case Issuances.Issuing.NonceUsed _, Issuances.Issuing.NotOpen _ -> {
            // Another call was faster and has the same answer.
            yield held(tenant, token)
                .map(Issuances.Held::issuance)
                .filter(Issuance.Issued.class::isInstance)
                .map(Issuance.Issued.class::cast)
                .flatMap(issued -> issued.retry().map(retry -> reopen(token, issued, retry)))
                .orElseGet(Outcome.InvalidToken::new);
          }
        };
      }
    };
  }

  /// A lost answer is answered again for so long.
  private static Instant retryUntil(Issuance.Token token, Instant now) {
    var latest = now.plus(RETRY_MAX);
    return token.expires().isBefore(latest) ? token.expires() : latest;
  }

  private Outcome delivered(Issuance.Case about, Signed signed) {
    return delivered(about, signed.copies().stream().map(Copy::credential).toList());
  }

  private Outcome delivered(Issuance.Case about, List<String> credentials) {
    return new Outcome.Issued(credentials, secret.notificationId(about.id()));
  }

  /// Another request was faster: the same one, or one that used the nonce up for something else.
  private Outcome overtaken(
      Tenant tenant, AccessToken token, CredentialRequest request, Instant now) {
    var held = held(tenant, token);
    if (held.isEmpty()) {
      return new Outcome.InvalidToken();
    }
    return switch (held.get().issuance()) {
      case Issuance.Issued issued -> again(tenant, token, request, issued, now);
      case Issuance.Deferred deferred -> again(tenant, token, request, deferred, now);
      case Issuance.Authorised _ -> new Outcome.InvalidNonce();
      case Issuance.Offered _, Issuance.Locked _, Issuance.Lapsed _, Issuance.Withdrawn _ ->
          new Outcome.InvalidToken();
    };
  }

  /// Answers a request for what was deferred already: to the same keys the same.
  private Outcome again(
      Tenant tenant,
      AccessToken token,
      CredentialRequest request,
      Issuance.Deferred deferred,
      Instant now) {
    var about = deferred.about();
    var unknown = unknownName(request, about, deferred.token().identifiers());
    if (unknown.isPresent()) {
      return unknown.get();
    }
    return switch (proofs.look(tenant, request, about, now)) {
      case Holder.Refused(var outcome) -> outcome;
      case Holder.Proved(var keys, _)
          when !ProofCheck.mark(keys).equals(ProofCheck.mark(deferred.holders())) ->
          new Outcome.Denied("the credential of this offer was asked for with another key");
      case Holder.Unbound _, Holder.Proved _ ->
          deferred.terms().held() ? pending(about) : deliver(tenant, token, deferred, now);
    };
  }

  /// Answers a request for what was issued already: the same credentials to the same keys.
  private Outcome again(
      Tenant tenant,
      AccessToken token,
      CredentialRequest request,
      Issuance.Issued issued,
      Instant now) {
    if (issued.retry().isEmpty() || !now.isBefore(issued.retry().get().until())) {
      return new Outcome.InvalidToken();
    }
    var retry = issued.retry().get();
    var vct = issued.about().vct().value();
    if (request.configuration().isPresent() && !request.configuration().get().equals(vct)) {
      return new Outcome.UnknownConfiguration();
    }
    return switch (proofs.look(tenant, request, issued.about(), now)) {
      case Holder.Refused(var outcome) -> outcome;
      case Holder.Unbound _ -> reopen(token, issued, retry);
      case Holder.Proved(var keys, _) ->
          retry.holderKey().equals(Optional.of(ProofCheck.mark(keys)))
              ? reopen(token, issued, retry)
              : new Outcome.Denied("the credential of this offer was issued to another key");
    };
  }

  private Outcome reopen(AccessToken token, Issuance.Issued issued, Issuance.Retry retry) {
    return secret
        .open(issued.about().id(), token.value(), retry.sealedCredential())
        .map(text -> delivered(issued.about(), List.of(text.split("\n"))))
        .orElseGet(Outcome.InvalidToken::new);
  }
}
