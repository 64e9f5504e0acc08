package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidsTest {
  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @ValueSource(strings = {"did:example:abc", "did:web:host%3A8443:issuer", "did:key:z6Mk"})
  void a_well_formed_did_reads_back_as_itself(String text) {
    assertThat(Did.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "did:",
        "did:example:",
        "did:Example:abc",
        "did:example:a#key",
        "did:example:a b"
      })
  void a_malformed_did_is_refused(String text) {
    assertThatThrownBy(() -> Did.parse(text)).isInstanceOf(MalformedInput.class);
  }

  // did:key method, section "Test Vectors": Ed25519 and P-256.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
        "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"
      })
  void a_did_key_resolves_to_its_key(String text) {
    var did = Did.parse(text);
    assertThat(new DidKey().resolve(did))
        .isInstanceOfSatisfying(
            DidResolution.Resolved.class,
            resolved -> {
              var key =
                  resolved
                      .document()
                      .key(DidKey.keyName(did), VerificationRelationship.ASSERTION_METHOD);
              assertThat(key).isPresent();
              assertThat(DidKey.of(key.get())).isEqualTo(did);
            });
  }

  @Test
  void a_did_jwk_resolves_to_its_key() {
    var key = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random)).publicKey();
    var did = DidJwk.of(key);
    assertThat(new DidJwk().resolve(did))
        .isInstanceOfSatisfying(
            DidResolution.Resolved.class,
            resolved ->
                assertThat(
                        resolved
                            .document()
                            .key(DidJwk.keyName(did), VerificationRelationship.AUTHENTICATION))
                    .contains(key));
  }

  @Test
  void a_key_may_be_used_only_as_the_document_says() {
    var did = Did.parse("did:example:a");
    var key = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random)).publicKey();
    var json = Json.newObject().put("id", did.toString());
    json.putArray("verificationMethod")
        .addObject()
        .put("id", "#k")
        .put("type", "JsonWebKey")
        .put("controller", did.toString())
        .set("publicKeyJwk", key.toJwk());
    json.putArray("assertionMethod").add("#k");
    var document = DidDocument.parse(json);
    var name = new DidUrl(did, "k");
    assertThat(document.key(name, VerificationRelationship.ASSERTION_METHOD)).contains(key);
    assertThat(document.key(name, VerificationRelationship.AUTHENTICATION)).isEmpty();
  }

  @Test
  void a_method_that_stands_twice_is_refused() {
    var did = Did.parse("did:example:a");
    var json = Json.newObject().put("id", did.toString());
    var methods = json.putArray("verificationMethod");
    for (int i = 0; i < 2; i++) {
      methods
          .addObject()
          .put("id", "#k")
          .put("type", "JsonWebKey")
          .set(
              "publicKeyJwk",
              PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random)).publicKey().toJwk());
    }
    assertThatThrownBy(() -> DidDocument.parse(json)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void a_did_indy_certifies_its_first_key() {
    // Indy's public test seed; did = base58 of the first half of SHA-256 of the verkey.
    var verkey =
        new VerificationKey.Ed25519Key(
            Bytes.copyOf(Base58.decode("GJ1SzoWzavQYfNL9XkaJdrQejfztN4XqdsiV4ct3LXKL")));
    var did = DidIndy.of("hansa", verkey);
    assertThat(did.toString()).startsWith("did:indy:hansa:");
    assertThat(Base58.decode(DidIndy.id(did, "hansa"))).hasSize(16);
    assertThat(DidIndy.isOf(did, "hansa")).isTrue();
    assertThatThrownBy(() -> DidIndy.id(did, "other")).isInstanceOf(MalformedInput.class);
  }

  @Test
  void another_method_is_not_supported() {
    assertThat(DidMethods.withLedger(new DidKey()).resolve(Did.parse("did:web:example.com")))
        .isInstanceOf(DidResolution.MethodNotSupported.class);
  }
}
