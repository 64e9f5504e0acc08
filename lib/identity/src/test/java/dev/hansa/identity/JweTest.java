package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JweTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MAX = 10_000;

  private final KeyAgreementKey key = KeyAgreementKey.generate(RANDOM);

  private String encrypted(Jwe.Encryption encryption) {
    return Jwe.encrypt(
        Json.newObject().put("kid", "k1"),
        "{\"vp_token\":{}}".getBytes(StandardCharsets.UTF_8),
        key.publicKey(),
        encryption,
        RANDOM);
  }

  @ParameterizedTest
  @EnumSource
  void what_was_encrypted_to_a_key_is_read_with_it(Jwe.Encryption encryption) {
    var jwe = Jwe.parse(encrypted(encryption), MAX);
    assertThat(jwe.keyId()).contains("k1");
    assertThat(jwe.encryption()).isEqualTo(encryption);
    assertThat(jwe.decrypt(key).orElseThrow().toUtf8()).isEqualTo("{\"vp_token\":{}}");
    assertThat(jwe.decrypt(KeyAgreementKey.generate(RANDOM))).isEmpty();
    var kept = KeyAgreementKey.fromPrivateJwk(key.toPrivateJwk());
    assertThat(jwe.decrypt(kept)).isPresent();
  }

  /// The example of OpenID4VP 1.0, section 8.3, with its private key.
  @Test
  void the_example_of_the_specification_is_read() {
    var jwk =
        Json.parseObject(
            """
            {"kty":"EC","crv":"P-256",
             "x":"YO4epjifD-KWeq1sL2tNmm36BhXnkJ0He-WqMYrp9Fk",
             "y":"Hekpm0zfK7C-YccH5iBjcIXgf6YdUvNUac_0At55Okk",
             "d":"Et-3ce0omz8_TuZ96Df9lp0GAaaDoUnDe6X-CRO7Aww"}
            """);
    var compact =
        "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOEdDTSIsImtpZCI6ImFjIiwiZXBrIjp7Imt0eSI6IkVDIiwieCI6"
            + "Im5ubVZwbTNWM2piaGNhZlFhUkJrU1ZOSGx3Wkh3dC05ck9wSnVmeVlJdWsiLCJ5IjoicjRmakRxd0p5czlx"
            + "VU9QLV9iM21SNVNaRy0tQ3dPMm1pYzVWU05UWU45ZyIsImNydiI6IlAtMjU2In19..uAYcHRUSSn2X0WPX.y"
            + "VzlGSYG4qbg0bq18JcUiDRw56yVnbKR8E7S7YlEtzT00RqE3Pw5oTpUG3hdLN4taHZ9gC1kwak8JOnJgQ.1w"
            + "R024_3-qtAlx1oFIUpQQ";
    var read = Jwe.parse(compact, MAX).decrypt(KeyAgreementKey.fromPrivateJwk(jwk)).orElseThrow();
    assertThat(Json.parseObject(read).at("/vp_token/example_credential_id/0").asText())
        .isEqualTo("eyJhb...YMetA");
  }

  @Test
  void a_changed_text_header_or_tag_is_not_read() {
    var parts = encrypted(Jwe.Encryption.A256GCM).split("\\.", -1);
    for (int i : new int[] {2, 3, 4}) {
      var changed = parts.clone();
      changed[i] = (changed[i].charAt(0) == 'A' ? "B" : "A") + changed[i].substring(1);
      assertThat(Jwe.parse(String.join(".", changed), MAX).decrypt(key)).isEmpty();
    }
    assertThat(Jwe.parse(header(h -> h.put("kid", "k2")), MAX).decrypt(key)).isEmpty();
  }

  private String header(Consumer<ObjectNode> change) {
    var parts = encrypted(Jwe.Encryption.A128GCM).split("\\.", -1);
    var header = Json.parseObject(Bytes.fromBase64Url(parts[0]));
    change.accept(header);
    parts[0] = Bytes.copyOf(Json.utf8(header)).toBase64Url();
    return String.join(".", parts);
  }

  @Test
  void what_is_not_ours_is_refused() {
    refused(h -> h.put("alg", "RSA1_5"));
    refused(h -> h.put("alg", "dir"));
    refused(h -> h.put("enc", "A128CBC-HS256"));
    refused(h -> h.put("zip", "DEF"));
    refused(h -> h.putArray("crit").add("x"));
    refused(h -> ((ObjectNode) h.get("epk")).put("y", h.at("/epk/x").asText()));
    refused(h -> ((ObjectNode) h.get("epk")).put("d", "AAAA"));
    refused(h -> h.remove("epk"));
    var whole = encrypted(Jwe.Encryption.A128GCM);
    assertThatThrownBy(() -> Jwe.parse(whole + ".x", MAX)).isInstanceOf(MalformedInput.class);
    assertThatThrownBy(() -> Jwe.parse(whole.replace("..", ".AA."), MAX))
        .isInstanceOf(MalformedInput.class);
    assertThatThrownBy(() -> Jwe.parse(whole, 100)).isInstanceOf(MalformedInput.class);
  }

  private void refused(Consumer<ObjectNode> change) {
    assertThatThrownBy(() -> Jwe.parse(header(change), MAX)).isInstanceOf(MalformedInput.class);
  }
}
