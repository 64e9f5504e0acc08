package dev.hansa.credentials;

import dev.hansa.identity.X509Chain;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A bitstring, as [Bitstring Status List 1.0, section
/// 3.2](https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm) validates against it.
record BitstringDocument(BitstringCredential list) implements StatusDocument {
  @Override
  public Optional<Instant> expires() {
    return list.validUntil();
  }

  @Override
  public Duration ttl() {
    return list.ttl();
  }

  @Override
  public StatusResult read(StatusPlace place, StatusLists.SignedBy issuer, Instant checkedAt) {
    if (!(place instanceof StatusPlace.Bitstring entry)) {
      return new StatusResult.Invalid("A status_list is a Token Status List.");
    }
    if (!list.issuer().equals(issuer.issuer()) || !isBelieved(issuer)) {
      return new StatusResult.Invalid("A status list is signed by the credential's issuer.");
    }
    if (!list.isFor(entry.purpose())) {
      return new StatusResult.Invalid(
          "A status list is for the purpose that the credential names.");
    }
    if (!list.list().isLongEnough(entry.size())) {
      return new StatusResult.Invalid(
          "A bitstring has " + BitstringStatusList.ENTRIES_MIN + " entries at least.");
    }
    var value = list.list().value(entry.idx(), entry.size());
    return value.isEmpty()
        ? new StatusResult.Invalid("A status index lies inside its list.")
        : new StatusResult.Found(
            new StatusEvidence(
                list.id(),
                entry.idx(),
                list.text(),
                list.hash(),
                list.validFrom(),
                list.ttl(),
                checkedAt,
                meaning(entry.purpose(), value.get())));
  }

  private boolean isBelieved(StatusLists.SignedBy issuer) {
    return list.proofs().stream()
        .allMatch(proof ->
            switch (proof.key()) {
              case Presented.KeyRef.Named(var name) -> name.did().equals(issuer.issuer());
              case Presented.KeyRef.Certified(var chain) ->
                  chain.uris().contains(issuer.issuer().toString())
                      && chain
                          .refusal(X509Chain.anchors(issuer.anchors()), list.validFrom())
                          .isEmpty();
            });
  }

  /// In the words of the Token Status List. A message or a wish to refresh takes no validity away.
  private static int meaning(String purpose, int value) {
    if (value == 0) {
      return StatusList.VALID;
    }
    return switch (purpose) {
      case "revocation" -> StatusList.INVALID;
      case "suspension" -> StatusList.SUSPENDED;
      default -> StatusList.VALID;
    };
  }
}
