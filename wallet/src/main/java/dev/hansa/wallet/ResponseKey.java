package dev.hansa.wallet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.VerificationKey;
import java.util.Optional;

/// The key and the content encryption of an encrypted answer, [OpenID4VP 1.0, section
/// 8.3](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-8.3).
public record ResponseKey(
    VerificationKey.P256 key, Optional<String> kid, Jwe.Encryption encryption) {
  private static final int KEYS_MAX = 16;
  private static final int NAME_MAX = 256;

  /// Chosen from `client_metadata`: the first key that this wallet can encrypt to.
  static ResponseKey choose(ObjectNode metadata) {
    for (var jwk : Json.array(Json.object(metadata, "jwks"), "keys", KEYS_MAX)) {
      if (jwk instanceof ObjectNode object
          && object.path("crv").asText().equals("P-256")
          && object.path("alg").asText().equals(Jwe.ALGORITHM)
          && object.path("use").asText("enc").equals("enc")) {
        var open = object.deepCopy();
        var _ = open.remove("alg");
        if (VerificationKey.fromJwk(open) instanceof VerificationKey.P256 key) {
          var kid =
              object.has("kid")
                  ? Optional.of(Json.text(object, "kid", NAME_MAX))
                  : Optional.<String>empty();
          return new ResponseKey(key, kid, encryption(metadata));
        }
      }
    }
    throw new WalletFailure("request-unknown", "the request has no key that this wallet can use");
  }

  /// `A128GCM` where the verifier does not say; the strongest of those that both have otherwise.
  private static Jwe.Encryption encryption(ObjectNode metadata) {
    var member = "encrypted_response_enc_values_supported";
    if (!metadata.has(member)) {
      return Jwe.Encryption.A128GCM;
    }
    var best = Optional.<Jwe.Encryption>empty();
    for (var name : Json.array(metadata, member, KEYS_MAX)) {
      var known = Jwe.Encryption.of(name.asText());
      if (known.isPresent() && best.map(chosen -> chosen.compareTo(known.get()) < 0).orElse(true)) {
        best = known;
      }
    }
    return best.orElseThrow(() ->
        new WalletFailure(
            "request-unknown", "the request wants an encryption that is not known here"));
  }
}
