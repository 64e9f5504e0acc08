package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidWebTest {
  private static final Did SHOP = Did.parse("did:web:shop.example");

  private final List<URI> asked = new ArrayList<>();
  private String document = "{\"id\":\"did:web:shop.example\"}";
  private String address = "93.184.216.34";

  private final DidWeb resolver =
      new DidWeb(
          new DidWeb.Web() {
            @Override
            public InetAddress[] addresses(String host) {
              return address.isEmpty() ? new InetAddress[0] : new InetAddress[] {at(address)};
            }

            @Override
            public Optional<byte[]> get(URI uri, int lengthMax, Duration timeout) {
              asked.add(uri);
              var bytes = document.getBytes(StandardCharsets.UTF_8);
              return bytes.length > lengthMax ? Optional.empty() : Optional.of(bytes);
            }
          });

  private static InetAddress at(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "did:web:shop.example, https://shop.example/.well-known/did.json",
    "did:web:shop.example:a:b, https://shop.example/a/b/did.json",
    "did:web:shop.example%3A8443, https://shop.example:8443/.well-known/did.json",
  })
  void a_did_says_where_its_document_is(String did, String address) {
    assertThat(DidWeb.address(Did.parse(did))).isEqualTo(URI.create(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:web:127.0.0.1",
        "did:web:localhost",
        "did:web:10.0.0.1%3A80",
        "did:web:Shop.example",
        "did:web:shop.example%3A0",
        "did:web:shop.example%3A65536",
        "did:web:shop.example%3A80%3A80",
        "did:web:shop.example:..",
        "did:web:shop.example:.",
        "did:web:shop.example:a%2Fb",
        "did:web:shop.example%2F..",
        "did:web:user%40shop.example",
        "did:web:shop..example",
        "did:web:2130706433",
      })
  void anything_else_than_a_host_by_name_and_plain_parts_is_refused(String did) {
    assertThatThrownBy(() -> resolver.resolve(Did.parse(did))).isInstanceOf(MalformedInput.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void the_document_that_is_served_is_the_dids_own() {
    assertThat(resolver.resolve(SHOP)).isInstanceOf(DidResolution.Resolved.class);
    document = "{\"id\":\"did:web:other.example\"}";
    assertThat(resolver.resolve(SHOP)).isInstanceOf(DidResolution.NotFound.class);
    document = "<html>";
    assertThat(resolver.resolve(SHOP)).isInstanceOf(DidResolution.NotFound.class);
    document = " ".repeat(DidWeb.DOCUMENT_MAX) + "{}";
    assertThat(resolver.resolve(SHOP)).isInstanceOf(DidResolution.NotFound.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "64:ff9b::7f00:1",
        "2001:0:7f00:1::",
        "::7f00:1",
        "2002:7f00:1::",
        "::ffff:127.0.0.1",
      })
  void a_host_in_our_own_house_is_not_asked(String inside) {
    address = inside;
    assertThat(resolver.resolve(SHOP)).isInstanceOf(DidResolution.NotFound.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void what_was_served_in_the_past_is_not_known() {
    var then = new DidVersion.At(Instant.EPOCH);
    assertThat(resolver.resolve(SHOP, then)).isInstanceOf(DidResolution.NotFound.class);
    assertThat(resolver.resolve(Did.parse("did:jwk:e30")))
        .isInstanceOf(DidResolution.MethodNotSupported.class);
  }
}
