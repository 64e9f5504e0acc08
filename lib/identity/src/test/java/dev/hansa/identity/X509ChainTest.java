package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.CertificateAuthority.Validity;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
}
