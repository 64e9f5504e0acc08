package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.VerificationKey;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whose keys a request shows, [OpenID4VCI 1.0, appendix
/// F](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): one credential is
/// issued for each.
final class ProofCheck {
  /// Types of which a person may have copies for keys that nobody can link, as long as one of the
  /// keys is the person's own.
  private static final Set<String> COPIES =
      Set.of(
          "urn:hansa:grid-connection-point:1",
          "urn:hansa:sharing-membership:1",
          "urn:hansa:payment-capability:1");

  private final TypeCatalogue catalogue;

  ProofCheck(TypeCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// The proofs of a request, or why there are none that count.
  sealed interface Holder {
    record Refused(Issuing.Outcome outcome) implements Holder {}

    /// The type is bound to no key.
    record Unbound() implements Holder {}

    /// Whether the nonces are fresh is not known yet.
    record Proved(List<VerificationKey> keys, Set<String> nonces) implements Holder {
      public Proved {
        keys = List.copyOf(keys);
        nonces = Set.copyOf(nonces);
      }
    }
  }

  Holder look(Tenant tenant, CredentialRequest request, Issuance.Case about, Instant now) {
    if (!catalogue.isHolderBound(about.vct())) {
      return new Holder.Unbound();
    }
    return switch (request.proof()) {
      case CredentialRequest.Proof.None _ ->
          invalid("proofs has a proof of a type that the metadata name");
      case CredentialRequest.Proof.Attestation(var compact) -> attestation(tenant, compact, now);
      case CredentialRequest.Proof.Jwt(var proofs) -> jwts(tenant, proofs, now);
    };
  }

  private static Holder jwts(Tenant tenant, List<String> proofs, Instant now) {
    var keys = new LinkedHashSet<VerificationKey>();
    var nonces = new TreeSet<String>();
    for (var proof : proofs) {
      switch (HolderProofs.check(tenant, proof, now)) {
        case HolderProofs.Check.Invalid(var says) -> {
          return invalid(says);
        }
        case HolderProofs.Check.Signed(var key, var nonce, var attested) -> {
          // Appendix F.1: one credential for each key that the attestation names.
          var all = attested.map(KeyAttestations.Check.Attested::keys).orElse(List.of(key));
          for (var each : all) {
            if (!keys.add(each)) {
              return invalid("each proof is of a key of its own");
            }
          }
          nonces.add(nonce);
        }
      }
    }
    if (keys.size() > CredentialRequest.BATCH_MAX) {
      return invalid("there are at most " + CredentialRequest.BATCH_MAX + " keys");
    }
    return new Holder.Proved(List.copyOf(keys), nonces);
  }

  /// Appendix F.3: no key signs; that the attestation is made for this request says its nonce.
  private static Holder attestation(Tenant tenant, String compact, Instant now) {
    var policy = tenant.policy().keyAttestation();
    if (!policy.isOpen()) {
      return invalid("proofs has a proof of a type that the metadata name");
    }
    return switch (KeyAttestations.check(policy, compact, false, now)) {
      case KeyAttestations.Check.Invalid(var says) -> invalid(says);
      case KeyAttestations.Check.Attested(var keys, var nonce) ->
          nonce.isEmpty()
              ? invalid("the key attestation has a nonce")
              : new Holder.Proved(keys, Set.of(nonce.get()));
    };
  }

  /// Whether a person who is named by its key may have the type for these keys.
  static boolean isSubjects(
      Issuance.Case about, VerificationKey subject, List<VerificationKey> keys) {
    return COPIES.contains(about.vct().value())
        ? keys.contains(subject)
        : keys.equals(List.of(subject));
  }

  /// What is kept of the keys: the same for the same keys in any order.
  static Bytes mark(List<VerificationKey> keys) {
    return keys.size() == 1
        ? keys.getFirst().thumbprint()
        : Bytes.utf8(
                keys.stream()
                    .map(key -> key.thumbprint().toBase64Url())
                    .sorted()
                    .collect(Collectors.joining(" ")))
            .sha256();
  }

  private static Holder invalid(String says) {
    return new Holder.Refused(new Issuing.Outcome.InvalidProof(says));
  }
}
