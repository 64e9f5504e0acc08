package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationKey;
import dev.hansa.issuer.domain.Issuances.Copy;
import dev.hansa.issuer.domain.Issuances.Signed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes credentials from what was offered, as rights, term and claims are at that moment.
public final class Drafts {
  private final IssuingRights rights;
  private final TypeCatalogue catalogue;
  private final CredentialFormat format;
  private final IssuerSecret secret;

  public Drafts(
      IssuingRights rights, TypeCatalogue catalogue, CredentialFormat format, IssuerSecret secret) {
    this.rights = rights;
    this.catalogue = catalogue;
    this.format = format;
    this.secret = secret;
  }

  sealed interface Result {
    record Denied(String says) implements Result {}

    record Drafted(Draft draft) implements Result {}
  }

  /// Looks at rights, term and claims as they are now.
  Result draft(
      Tenant tenant,
      Issuance.Case about,
      Issuance.Terms terms,
      ObjectNode claims,
      List<VerificationKey> holders,
      Instant now) {
    var issued = now.truncatedTo(ChronoUnit.SECONDS);
    return switch (rights.look(tenant, about.vct(), claims, issued)) {
      case IssuingRights.Right.Refused(var refusal) -> denied(refusal.says());
      case IssuingRights.Right.Granted right ->
          switch (Validity.grant(about.vct(), claims, terms.validity(), right, issued)) {
            case Validity.Term.Refused(var refusal) -> denied(refusal.says());
            case Validity.Term.Granted(_, var expires) -> {
              var draft = new Draft(tenant, about, claims, issued, expires, holders);
              yield catalogue.check(about.vct(), draft.claimsAt(0, StatusIndex.ANY)).isEmpty()
                  ? new Result.Drafted(draft)
                  : denied("the claims that were offered do not hold any more");
            }
          };
    };
  }

  private static Result denied(String says) {
    return new Result.Denied(says);
  }

  /// Everything of a credential but its status index; one copy a holder's key.
  record Draft(
      Tenant tenant,
      Issuance.Case about,
      ObjectNode claims,
      Instant issued,
      Optional<Instant> expires,
      List<VerificationKey> holders) {
    Draft {
      holders = List.copyOf(holders);
    }

    int copies() {
      return Math.max(1, holders.size());
    }

    ObjectNode claimsAt(int copy, StatusIndex index) {
      var holder =
          holders.isEmpty() ? Optional.<VerificationKey>empty() : Optional.of(holders.get(copy));
      return CredentialClaims.of(tenant, about.vct(), claims, issued, expires, index, holder);
    }
  }

  /// Signs, and seals a copy that whoever knows `opener` can have again until then.
  Signed sign(Draft draft, List<StatusIndex> places, String opener, Instant retryUntil) {
    var about = draft.about();
    var copies = new ArrayList<Copy>();
    for (int i = 0; i < draft.copies(); i++) {
      var credential = format.sign(draft.tenant(), about.vct(), draft.claimsAt(i, places.get(i)));
      copies.add(new Copy(credential, format.hash(credential)));
    }
    // No credential has a line break.
    var text = String.join("\n", copies.stream().map(Copy::credential).toList());
    return new Signed(
        copies,
        draft.issued(),
        draft.expires(),
        new Issuance.Retry(
            secret.seal(about.id(), opener, text),
            draft.holders().isEmpty()
                ? Optional.empty()
                : Optional.of(ProofCheck.mark(draft.holders())),
            retryUntil));
  }

  ObjectNode claims(Issuance.Case about, Issuance.Terms terms) {
    return secret
        .open(about.id(), "", terms.sealedClaims())
        .map(Json::parseObject)
        .orElseThrow(() -> new IllegalStateException("claims were sealed with another secret"));
  }
}
