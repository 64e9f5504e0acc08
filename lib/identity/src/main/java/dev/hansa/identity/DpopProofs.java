package dev.hansa.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// DPoP proofs, [RFC 9449](https://www.rfc-editor.org/rfc/rfc9449): a caller shows that it holds
/// the key to which its access token is bound. ES256 alone.
public final class DpopProofs {
  public static final String TYPE = "dpop+jwt";
  public static final int LENGTH_MAX = 4096;

  /// A proof is good for so long before and after its `iat`.
  public static final Duration AGE_MAX = Duration.ofSeconds(60);

  private DpopProofs() {}

  /// What looking at a proof found. Single use of `jti` is the caller's to check.
  public sealed interface Check {
    record Refused(String rule) implements Check {}

    record Accepted(Bytes thumbprint, String jti, Instant expires) implements Check {}
  }

  public static String sign(
      Signer signer,
      String method,
      URI uri,
      Optional<String> accessToken,
      Instant now,
      SecureRandom random) {
    return sign(signer, method, uri, accessToken, Optional.empty(), now, random);
  }

  /// Signs a proof with the nonce that the server gave, RFC 9449, section 8.
  public static String sign(
      Signer signer,
      String method,
      URI uri,
      Optional<String> accessToken,
      Optional<String> nonce,
      Instant now,
      SecureRandom random) {
    var header = Json.newObject().put("typ", TYPE);
    header.set("jwk", signer.publicKey().toJwk());
    var claims =
        Json.newObject()
            .put("jti", RequestTokens.newJti(random))
            .put("htm", method)
            .put("htu", RequestTokens.target(uri))
            .put("iat", now.getEpochSecond());
    accessToken.ifPresent(token -> claims.put("ath", ath(token)));
    nonce.ifPresent(text -> claims.put("nonce", text));
    return Jws.sign(header, Json.utf8(claims), signer);
  }

  /// The checks of RFC 9449, section 4.3, but for the replay of `jti`.
  public static Check verify(
      String proof, String method, URI uri, Optional<String> accessToken, Instant now) {
    try {
      var jws = Jws.parse(proof, LENGTH_MAX);
      if (!jws.typ().equals(TYPE)) {
        return new Check.Refused("the proof's typ is " + TYPE);
      }
      var key = VerificationKey.fromJwk(Json.object(jws.unverifiedHeader(), "jwk"));
      if (!(key instanceof VerificationKey.P256) || !jws.isSignedBy(key)) {
        return new Check.Refused("the proof is signed by the P-256 key in its header");
      }
      var claims = jws.unverifiedClaims();
      if (!Json.text(claims, "htm", 16).equals(method)
          || !Json.text(claims, "htu", 2048).equals(RequestTokens.target(uri))) {
        return new Check.Refused("the proof's htm and htu are this call's method and address");
      }
      var issued =
          Instant.ofEpochSecond(Json.integer(claims, "iat", 0, Json.INTEGER_MAX / 1_000_000));
      if (Duration.between(issued, now).abs().compareTo(AGE_MAX) > 0) {
        return new Check.Refused(
            "the proof is at most " + AGE_MAX.toSeconds() + " s old, and not from the future");
      }
      if (accessToken.isPresent() && !ath(accessToken.get()).equals(Json.text(claims, "ath", 64))) {
        return new Check.Refused("the proof's ath is the hash of the access token");
      }
      var jti = Json.text(claims, "jti", RequestTokens.JTI_MAX);
      if (jti.length() < 16) {
        return new Check.Refused("the proof's jti has at least 16 characters");
      }
      return new Check.Accepted(key.thumbprint(), jti, issued.plus(AGE_MAX));
    } catch (MalformedInput e) {
      return new Check.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static String ath(String accessToken) {
    return Bytes.sha256(accessToken.getBytes(StandardCharsets.US_ASCII)).toBase64Url();
  }
}
