package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import java.security.SecureRandom;
import java.util.Optional;

/// How a wallet wants its answer encrypted, [OpenID4VCI 1.0, section
/// 8.2](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): to this key,
/// which has `alg` and maybe `kid`.
public record ResponseEncryption(
    VerificationKey.P256 key, Optional<String> keyId, Jwe.Encryption encryption) {
  private static final int KID_MAX = 256;

  /// What is asked for cannot be done.
  public static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String says) {
      super(says, null, false, false);
    }
  }

  /// The wish in a request; throws [Unusable] for one that we cannot meet.
  public static Optional<ResponseEncryption> find(ObjectNode request) {
    if (!request.has("credential_response_encryption")) {
      return Optional.empty();
    }
    try {
      var wish = Json.object(request, "credential_response_encryption");
      var jwk = Json.object(wish, "jwk");
      if (!Json.text(jwk, "alg", 32).equals(Jwe.ALGORITHM)) {
        throw new Unusable("the jwk's alg is ECDH-ES");
      }
      if (wish.has("zip")) {
        throw new Unusable("answers are not compressed");
      }
      var bare = jwk.deepCopy();
      var _ = bare.remove("alg");
      if (!(VerificationKey.fromJwk(bare) instanceof VerificationKey.P256 key)) {
        throw new Unusable("the jwk is a P-256 key");
      }
      var encryption =
          Jwe.Encryption.of(Json.text(wish, "enc", 32))
              .orElseThrow(() -> new Unusable("enc is A128GCM or A256GCM"));
      return Optional.of(
          new ResponseEncryption(
              key,
              jwk.has("kid") ? Optional.of(Json.text(jwk, "kid", KID_MAX)) : Optional.empty(),
              encryption));
    } catch (MalformedInput e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
  }

  /// This text for the wallet alone.
  public String encrypt(String text, SecureRandom random) {
    var header = Json.newObject();
    keyId.ifPresent(kid -> header.put("kid", kid));
    return Jwe.encrypt(header, Bytes.utf8(text).toArray(), key, encryption, random);
  }
}
