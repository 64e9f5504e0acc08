package dev.hansa.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerConfigTest {
  private static IssuerConfig config(String url, Duration offer, Duration token) {
    return new IssuerConfig(
        URI.create(url), Path.of("t"), Path.of("s"), offer, token, Duration.ofMinutes(5), 1 << 17);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example",
        "http://localhost:7403",
        "https://issuer.example/path",
        "https://issuer.example/",
        "https://issuer.example?x",
        "ftp://issuer.example"
      })
  void a_public_url_that_wallets_could_not_use_stops_the_start(String url) {
    assertThatThrownBy(() -> config(url, Duration.ofHours(1), Duration.ofMinutes(5)))
        .hasMessageContaining("hansa.public-url");
  }

  @Test
  void lifetimes_have_bounds() {
    assertThatThrownBy(
            () -> config("https://x.example", Duration.ofSeconds(9), Duration.ofMinutes(5)))
        .hasMessageContaining("issuer.offer-lifetime");
    assertThatThrownBy(
            () -> config("https://x.example", Duration.ofHours(1), Duration.ofMinutes(61)))
        .hasMessageContaining("issuer.token-lifetime");
  }

  @Test
  void loopback_may_be_http() {
    assertThat(
            config("http://127.0.0.1:7403", Duration.ofHours(1), Duration.ofMinutes(5))
                .offerLifetime())
        .hasHours(1);
  }
}
