package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Key attestations, [OpenID4VCI 1.0, appendix
/// D.1](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): a wallet
/// provider says of keys how they are kept.
final class KeyAttestations {
  static final String TYPE = "key-attestation+jwt";
  static final int LENGTH_MAX = 32 * 1024;

  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final int LEVELS_MAX = 16;
  private static final long SECONDS_MAX = 1L << 40;

  private KeyAttestations() {}

  sealed interface Check {
    record Invalid(String says) implements Check {}

    record Attested(List<VerificationKey> keys, Optional<String> nonce) implements Check {
      public Attested {
        keys = List.copyOf(keys);
      }
    }
  }

  /// `mustExpire` where it stands in a jwt proof.
  static Check check(KeyAttestationPolicy policy, String compact, boolean mustExpire, Instant now) {
    try {
      var jws = Jws.parse(compact, LENGTH_MAX);
      if (!jws.typ().equals(TYPE)) {
        return new Check.Invalid("the key attestation's typ is " + TYPE);
      }
      if (!isProviders(policy, jws, now)) {
        return new Check.Invalid(
            "the key attestation is signed by a wallet provider that this issuer trusts");
      }
      return claims(policy, jws.unverifiedClaims(), mustExpire, now);
    } catch (MalformedInput e) {
      return new Check.Invalid(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isProviders(KeyAttestationPolicy policy, Jws jws, Instant now) {
    var header = jws.unverifiedHeader();
    if (header.has("x5c")) {
      var chain = X509Chain.parse(header.path("x5c"));
      return chain.refusal(policy.anchors(), now).isEmpty() && jws.isSignedBy(chain.leafKey());
    }
    return policy.providers().stream().anyMatch(jws::isSignedBy);
  }

  private static Check claims(
      KeyAttestationPolicy policy, ObjectNode claims, boolean mustExpire, Instant now) {
    if (instant(claims, "iat").isAfter(now.plus(SKEW))) {
      return new Check.Invalid("the key attestation's iat is not in the future");
    }
    if (mustExpire && !claims.has("exp")) {
      return new Check.Invalid("a key attestation in a jwt proof has exp");
    }
    if (claims.has("exp") && !instant(claims, "exp").plus(SKEW).isAfter(now)) {
      return new Check.Invalid("the key attestation has not expired");
    }
    if (!isEnough(policy.keyStorage(), claims, "key_storage")
        || !isEnough(policy.userAuthentication(), claims, "user_authentication")) {
      return new Check.Invalid(
          "the key is kept, and its user known, as key_attestations_required says");
    }
    var keys = new LinkedHashSet<VerificationKey>();
    for (var each : Json.array(claims, "attested_keys", CredentialRequest.BATCH_MAX)) {
      if (!(VerificationKey.fromJwk(each) instanceof VerificationKey.P256 key) || !keys.add(key)) {
        return new Check.Invalid("attested_keys are P-256 keys, each once");
      }
    }
    if (keys.isEmpty()) {
      return new Check.Invalid("attested_keys has a key");
    }
    return new Check.Attested(
        List.copyOf(keys),
        claims.has("nonce") ? Optional.of(Json.text(claims, "nonce", 256)) : Optional.empty());
  }

  private static boolean isEnough(Set<String> wanted, ObjectNode claims, String name) {
    if (wanted.isEmpty()) {
      return true;
    }
    if (claims.has(name)) {
      for (var level : Json.array(claims, name, LEVELS_MAX)) {
        if (wanted.contains(level.asText())) {
          return true;
        }
      }
    }
    return false;
  }

  private static Instant instant(ObjectNode claims, String name) {
    return Instant.ofEpochSecond(Json.integer(claims, name, 0, SECONDS_MAX));
  }
}
