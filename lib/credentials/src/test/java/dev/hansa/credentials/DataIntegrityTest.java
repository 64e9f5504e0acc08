package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.apicatalog.jsonld.document.Document;
import com.apicatalog.jsonld.document.JsonDocument;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The suites against the known answers of their Recommendations (appendix A and B of EdDSA and
/// ECDSA Cryptosuites 1.0).
class DataIntegrityTest {
  private static final String EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2";
  private static final String ED = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
  private static final String P256 = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";

  /// The example context of the Recommendations, for these tests alone.
  private static Optional<Document> contexts(String iri) {
    return iri.equals(EXAMPLES)
        ? Optional.of(
            JsonDocument.of(
                jakarta.json.Json.createObjectBuilder()
                    .add(
                        "@context",
                        jakarta.json.Json.createObjectBuilder()
                            .add("@vocab", "https://www.w3.org/ns/credentials/examples#"))
                    .build()))
        : Contexts.document(iri);
  }

  private static ObjectNode alumni() {
    return Json.parseObject(
        """
        {"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],
         "id":"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33","type":["VerifiableCredential","AlumniCredential"],
         "name":"Alumni Credential","description":"A minimum viable example of an Alumni Credential.",
         "issuer":"https://vc.example/issuers/5678","validFrom":"2023-01-01T00:00:00Z",
         "credentialSubject":{"id":"did:example:abcdefgh","alumniOf":"The School of Examples"}}
        """);
  }

  private static ObjectNode secured(String suite, String key, String value) {
    var secured = alumni();
    secured
        .putObject("proof")
        .put("type", "DataIntegrityProof")
        .put("cryptosuite", suite)
        .put("created", "2023-02-24T23:36:38Z")
        .put("verificationMethod", key)
        .put("proofPurpose", "assertionMethod")
        .put("proofValue", value);
    return secured;
  }

  private static DataIntegrity.Proof read(ObjectNode secured) {
    var proofs = DataIntegrity.proofs(secured, "assertionMethod", DataIntegrityTest::contexts);
    assertThat(proofs).hasSize(1);
    return proofs.getFirst();
  }

  private static VerificationKey key(String method) {
    return VerificationKey.fromMultibase(method.substring(method.indexOf('#') + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "eddsa-rdfc-2022, https://vc.example/issuers/5678#"
        + ED
        + ", z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcKnHw8V6dvy5pgWYCU5e9",
    "ecdsa-rdfc-2019, did:key:"
        + P256
        + "#"
        + P256
        + ", zaHXrr7AQdydBk3ahpCDpWbxfLokDqmCToYm2dyWvpcFVyWooC2he63w1f7UNQoAMKdhaRtcnaE2KTo5o5vTCcfw",
    "ecdsa-jcs-2019, did:key:"
        + P256
        + "#"
        + P256
        + ", zq6PrUMCtqY5obCSsrQxuFJdGffCDxvFuopdZiBPUBRTFEs1VVsBZi8YiEwVWgHYrXxoV93gBHqGDBtQLPFxpZxz",
  })
  void the_known_answers_verify(String suite, String method, String value) {
    var secured = secured(suite, method, value);
    assertThat(read(secured).isSignedBy(key(method))).isTrue();
    secured.put("name", "Another Credential");
    assertThat(read(secured).isSignedBy(key(method))).isFalse();
  }

  @Test
  void a_proof_of_a_jcs_suite_may_repeat_the_contexts() {
    var method = "https://vc.example/issuers/5678#" + ED;
    var secured =
        secured(
            "eddsa-jcs-2022",
            method,
            "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4");
    ((ObjectNode) secured.get("proof")).set("@context", secured.get("@context").deepCopy());
    assertThat(read(secured).isSignedBy(key(method))).isTrue();
    // One context more in the document is not what was signed, and changes nothing of it.
    secured.withArray("@context").add("urn:hansa:contexts:1");
    assertThat(read(secured).isSignedBy(key(method))).isTrue();
    ((ObjectNode) secured.get("proof")).putArray("@context").add("urn:hansa:contexts:1");
    assertThatThrownBy(() -> read(secured)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void the_hash_of_the_canonical_graph_is_the_known_one() {
    assertThat(Rdf.canonicalHash(alumni(), DataIntegrityTest::contexts).toHex())
        .isEqualTo("517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017");
  }

  @Test
  void a_context_that_does_not_ship_here_is_not_loaded() {
    assertThatThrownBy(() -> Rdf.canonicalHash(alumni(), Contexts::document))
        .isInstanceOf(MalformedInput.class);
  }

  @Test
  void a_term_that_no_context_defines_is_refused() {
    var document = alumni();
    document.putArray("@context").add(Vcdm.CONTEXT);
    assertThatThrownBy(() -> Rdf.canonicalHash(document, Contexts::document))
        .isInstanceOf(MalformedInput.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":null}",
        "{\"x\":[]}",
        "{\"x\":{\"y\":[]}}",
        "{\"x\":{\"id\":\"no IRI\",\"y\":\"z\"}}",
        "{\"x\":[\"y\",{\"id\":\"relative\",\"y\":\"z\"}]}",
        "{\"x\":{\"id\":\"@nowhere\",\"y\":\"z\"}}",
        "{\"x\":{\"type\":\"no IRI\",\"y\":\"z\"}}",
        "{\"x\":{\"type\":\"@nothing\",\"y\":\"z\"}}",
        "{\"x\":{\"@value\":\"y\",\"@type\":\"no IRI\"}}",
        "{\"x\":{\"@value\":\"y\",\"@language\":\"no language\"}}",
        "{\"x\":{\"@value\":\"y\",\"@direction\":\"rtl\"}}",
        "{\"x\":{\"@value\":\"y\",\"@index\":\"z\"}}",
        "{\"issuer\":\"@nobody\"}",
        "{\"credentialSubject\":\"@nobody\"}",
        "{\"proofPurpose\":\"@nothing\"}",
        "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"proof\":{\"proofPurpose\":\"@nothing\"}}",
        "{\"proof\":{\"type\":\"DataIntegrityProof\",\"proofPurpose\":\"@nothing\"}}",
        "{\"proof\":{\"type\":\"DataIntegrityProof\",\"verificationMethod\":\"@nothing\"}}",
        "{\"proof\":{\"type\":\"DataIntegrityProof\",\"created\":\"@nothing\",\"verificationMethod\":\"#1\"}}",
        "{\"credentialStatus\":{\"type\":\"BitstringStatusListEntry\",\"statusListCredential\":\"@nothing\"}}",
        "{\"x\":{\"@context\":{\"y\":null},\"y\":\"z\"}}",
        "{\"x\":{\"@context\":[{\"y\":\"@index\"}],\"y\":\"z\"}}",
        "{\"x\":{\"@context\":\"urn:unknown\",\"y\":\"z\"}}",
        "{\"_:x\":\"y\"}",
        "{\"x\":{\"_:y\":\"z\"}}",
        "{\"x\":{\"@value\":\"y\",\"@type\":\"_:z\"}}",
        "{\"x\":{\"@language\":\"en\"}}",
        "{\"x\":{\"@value\":null}}",
        "{\"@value\":\"y\"}",
        "{\"@unknown\":\"y\"}",
        "{\"no IRI\":\"y\"}"
      })
  void what_a_graph_would_leave_out_is_refused_as_it_would_not_be_signed(String part) {
    var document = Json.newObject();
    document.putArray("@context").add(Vcdm.CONTEXT).add(Contexts.HANSA);
    document.put("id", "urn:uuid:1").put("name", "kept");
    assertThat(Rdf.canonicalHash(document, Contexts::document)).isNotNull();
    document.setAll(Json.parseObject(part));
    assertThatThrownBy(() -> Rdf.canonicalHash(document, Contexts::document))
        .isInstanceOf(MalformedInput.class);
  }

  /// Blank nodes that all look alike: each is compared with each, in every order.
  @Test
  void a_poison_graph_is_given_up_in_time() {
    var document = Json.newObject();
    document.putArray("@context").add(Vcdm.CONTEXT).add(Contexts.HANSA);
    var nodes = document.putArray("nodes");
    for (int i = 0; i < 24; i++) {
      var node = nodes.addObject().put("id", "_:b" + i);
      for (int j = 0; j < 24; j++) {
        if (i != j) {
          node.withArray("knows").addObject().put("id", "_:b" + j);
        }
      }
    }
    assertThatThrownBy(() -> Rdf.canonicalHash(document, Contexts::document))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("few steps");
  }

  @Test
  void a_key_of_another_kind_does_not_verify() {
    var secured = secured("eddsa-rdfc-2022", "https://vc.example/#y", "z" + "1".repeat(64));
    assertThat(read(secured).isSignedBy(key("#" + P256))).isFalse();
  }
}
