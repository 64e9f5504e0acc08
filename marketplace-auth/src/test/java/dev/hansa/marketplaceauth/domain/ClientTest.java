package dev.hansa.marketplaceauth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientTest {
  private static Client client(boolean nativeApp, String... redirects) {
    return new Client(
        "c",
        "C",
        List.of(redirects).stream().map(URI::create).toList(),
        Optional.empty(),
        false,
        nativeApp,
        List.of(),
        "c");
  }

  @Test
  void a_native_app_chooses_the_port_on_loopback_and_nothing_else() {
    var client = client(true, "http://127.0.0.1/callback", "http://[::1]/callback");
    assertThat(client.mayReturnTo("http://127.0.0.1:1/callback")).isTrue();
    assertThat(client.mayReturnTo("http://127.0.0.1:65535/callback")).isTrue();
    assertThat(client.mayReturnTo("http://[::1]:8080/callback")).isTrue();
    assertThat(client.mayReturnTo("http://127.0.0.1/callback")).isTrue();
    for (var wrong :
        List.of(
            "http://127.0.0.1:65536/callback",
            "http://127.0.0.1:0/callback",
            "http://127.0.0.1:08/callback",
            "http://127.0.0.1:/callback",
            "http://127.0.0.1:80/callback/",
            "http://127.0.0.1:80/callback?x",
            "http://127.0.0.1:80/callback#x",
            "http://127.0.0.1:80@evil.example/callback",
            "http://127.0.0.1:80.evil.example/callback",
            "http://localhost:80/callback",
            "http://127.0.0.2:80/callback",
            "https://127.0.0.1:80/callback",
            "http://127.0.0.1:80",
            "")) {
      assertThat(client.mayReturnTo(wrong)).as(wrong).isFalse();
    }
  }

  @Test
  void other_clients_return_to_the_very_text_that_is_registered() {
    var client = client(false, "https://shop.example/back?x=1", "http://127.0.0.1:8080/cb");
    assertThat(client.mayReturnTo("https://shop.example/back?x=1")).isTrue();
    assertThat(client.mayReturnTo("https://shop.example/back?x=2")).isFalse();
    assertThat(client.mayReturnTo("https://SHOP.example/back?x=1")).isFalse();
    assertThat(client.mayReturnTo("http://127.0.0.1:8081/cb")).isFalse();
  }
}
