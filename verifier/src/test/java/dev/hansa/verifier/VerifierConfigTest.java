package dev.hansa.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Did;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierConfigTest {
  private static VerifierConfig config(String url, Duration request, Duration result, int open) {
    return new VerifierConfig(
        URI.create(url), "hansa", Did.parse("did:indy:hansa:x"), request, result, open);
  }

  private static VerifierConfig config(String url) {
    return config(url, Duration.ofMinutes(5), Duration.ofMinutes(15), 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://v.example", "http://127.0.0.1:7404", "http://[::1]:7404"})
  void https_and_literal_loopback_are_public_urls(String url) {
    assertThat(config(url).at("/requests")).isEqualTo(URI.create(url + "/requests"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://v.example",
        "http://localhost:7404",
        "ftp://v.example",
        "https://v.example/",
        "https://v.example?x",
        "https://v.example#x"
      })
  void anything_else_stops_the_start_and_names_its_key(String url) {
    assertThatThrownBy(() -> config(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hansa.public-url");
  }

  @Test
  void lifetimes_have_bounds() {
    var good = Duration.ofMinutes(5);
    assertThatThrownBy(() -> config("https://v.example", Duration.ofSeconds(9), good, 1))
        .hasMessageContaining("verifier.request-lifetime");
    assertThatThrownBy(() -> config("https://v.example", good, Duration.ofHours(25), 1))
        .hasMessageContaining("verifier.result-lifetime");
    assertThatThrownBy(() -> config("https://v.example", good, good, 0))
        .hasMessageContaining("verifier.open-requests-max");
  }
}
