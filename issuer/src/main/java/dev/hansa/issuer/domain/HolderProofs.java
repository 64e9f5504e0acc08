package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.DidKey;
import dev.hansa.identity.DidMethods;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.VerificationRelationship;
import dev.hansa.identity.X509Chain;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The `jwt` proof type, [OpenID4VCI 1.0, appendix
/// F.1](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): a wallet shows
/// that it has the key that the credential will be bound to.
public final class HolderProofs {
  public static final String TYPE = "openid4vci-proof+jwt";
  public static final int LENGTH_MAX = 64 * 1024;

  private static final int NONCE_MAX = 256;
  private static final Duration AGE_MAX = Duration.ofMinutes(5);
  private static final Duration SKEW = Duration.ofSeconds(60);

  // A holder's key is in its name: no other method, so no address from outside is fetched.
  private static final DidResolver HOLDERS =
      new DidMethods(Map.of(DidJwk.METHOD, new DidJwk(), DidKey.METHOD, new DidKey()));

  private HolderProofs() {}

  public sealed interface Check {
    record Invalid(String says) implements Check {}

    /// The key is the signer's; whether the nonce is fresh is not known yet. With it come the keys
    /// that its attestation names, where it has one.
    record Signed(
        VerificationKey key, String nonce, Optional<KeyAttestations.Check.Attested> attested)
        implements Check {}
  }

  public static Check check(Tenant tenant, String jwt, Instant now) {
    try {
      var jws = Jws.parse(jwt, LENGTH_MAX);
      if (!jws.typ().equals(TYPE)) {
        return new Check.Invalid("the proof's typ is " + TYPE);
      }
      if (!(key(jws.unverifiedHeader(), now) instanceof VerificationKey.P256 key)) {
        return new Check.Invalid("the proof is signed by a P-256 key");
      }
      return jws.isSignedBy(key)
          ? attested(tenant, key, jws, now)
          : new Check.Invalid("the proof is signed with ES256 by the key in its header");
    } catch (MalformedInput e) {
      return new Check.Invalid(String.valueOf(e.getMessage()));
    }
  }

  private static VerificationKey key(ObjectNode header, Instant now) {
    if (Stream.of("jwk", "kid", "x5c").filter(header::has).count() != 1) {
      throw new MalformedInput("the proof's header has exactly one of jwk, kid and x5c");
    }
    if (header.has("trust_chain")) {
      throw new MalformedInput("the proof's key is in its header, and in no federation");
    }
    if (header.has("x5c")) {
      var certificates = X509Chain.parse(header.path("x5c"));
      // Whose the key is says nobody here: it becomes the holder's by the proof alone.
      if (!certificates.hangsTogether(now)) {
        throw new MalformedInput("each certificate of x5c is signed by the next, and holds now");
      }
      return certificates.leafKey();
    }
    if (header.has("jwk")) {
      return VerificationKey.fromJwk(Json.object(header, "jwk"));
    }
    var kid = DidUrl.parse(Json.text(header, "kid", 700));
    if (HOLDERS.resolve(kid.did()) instanceof DidResolution.Resolved(var document, _)) {
      return document
          .key(kid, VerificationRelationship.AUTHENTICATION)
          .orElseThrow(() -> new MalformedInput("the proof's kid names a key of its DID"));
    }
    throw new MalformedInput("the proof's kid is of a did:jwk or did:key");
  }

  /// A `key_attestation` in the header: of the issuers that believe none, it is not looked at.
  private static Check attested(Tenant tenant, VerificationKey key, Jws jws, Instant now) {
    var policy = tenant.policy().keyAttestation();
    var header = jws.unverifiedHeader();
    if (!header.has("key_attestation")) {
      return policy.required()
          ? new Check.Invalid("the proof has a key_attestation in its header")
          : checkClaims(tenant, key, jws.unverifiedClaims(), Optional.empty(), now);
    }
    if (!policy.isOpen()) {
      return checkClaims(tenant, key, jws.unverifiedClaims(), Optional.empty(), now);
    }
    var compact = Json.text(header, "key_attestation", KeyAttestations.LENGTH_MAX);
    return switch (KeyAttestations.check(policy, compact, true, now)) {
      case KeyAttestations.Check.Invalid(var says) -> new Check.Invalid(says);
      case KeyAttestations.Check.Attested attested ->
          attested.keys().contains(key)
              ? checkClaims(tenant, key, jws.unverifiedClaims(), Optional.of(attested), now)
              : new Check.Invalid("the proof is signed by one of the attested_keys");
    };
  }

  private static Check checkClaims(
      Tenant tenant,
      VerificationKey key,
      ObjectNode claims,
      Optional<KeyAttestations.Check.Attested> attested,
      Instant now) {
    var aud = claims.path("aud");
    var one = aud.isArray() && aud.size() == 1 ? aud.get(0) : aud;
    if (!one.isTextual() || !one.textValue().equals(tenant.identifier().toString())) {
      return new Check.Invalid("the proof's aud is the credential issuer identifier");
    }
    var issued = Instant.ofEpochSecond(Json.integer(claims, "iat", 0, 1L << 40));
    if (issued.isAfter(now.plus(SKEW)) || issued.isBefore(now.minus(AGE_MAX).minus(SKEW))) {
      return new Check.Invalid("the proof's iat is now");
    }
    if (claims.has("exp")
        && !Instant.ofEpochSecond(Json.integer(claims, "exp", 0, 1L << 40))
            .plus(SKEW)
            .isAfter(now)) {
      return new Check.Invalid("the proof has not expired");
    }
    return new Check.Signed(key, Json.text(claims, "nonce", NONCE_MAX), attested);
  }
}
