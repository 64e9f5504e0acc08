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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// The `jwt` proof type, [OpenID4VCI 1.0, appendix
/// F.1](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): a wallet shows
/// that it has the key that the credential will be bound to.
public final class HolderProofs {
  public static final String TYPE = "openid4vci-proof+jwt";
  public static final int LENGTH_MAX = 8192;

  private static final int NONCE_MAX = 256;
  private static final Duration AGE_MAX = Duration.ofMinutes(5);
  private static final Duration SKEW = Duration.ofSeconds(60);

  // A holder's key is in its name: no other method, so no address from outside is fetched.
  private static final DidResolver HOLDERS =
      new DidMethods(Map.of(DidJwk.METHOD, new DidJwk(), DidKey.METHOD, new DidKey()));

  private HolderProofs() {}

  public sealed interface Check {
    record Invalid(String says) implements Check {}

    /// The key is the signer's; whether the nonce is fresh is not known yet.
    record Signed(VerificationKey key, String nonce) implements Check {}
  }

  public static Check check(Tenant tenant, String jwt, Instant now) {
    try {
      var jws = Jws.parse(jwt, LENGTH_MAX);
      if (!jws.typ().equals(TYPE)) {
        return new Check.Invalid("the proof's typ is " + TYPE);
      }
      if (!(key(jws.unverifiedHeader()) instanceof VerificationKey.P256 key)) {
        return new Check.Invalid("the proof is signed by a P-256 key");
      }
      return jws.isSignedBy(key)
          ? checkClaims(tenant, key, jws.unverifiedClaims(), now)
          : new Check.Invalid("the proof is signed with ES256 by the key in its header");
    } catch (MalformedInput e) {
      return new Check.Invalid(String.valueOf(e.getMessage()));
    }
  }

  private static VerificationKey key(ObjectNode header) {
    int names = (header.has("jwk") ? 1 : 0) + (header.has("kid") ? 1 : 0);
    if (names != 1 || header.has("x5c")) {
      throw new MalformedInput("the proof's header has exactly one of jwk and kid");
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

  private static Check checkClaims(
      Tenant tenant, VerificationKey key, ObjectNode claims, Instant now) {
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
    return new Check.Signed(key, Json.text(claims, "nonce", NONCE_MAX));
  }
}
