package dev.hansa.marketplaceauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Did;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthConfigTest {
  private static final Set<Did> MARKET = Set.of(Did.parse("did:indy:hansa:WgWxqztrNooG92RXvxSTWv"));

  private static AuthConfig config(String url, Set<Did> markets, Duration lifetime) {
    return new AuthConfig(URI.create(url), markets, "https://m.example", "v", lifetime, 10);
  }

  @Test
  void the_address_is_https_or_literal_loopback_without_a_path() {
    var lifetime = Duration.ofHours(8);
    assertThat(config("https://auth.example", MARKET, lifetime).isSecure()).isTrue();
    assertThat(config("http://127.0.0.1:7405", MARKET, lifetime).isSecure()).isFalse();
    for (var wrong :
        new String[] {
          "http://auth.example", "http://localhost:7405", "https://auth.example/", "https://a.b/x?y"
        }) {
      assertThatThrownBy(() -> config(wrong, MARKET, lifetime))
          .hasMessageContaining("hansa.public-url");
    }
  }

  @Test
  void a_session_lasts_from_five_minutes_to_a_day() {
    assertThat(config("https://a.example", MARKET, Duration.ofMinutes(5)).issuer())
        .isEqualTo("https://a.example");
    for (var wrong : new Duration[] {Duration.ofSeconds(299), Duration.ofHours(25)}) {
      assertThatThrownBy(() -> config("https://a.example", MARKET, wrong))
          .hasMessageContaining("auth.session-lifetime");
    }
  }

  @Test
  void it_serves_a_marketplace() {
    assertThatThrownBy(() -> config("https://a.example", Set.of(), Duration.ofHours(1)))
        .hasMessageContaining("hansa.peers.marketplace");
  }
}
