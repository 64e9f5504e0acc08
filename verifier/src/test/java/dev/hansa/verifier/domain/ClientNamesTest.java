package dev.hansa.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.CertificateAuthority;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.X509Chain;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientNamesTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final DidUrl KEY = DidUrl.parse("did:indy:hansa:7Tqg6BwSSWapxgUDm9KKgg#assert");

  private final Signer key = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(RANDOM));

  private X509Chain chain() {
    var validity = new CertificateAuthority.Validity(NOON, NOON.plus(Duration.ofDays(30)));
    return CertificateAuthority.root(
            "Root", PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(RANDOM)), validity, RANDOM)
        .leaf("Verifier", key.publicKey(), List.of("localhost"), List.of(), validity);
  }

  private ClientNames names(Optional<X509Chain> chain, ClientIdPrefix usual) {
    return new ClientNames(
        KEY,
        key,
        new DidUrl(KEY.did(), "auth"),
        key,
        chain,
        Optional.empty(),
        Optional.empty(),
        usual);
  }

  @Test
  void an_operator_with_a_certificate_asks_under_its_hash_if_the_settings_say_so() {
    var names = names(Optional.of(chain()), ClientIdPrefix.X509_HASH);
    var wish =
        Json.parseObject(
            """
            {"purpose": "To let you in", "dcql_query": {"credentials": [{"id": "who",
              "format": "dc+sd-jwt", "meta": {"vct_values": ["urn:hansa:participant:1"]}}]}}\
            """);
    assertThat(Ask.parse(wish, names.usual()).manner().prefix())
        .isEqualTo(ClientIdPrefix.X509_HASH);
    wish.put("client_id_prefix", "decentralized_identifier");
    assertThat(Ask.parse(wish, names.usual()).manner().prefix())
        .isEqualTo(ClientIdPrefix.DECENTRALIZED_IDENTIFIER);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"DECENTRALIZED_IDENTIFIER"},
      mode = EnumSource.Mode.EXCLUDE)
  void a_prefix_without_a_name_that_signs_stops_the_start_and_names_its_key(ClientIdPrefix usual) {
    assertThatThrownBy(() -> names(Optional.empty(), usual))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("verifier.client-id-prefix");
  }
}
