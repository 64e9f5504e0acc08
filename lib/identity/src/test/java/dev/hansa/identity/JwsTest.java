package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwsTest {
  private final Signer signer = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(new SecureRandom()));

  @Test
  void the_key_decides_the_algorithm_whatever_the_header_says() {
    var good = Jws.sign(Json.newObject().put("alg", "none"), new byte[] {'{', '}'}, signer);
    assertThat(Jws.parse(good, 4096).isSignedBy(signer.publicKey())).isTrue();
    var none = withHeader(good, "{\"alg\":\"none\"}");
    assertThat(Jws.parse(none, 4096).isSignedBy(signer.publicKey())).isFalse();
    var other = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(new SecureRandom()));
    assertThat(Jws.parse(good, 4096).isSignedBy(other.publicKey())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"ES256\",\"b64\":false}",
        "{\"alg\":\"ES256\",\"alg\":\"ES256\"}",
        "{}",
        "[]"
      })
  void a_header_that_we_do_not_wholly_understand_is_refused(String header) {
    var jws = withHeader(Jws.sign(Json.newObject(), new byte[] {'{', '}'}, signer), header);
    assertThatThrownBy(() -> Jws.parse(jws, 4096)).isInstanceOf(MalformedInput.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a.b.c.d", "..", "e30.e30.=="})
  void a_text_of_another_form_is_refused(String text) {
    assertThatThrownBy(() -> Jws.parse(text, 4096)).isInstanceOf(MalformedInput.class);
  }

  private static String withHeader(String jws, String header) {
    var encoded = Bytes.copyOf(header.getBytes(StandardCharsets.UTF_8)).toBase64Url();
    return encoded + jws.substring(jws.indexOf('.'));
  }
}
