package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.KeyAgreementKey;
import dev.hansa.identity.MalformedInput;
import java.util.Optional;

/// Reads answers that are encrypted to the key of their request, [OpenID4VP 1.0, section
/// 8.3](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-8.3).
final class EncryptedAnswers {
  private EncryptedAnswers() {}

  /// The `kid` of a request's key: its thumbprint.
  static String keyId(KeyAgreementKey key) {
    return key.publicKey().thumbprint().toBase64Url();
  }

  /// What was encrypted. What cannot be decrypted uses no request up: whoever knows the address
  /// could send it.
  static WalletAnswer.Plain read(Jwe jwe, Optional<KeyAgreementKey> key) {
    var json = decrypt(jwe, key);
    var state = Json.text(json, "state", WalletAnswer.STATE_MAX);
    return json.has("error")
        ? new WalletAnswer.Declined(state)
        : new WalletAnswer.Shown(VpToken.parse(Json.object(json, "vp_token")), state);
  }

  /// The members that were encrypted.
  static ObjectNode decrypt(Jwe jwe, Optional<KeyAgreementKey> key) {
    if (key.isEmpty()) {
      throw new MalformedInput("this request is answered without encryption");
    }
    if (!jwe.keyId().equals(Optional.of(keyId(key.get())))) {
      throw new MalformedInput("the kid of an encrypted answer is that of the request's key");
    }
    var text =
        jwe.decrypt(key.get())
            .map(Bytes::toUtf8)
            .orElseThrow(
                () -> new MalformedInput("an encrypted answer is made with the request's key"));
    return Json.parseObject(text, VpToken.LENGTH_MAX);
  }
}
