package dev.hansa.launcher.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Did;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.X509Chain;
import dev.hansa.launcher.Stop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAuthorityTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Did VERIFIER = Did.parse("did:indy:hansa:7Tqg6BwSSWapxgUDm9KKgg");

  private final Signer key = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(RANDOM));

  @TempDir Path temporary;
  private DataFolder data = new DataFolder(Path.of("unused"));

  @BeforeEach
  void folder() {
    data = new DataFolder(temporary.resolve("data"));
    data.create();
  }

  private LocalAuthority authority(Instant now) {
    return LocalAuthority.openOrCreate(data, "hansa", now, RANDOM);
  }

  private static String text(Path file) throws Exception {
    return Files.readString(file, StandardCharsets.US_ASCII);
  }

  @Test
  void its_keys_are_for_their_owner_alone() throws Exception {
    var server = authority(NOON).server(NOON, RANDOM);
    for (var file : List.of(server, data.tls().resolve("ca.jwk"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(text(LocalAuthority.certificate(data))).doesNotContain("PRIVATE");
  }

  @Test
  void its_certificates_are_for_this_machine_and_end_in_it() throws Exception {
    var authority = authority(NOON);
    var anchor = LocalAuthority.readCertificate(data);
    // Name constraints: whoever trusts it trusts it for nothing else.
    assertThat(anchor.getCriticalExtensionOIDs()).contains("2.5.29.30");
    var pem = text(authority.server(NOON, RANDOM));
    var server = X509Chain.ofPem(pem.substring(pem.indexOf("-----BEGIN CERT")));
    assertThat(server.refusal(List.of(anchor), NOON)).isEmpty();
    assertThat(server.dnsNames()).containsExactly("localhost");
    var verifier = X509Chain.ofPem(text(authority.verifier(VERIFIER, key.publicKey(), NOON, NOON)));
    assertThat(verifier.refusal(List.of(anchor), NOON)).isEmpty();
    assertThat(verifier.leafKey()).isEqualTo(key.publicKey());
    assertThat(verifier.uris()).containsExactly(VERIFIER.toString());
  }

  @Test
  void it_is_the_same_at_the_next_start_and_so_is_what_it_signed() throws Exception {
    var server = text(authority(NOON).server(NOON, RANDOM));
    var certificate = text(LocalAuthority.certificate(data));
    var later = NOON.plus(Duration.ofDays(366));
    assertThat(text(authority(later).server(later, RANDOM))).isEqualTo(server);
    assertThat(text(LocalAuthority.certificate(data))).isEqualTo(certificate);
  }

  @Test
  void what_ends_within_thirty_days_is_made_anew() throws Exception {
    var server = text(authority(NOON).server(NOON, RANDOM));
    var later = NOON.plus(Duration.ofDays(367)).plusSeconds(1);
    assertThat(text(authority(later).server(later, RANDOM))).isNotEqualTo(server);
  }

  @Test
  void the_verifiers_certificate_is_good_by_the_storys_clock_too() throws Exception {
    var first = text(authority(NOON).verifier(VERIFIER, key.publicKey(), NOON, NOON));
    var story = NOON.plus(Duration.ofDays(500));
    var second = text(authority(NOON).verifier(VERIFIER, key.publicKey(), NOON, story));
    assertThat(second).isNotEqualTo(first);
    var anchors = List.of(LocalAuthority.readCertificate(data));
    for (var clock : List.of(NOON, story)) {
      assertThat(X509Chain.ofPem(second).refusal(anchors, clock)).isEmpty();
    }
  }

  @Test
  void a_certificate_of_another_key_stops_the_start() throws Exception {
    var _ = authority(NOON);
    Files.delete(data.tls().resolve("ca.jwk"));
    assertThatThrownBy(() -> authority(NOON))
        .isInstanceOf(Stop.class)
        .hasMessageContaining("cannot be used");
  }
}
