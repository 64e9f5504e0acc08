package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrisTest {
  @Test
  void a_uri_is_read_as_it_is_written() {
    var json = Json.newObject().put("uri", "https://issuer.example/lists/1?a=b#c");
    assertThat(Uris.member(json, "uri", 40)).isEqualTo(URI.create(json.path("uri").asText()));
    assertThatThrownBy(() -> Uris.member(json, "uri", 20)).isInstanceOf(MalformedInput.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://olga@a b/", "urn:`", "%zz", "http://[::1"})
  void a_refusal_names_the_rule_and_never_repeats_the_input(String text) {
    assertThatThrownBy(() -> Uris.parse(text, "redirect_uri"))
        .isInstanceOf(MalformedInput.class)
        .hasMessage("redirect_uri is a URI");
  }
}
