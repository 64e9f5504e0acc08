package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationKey;
import dev.hansa.issuer.domain.Issuances.Signed;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Issues the credential of an offer to whoever holds its access token: once. The same request
/// again gets the same credential, as its answer may have been lost.
public final class Issuing {
  private final IssuingRights rights;
  private final TypeCatalogue catalogue;
  private final CredentialFormat format;
  private final Issuances issuances;
  private final Nonces nonces;
  private final IssuerSecret secret;
  private final Clock clock;

  public Issuing(
      IssuingRights rights,
      TypeCatalogue catalogue,
      CredentialFormat format,
      Issuances issuances,
      Nonces nonces,
      IssuerSecret secret,
      Clock clock) {
    this.rights = rights;
    this.catalogue = catalogue;
    this.format = format;
    this.issuances = issuances;
    this.nonces = nonces;
    this.secret = secret;
    this.clock = clock;
  }

  /// What became of a credential request. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    record InvalidToken() implements Outcome {}

    record NoEncryption() implements Outcome {}

    record UnknownConfiguration() implements Outcome {}

    record UnknownIdentifier() implements Outcome {}

    record InvalidProof(String says) implements Outcome {}

    record InvalidNonce() implements Outcome {}

    record Denied(String says) implements Outcome {}

    record Issued(String credential) implements Outcome {}
  }

  /// The proof of a request, or why there is none that counts.
  private sealed interface Holder {
    record Refused(Outcome outcome) implements Holder {}

    record Unbound() implements Holder {}

    record Proved(VerificationKey key, String nonce) implements Holder {}
  }

  public Outcome issue(Tenant tenant, String token, CredentialRequest request) {
    var now = clock.instant();
    var found = issuances.findByToken(tenant.name(), Redeeming.hash(token));
    if (found.isEmpty()) {
      return new Outcome.InvalidToken();
    }
    if (request.asksForEncryption()) {
      return new Outcome.NoEncryption();
    }
    return switch (found.get()) {
      case Issuance.Authorised authorised when now.isBefore(authorised.token().expires()) ->
          issue(tenant, token, request, authorised, now);
      case Issuance.Issued issued -> again(tenant, token, request, issued, now);
      case Issuance.Authorised _,
          Issuance.Offered _,
          Issuance.Locked _,
          Issuance.Lapsed _,
          Issuance.Withdrawn _ ->
          new Outcome.InvalidToken();
    };
  }

  private Outcome issue(
      Tenant tenant,
      String token,
      CredentialRequest request,
      Issuance.Authorised authorised,
      Instant now) {
    var vct = authorised.about().vct().value();
    if (request.configuration().isPresent() && !request.configuration().get().equals(vct)) {
      return new Outcome.UnknownConfiguration();
    }
    if (request.identifier().isPresent()
        && !(authorised.token().identifiers()
            && request.identifier().get().equals(Redeeming.identifier(vct)))) {
      return new Outcome.UnknownIdentifier();
    }
    return switch (holder(tenant, request, authorised.about(), now)) {
      case Holder.Refused(var outcome) -> outcome;
      case Holder.Unbound _ ->
          issue(tenant, token, request, authorised, Optional.empty(), Optional.empty(), now);
      case Holder.Proved(var key, var nonce) -> {
        var fresh = nonces.look(tenant.name(), nonce, now);
        yield fresh.isEmpty()
            ? new Outcome.InvalidNonce()
            : issue(tenant, token, request, authorised, Optional.of(key), fresh, now);
      }
    };
  }

  private Holder holder(
      Tenant tenant, CredentialRequest request, Issuance.Case about, Instant now) {
    if (!catalogue.isHolderBound(about.vct())) {
      return new Holder.Unbound();
    }
    return switch (request.proof()) {
      case CredentialRequest.Proof.None _ ->
          new Holder.Refused(new Outcome.InvalidProof("proofs has a proof of type jwt"));
      case CredentialRequest.Proof.Jwt(var compact) ->
          switch (HolderProofs.check(tenant, compact, now)) {
            case HolderProofs.Check.Invalid(var says) ->
                new Holder.Refused(new Outcome.InvalidProof(says));
            case HolderProofs.Check.Signed(var key, var nonce) -> new Holder.Proved(key, nonce);
          };
    };
  }

  private Outcome issue(
      Tenant tenant,
      String token,
      CredentialRequest request,
      Issuance.Authorised authorised,
      Optional<VerificationKey> holder,
      Optional<Nonces.Fresh> nonce,
      Instant now) {
    var about = authorised.about();
    var claims = claims(authorised);
    var subject = CredentialClaims.subjectKey(claims);
    if (subject.isPresent() && holder.isPresent() && !subject.equals(holder)) {
      return new Outcome.InvalidProof("the proof is signed by the key that sub is");
    }
    var issued = now.truncatedTo(ChronoUnit.SECONDS);
    return switch (rights.look(tenant, about.vct(), claims, issued)) {
      case IssuingRights.Right.Refused(var refusal) -> new Outcome.Denied(refusal.says());
      case IssuingRights.Right.Granted right ->
          switch (Validity.grant(
              about.vct(), claims, authorised.terms().validity(), right, issued)) {
            case Validity.Term.Refused(var refusal) -> new Outcome.Denied(refusal.says());
            case Validity.Term.Granted(_, var expires) -> {
              var draft = new Draft(tenant, about, claims, issued, expires, holder);
              if (!catalogue.check(about.vct(), draft.claimsAt(StatusIndex.ANY)).isEmpty()) {
                yield new Outcome.Denied("the claims that were offered do not hold any more");
              }
              var issuing =
                  issuances.issue(
                      authorised,
                      nonce,
                      index -> sign(draft, index, token, authorised.token().expires()));
              yield switch (issuing) {
                case Issuances.Issuing.Done(var signed) -> new Outcome.Issued(signed.credential());
                case Issuances.Issuing.NonceUsed _, Issuances.Issuing.NotOpen _ ->
                    overtaken(tenant, token, request, now);
              };
            }
          };
    };
  }

  /// Everything of a credential but its status index.
  record Draft(
      Tenant tenant,
      Issuance.Case about,
      ObjectNode claims,
      Instant issued,
      Instant expires,
      Optional<VerificationKey> holder) {
    ObjectNode claimsAt(StatusIndex index) {
      return CredentialClaims.of(tenant, about.vct(), claims, issued, expires, index, holder);
    }
  }

  /// Another request was faster: the same one, or one that used the nonce up for something else.
  private Outcome overtaken(Tenant tenant, String token, CredentialRequest request, Instant now) {
    var found = issuances.findByToken(tenant.name(), Redeeming.hash(token));
    if (found.isEmpty()) {
      return new Outcome.InvalidToken();
    }
    return switch (found.get()) {
      case Issuance.Issued issued -> again(tenant, token, request, issued, now);
      case Issuance.Authorised _ -> new Outcome.InvalidNonce();
      case Issuance.Offered _, Issuance.Locked _, Issuance.Lapsed _, Issuance.Withdrawn _ ->
          new Outcome.InvalidToken();
    };
  }

  /// Answers a request for what was issued already: the same credential to the same key.
  private Outcome again(
      Tenant tenant, String token, CredentialRequest request, Issuance.Issued issued, Instant now) {
    if (issued.retry().isEmpty() || !now.isBefore(issued.retry().get().until())) {
      return new Outcome.InvalidToken();
    }
    var retry = issued.retry().get();
    var vct = issued.about().vct().value();
    if (request.configuration().isPresent() && !request.configuration().get().equals(vct)) {
      return new Outcome.UnknownConfiguration();
    }
    return switch (holder(tenant, request, issued.about(), now)) {
      case Holder.Refused(var outcome) -> outcome;
      case Holder.Unbound _ -> reopen(token, issued, retry);
      case Holder.Proved(var key, _) ->
          retry.holderKey().equals(Optional.of(key.thumbprint()))
              ? reopen(token, issued, retry)
              : new Outcome.Denied("the credential of this offer was issued to another key");
    };
  }

  private Outcome reopen(String token, Issuance.Issued issued, Issuance.Retry retry) {
    return secret
        .open(issued.about().id(), token, retry.sealedCredential())
        .<Outcome>map(Outcome.Issued::new)
        .orElseGet(Outcome.InvalidToken::new);
  }

  /// Signs, and seals a copy that whoever knows `opener` can have again until then.
  Signed sign(Draft draft, StatusIndex index, String opener, Instant retryUntil) {
    var about = draft.about();
    var credential = format.sign(draft.tenant(), about.vct(), draft.claimsAt(index));
    return new Signed(
        credential,
        format.hash(credential),
        draft.issued(),
        draft.expires(),
        new Issuance.Retry(
            secret.seal(about.id(), opener, credential),
            draft.holder().map(VerificationKey::thumbprint),
            retryUntil));
  }

  private ObjectNode claims(Issuance.Authorised authorised) {
    var sealed = authorised.terms().sealedClaims();
    return secret
        .open(authorised.about().id(), "", sealed)
        .map(Json::parseObject)
        .orElseThrow(() -> new IllegalStateException("claims were sealed with another secret"));
  }
}
