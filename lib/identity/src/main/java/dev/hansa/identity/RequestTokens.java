package dev.hansa.identity;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/// The token that authenticates one API call by DID: a JWT of type `hansa-request+jwt`, ES256, with
/// `iss` (the caller's DID), `aud` (the service's base URL), `htm`, `htu` (without query),
/// `bodyHash` (SHA-256, base64url), `iat`, `exp` at most 60 s later and `jti` (single use), in
/// `Authorization: Bearer`.
public final class RequestTokens {
  public static final String TYPE = "hansa-request+jwt";
  public static final int LENGTH_MAX = 4096;
  public static final int JTI_MAX = 64;
  public static final Duration LIFETIME_MAX = Duration.ofSeconds(60);

  /// How far two clocks may differ.
  public static final Duration SKEW = Duration.ofSeconds(60);

  private RequestTokens() {}

  /// What looking at a token found. Single use of `jti` is the caller's to check.
  public sealed interface Check {
    record Refused(String rule) implements Check {}

    record Accepted(Did caller, String jti, Instant expires) implements Check {}
  }

  public static String sign(
      DidUrl kid,
      Signer signer,
      String audience,
      String method,
      URI uri,
      byte[] body,
      Instant now,
      SecureRandom random) {
    var claims =
        Json.newObject()
            .put("iss", kid.did().toString())
            .put("aud", audience)
            .put("htm", method)
            .put("htu", target(uri))
            .put("bodyHash", Bytes.sha256(body).toBase64Url())
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(LIFETIME_MAX).getEpochSecond())
            .put("jti", newJti(random));
    return Jws.signJwt(TYPE, kid, claims, signer);
  }

  /// Checks a token against the call that it came with. `uri` is the address as the caller knows
  /// it.
  public static Check verify(
      String token,
      String audience,
      String method,
      URI uri,
      byte[] body,
      DidResolver resolver,
      Instant now) {
    Jws jws;
    DidUrl kid;
    try {
      jws = Jws.parse(token, LENGTH_MAX);
      kid = DidUrl.parse(Json.text(jws.unverifiedHeader(), "kid", Did.LENGTH_MAX + 130));
    } catch (MalformedInput e) {
      return new Check.Refused("the token is a compact JWS whose kid is a DID URL");
    }
    if (!jws.typ().equals(TYPE)) {
      return new Check.Refused("the token's typ is " + TYPE);
    }
    // Nobody who is not known yet makes us call a server of his choice.
    if (kid.did().method().equals(DidWeb.METHOD)) {
      return new Check.Refused("the token's kid belongs to no did:web");
    }
    if (!(resolver.resolve(kid.did()) instanceof DidResolution.Resolved(var document, _))) {
      return new Check.Refused("the token's kid belongs to a DID that resolves");
    }
    var key = document.key(kid, VerificationRelationship.AUTHENTICATION);
    if (key.isEmpty() || !(key.get() instanceof VerificationKey.P256)) {
      return new Check.Refused("the token's kid is a P-256 key under authentication");
    }
    if (!jws.isSignedBy(key.get())) {
      return new Check.Refused("the token is signed by the key that its kid names");
    }
    try {
      return checkClaims(jws, kid, audience, method, uri, body, now);
    } catch (MalformedInput e) {
      return new Check.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static Check checkClaims(
      Jws jws, DidUrl kid, String audience, String method, URI uri, byte[] body, Instant now) {
    var claims = jws.unverifiedClaims();
    var issued =
        Instant.ofEpochSecond(Json.integer(claims, "iat", 0, Json.INTEGER_MAX / 1_000_000));
    var expires =
        Instant.ofEpochSecond(Json.integer(claims, "exp", 0, Json.INTEGER_MAX / 1_000_000));
    var jti = Json.text(claims, "jti", JTI_MAX);
    var bodyHash = Bytes.sha256(body).toBase64Url();
    if (!Json.text(claims, "iss", Did.LENGTH_MAX).equals(kid.did().toString())) {
      return new Check.Refused("the token's iss is the DID of its kid");
    }
    if (!Json.text(claims, "aud", 512).equals(audience)) {
      return new Check.Refused("the token's aud is this service's base URL");
    }
    if (!Json.text(claims, "htm", 16).equals(method)
        || !Json.text(claims, "htu", 2048).equals(target(uri))) {
      return new Check.Refused("the token's htm and htu are this call's method and address");
    }
    if (!Json.text(claims, "bodyHash", 64).equals(bodyHash)) {
      return new Check.Refused("the token's bodyHash is the SHA-256 of this call's body");
    }
    if (Duration.between(issued, expires).compareTo(LIFETIME_MAX) > 0 || !expires.isAfter(issued)) {
      return new Check.Refused("the token lives at most " + LIFETIME_MAX.toSeconds() + " s");
    }
    if (issued.isAfter(now.plus(SKEW)) || !expires.plus(SKEW).isAfter(now)) {
      return new Check.Refused("the token is used in its lifetime");
    }
    if (jti.length() < 16) {
      return new Check.Refused("the token's jti has at least 16 characters");
    }
    return new Check.Accepted(kid.did(), jti, expires.plus(SKEW));
  }

  /// An address without query and fragment, as `htu` has it.
  static String target(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  static String newJti(SecureRandom random) {
    return Bytes.random(18, random).toBase64Url();
  }
}
