package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.CertificateAuthority.Validity;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class X509ChainTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Validity YEAR =
      new Validity(NOON.minus(Duration.ofDays(30)), NOON.plus(Duration.ofDays(335)));
  private static final Validity OVER =
      new Validity(NOON.minus(Duration.ofDays(30)), NOON.minusSeconds(1));

  private final Signer key = newKey();
  private final CertificateAuthority root =
      CertificateAuthority.root("Root", newKey(), YEAR, RANDOM);
  private final CertificateAuthority between = root.below("Between", newKey(), YEAR);

  private static Signer newKey() {
    return PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(RANDOM));
  }

  private X509Chain leaf(CertificateAuthority by, Validity validity) {
    return by.leaf(
        "Verifier",
        key.publicKey(),
        List.of("Verifier.example"),
        List.of("did:indy:hansa:7Tqg6BwSSWapxgUDm9KKgg"),
        validity);
  }

  @Test
  void a_chain_that_ends_in_the_anchor_is_believed_and_read_again() {
    var chain = X509Chain.parse(leaf(between, YEAR).toJson());
    assertThat(chain.refusal(List.of(root.anchor()), NOON)).isEmpty();
    assertThat(chain.toJson()).hasSize(2);
    assertThat(chain.leafKey()).isEqualTo(key.publicKey());
    assertThat(chain.dnsNames()).containsExactly("verifier.example");
    assertThat(chain.uris()).containsExactly("did:indy:hansa:7Tqg6BwSSWapxgUDm9KKgg");
    assertThat(chain.leafHash().toBase64Url()).hasSize(43);
  }

  @Test
  void another_anchor_is_none_of_ours() {
    var other = CertificateAuthority.root("Root", newKey(), YEAR, RANDOM);
    assertThat(leaf(between, YEAR).refusal(List.of(other.anchor()), NOON)).isPresent();
    assertThat(leaf(between, YEAR).refusal(List.of(), NOON)).isPresent();
  }

  @Test
  void time_counts_for_every_certificate() {
    var anchors = List.of(root.anchor());
    assertThat(leaf(root, OVER).refusal(anchors, NOON))
        .contains("Certificate 1 of the chain has not expired.");
    var expired = root.below("Expired", newKey(), OVER);
    assertThat(leaf(expired, YEAR).refusal(anchors, NOON))
        .contains("Certificate 2 of the chain has not expired.");
    assertThat(leaf(root, YEAR).refusal(anchors, YEAR.from().minusSeconds(1)))
        .contains("Certificate 1 of the chain is valid already.");
  }

  @Test
  void a_leaf_is_not_self_signed_and_the_anchor_is_left_out() {
    var own = X509Chain.ofPem(CertificateAuthority.pem(List.of(root.anchor())));
    assertThat(own.refusal(List.of(root.anchor()), NOON))
        .contains("The leaf certificate is not self-signed.");
    var json = leaf(root, YEAR).toJson();
    json.addAll(own.toJson());
    assertThat(X509Chain.parse(json).refusal(List.of(root.anchor()), NOON))
        .contains("The trust anchor is not in the chain.");
  }

  @Test
  void a_leaf_signs_no_certificates() {
    var leafSigner = newKey();
    var leaf = root.leaf("Leaf", leafSigner.publicKey(), List.of("leaf.example"), List.of(), YEAR);
    // Signed with the leaf's key, under the leaf's name.
    var below =
        CertificateAuthority.root("Leaf", leafSigner, YEAR, RANDOM)
            .leaf("Below", key.publicKey(), List.of("below.example"), List.of(), YEAR)
            .toJson();
    below.addAll(leaf.toJson());
    assertThat(X509Chain.parse(below).refusal(List.of(root.anchor()), NOON)).isPresent();
  }

  @Test
  void what_is_no_certificate_is_refused() {
    for (var text : List.of("[]", "{}", "[1]", "[\"AAAA\"]", "[\"%%\"]", "[\"\"]")) {
      assertThatThrownBy(() -> X509Chain.parse(Json.parse(text)))
          .isInstanceOf(MalformedInput.class);
    }
    var twice = leaf(root, YEAR).toJson();
    var text = twice.get(0).asText();
    var _ = twice.removeAll();
    for (int i = 0; i <= X509Chain.CERTIFICATES_MAX; i++) {
      twice.add(text);
    }
    assertThatThrownBy(() -> X509Chain.parse(twice)).isInstanceOf(MalformedInput.class);
  }

  // --- authorities for servers

  private static final CertificateAuthority.Hosts HERE =
      new CertificateAuthority.Hosts(List.of("localhost"), List.of("127.0.0.1"));

  @Test
  void an_authority_of_hosts_says_that_it_counts_for_no_others() throws Exception {
    var kept = newKey();
    var here = CertificateAuthority.rootOf(HERE, "Here", kept, YEAR, RANDOM);
    // NameConstraints, critical, and the key identifier that RFC 5280 wants of an authority.
    assertThat(here.anchor().getCriticalExtensionOIDs()).contains("2.5.29.30");
    assertThat(here.anchor().getNonCriticalExtensionOIDs()).contains("2.5.29.14");
    var again = CertificateAuthority.of(here.anchor(), kept, RANDOM);
    var elsewhere =
        again.server(
            "Elsewhere",
            key.publicKey(),
            new CertificateAuthority.Hosts(List.of("elsewhere.example"), List.of("192.0.2.1")),
            YEAR);
    assertThat(isBelievedOfServers(again.server("Here", key.publicKey(), HERE, YEAR), here))
        .isTrue();
    assertThat(isBelievedOfServers(elsewhere, here)).isFalse();
  }

  /// As OpenSSL and browsers look at it: the constraints of the authority's own certificate count.
  /// The JDK does so where that certificate stands in the path.
  private static boolean isBelievedOfServers(X509Chain chain, CertificateAuthority by)
      throws Exception {
    var path =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(chain.leaf(), by.anchor()));
    var key = by.anchor().getPublicKey();
    var parameters =
        new PKIXParameters(
            Set.of(new TrustAnchor(by.anchor().getSubjectX500Principal(), key, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOON));
    try {
      var _ = CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return true;
    } catch (CertPathValidatorException e) {
      assertThat(e.getReason()).isEqualTo(PKIXReason.INVALID_NAME);
      return false;
    }
  }

  @Test
  void an_authority_goes_on_with_its_own_key_alone() {
    var here = CertificateAuthority.rootOf(HERE, "Here", newKey(), YEAR, RANDOM);
    assertThatThrownBy(() -> CertificateAuthority.of(here.anchor(), newKey(), RANDOM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its own key");
  }

  @Test
  void a_server_has_its_names_its_addresses_and_its_purpose() throws Exception {
    var leaf = root.server("Server", key.publicKey(), HERE, YEAR).leaf();
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(leaf.getSubjectAlternativeNames())
        .extracting(entry -> String.valueOf(entry.get(1)))
        .containsExactly("localhost", "127.0.0.1");
  }
}
