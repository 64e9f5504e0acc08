package dev.hansa.didregistry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationKey;
import dev.hansa.ledgerprotocol.DidDocContents;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.local.Organisation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The GET binding of DID Resolution 1.0, by its status codes.
class ResolutionApiTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String IDENTIFIERS = "/1.0/identifiers/";

  private static RegistryUnderTest registry;
  private static Organisation changed;
  private static Organisation gone;

  @BeforeAll
  static void found() {
    registry = new RegistryUnderTest(NOON);
    changed = registry.ledger.organisation();
    gone = registry.ledger.organisation();
    registry.setTime(NOON.plusSeconds(600));
    registry.ledger.write(
        RequestBuilder.nym(changed.did(), changed.did())
            .diddocContent(
                DidDocContents.organisation(
                    changed.did(),
                    changed.authentication().publicKey(),
                    changed.authentication().publicKey()))
            .reqId(1)
            .build()
            .signedBy(changed.did(), changed.nym()));
    registry.ledger.write(
        RequestBuilder.nym(gone.did(), gone.did())
            .deactivate()
            .reqId(2)
            .build()
            .signedBy(gone.did(), gone.nym()));
    registry.setTime(NOON.plusSeconds(700));
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void a_did_resolves_to_a_whole_result() throws Exception {
    var answer = registry.get(IDENTIFIERS + changed.did(), "Accept", "application/did-resolution");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/did-resolution");
    var result = Json.parseObject(answer.body());
    assertThat(result.at("/didDocument/id").asText()).isEqualTo(changed.did().toString());
    assertThat(result.at("/didResolutionMetadata/contentType").asText())
        .isEqualTo("application/did");
    assertThat(result.at("/didResolutionMetadata/ledgerHeight").asLong()).isPositive();
    assertThat(result.at("/didDocumentMetadata/created").asText())
        .isEqualTo("2026-11-24T12:00:00Z");
    assertThat(result.at("/didDocumentMetadata/updated").asText())
        .isEqualTo("2026-11-24T12:10:00Z");
    assertThat(result.at("/didDocumentMetadata/versionId").isTextual()).isTrue();
  }

  @Test
  void without_accept_or_with_any_the_answer_is_the_whole_result() throws Exception {
    assertThat(registry.get(IDENTIFIERS + changed.did()).headers().firstValue("Content-Type"))
        .contains("application/did-resolution");
    assertThat(
            registry
                .get(IDENTIFIERS + changed.did(), "Accept", "text/html, */*;q=0.1")
                .headers()
                .firstValue("Content-Type"))
        .contains("application/did-resolution");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/did", "application/did+ld+json", "application/did+json"})
  void the_document_alone_comes_under_the_media_type_that_was_asked_for(String mediaType)
      throws Exception {
    var answer = registry.get(IDENTIFIERS + changed.did(), "Accept", mediaType);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(mediaType);
    var document = Json.parseObject(answer.body());
    assertThat(document.path("id").asText()).isEqualTo(changed.did().toString());
    assertThat(document.has("didDocument")).isFalse();
  }

  @Test
  void the_best_of_several_media_types_wins() throws Exception {
    var answer =
        registry.get(
            IDENTIFIERS + changed.did(),
            "Accept",
            "application/did-resolution;q=0.5, application/did;q=0.9");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/did");
  }

  @Test
  void older_clients_name_the_result_by_its_profile() throws Exception {
    var answer =
        registry.get(
            IDENTIFIERS + changed.did(),
            "Accept",
            "application/ld+json;profile=\"https://w3id.org/did-resolution\"");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Json.parseObject(answer.body()).has("didDocument")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html", "application/json", "application/ld+json", "application/did;q=0"})
  void a_representation_that_does_not_exist_is_406(String mediaType) throws Exception {
    var answer = registry.get(IDENTIFIERS + changed.did(), "Accept", mediaType);
    assertError(answer, 406, "REPRESENTATION_NOT_SUPPORTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"did", "urn:x", "did:indy", "did:indy:hansa:x%23key-1", "did:Indy:x"})
  void what_is_no_did_is_400(String text) throws Exception {
    assertError(registry.get(IDENTIFIERS + text), 400, "INVALID_DID");
  }

  @ParameterizedTest
  @CsvSource({
    "versionTime=yesterday, 400, INVALID_OPTIONS",
    "versionId=1&versionId=2, 400, INVALID_OPTIONS",
    "versionId=1&versionTime=2026-11-24T12:00:00Z, 400, INVALID_OPTIONS",
    "service=files, 501, FEATURE_NOT_SUPPORTED"
  })
  void options_that_cannot_be_used_are_told(String query, int status, String type)
      throws Exception {
    assertError(registry.get(IDENTIFIERS + changed.did() + "?" + query), status, type);
  }

  @Test
  void another_method_is_501() throws Exception {
    assertError(registry.get(IDENTIFIERS + "did:web:example.org"), 501, "METHOD_NOT_SUPPORTED");
  }

  @Test
  void a_did_that_nobody_wrote_is_404() throws Exception {
    assertError(
        registry.get(IDENTIFIERS + DidIndy.of("hansa", "WgWxqztrNooG92RXvxSTWv")),
        404,
        "NOT_FOUND");
  }

  @Test
  void a_did_of_another_network_is_404() throws Exception {
    assertError(
        registry.get(IDENTIFIERS + "did:indy:other:WgWxqztrNooG92RXvxSTWv"), 404, "NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/did-resolution", "application/did"})
  void a_deactivated_did_is_410_without_a_document(String mediaType) throws Exception {
    var answer = registry.get(IDENTIFIERS + gone.did(), "Accept", mediaType);
    assertThat(answer.statusCode()).isEqualTo(410);
    var result = Json.parseObject(answer.body());
    assertThat(result.get("didDocument").isNull()).isTrue();
    assertThat(result.at("/didDocumentMetadata/deactivated").asBoolean()).isTrue();
    assertThat(result.path("didResolutionMetadata").has("error")).isFalse();
  }

  @Test
  void a_version_before_the_deactivation_resolves() throws Exception {
    var answer = registry.get(IDENTIFIERS + gone.did() + "?versionTime=2026-11-24T12:05:00Z");
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void the_version_of_a_time_is_the_one_that_stood_then() throws Exception {
    var before = result("?versionTime=2026-11-24T12:09:59Z");
    assertThat(key(before)).isEqualTo(thumbprint(changed.assertion().publicKey()));
    assertThat(before.at("/didDocumentMetadata/nextUpdate").asText())
        .isEqualTo("2026-11-24T12:10:00Z");
    assertThat(before.path("didDocumentMetadata").has("updated")).isFalse();
    var from = result("?versionTime=2026-11-24T12:10:00Z");
    assertThat(key(from)).isEqualTo(thumbprint(changed.authentication().publicKey()));
    assertError(
        registry.get(IDENTIFIERS + changed.did() + "?versionTime=2026-11-24T11:59:59Z"),
        404,
        "NOT_FOUND");
  }

  @Test
  void the_version_of_an_id_is_that_version() throws Exception {
    var first = result("?versionTime=2026-11-24T12:00:00Z");
    var id = first.at("/didDocumentMetadata/versionId").asText();
    assertThat(result("?versionId=" + id).path("didDocument")).isEqualTo(first.path("didDocument"));
    var next = first.at("/didDocumentMetadata/nextVersionId").asText();
    assertThat(result("").at("/didDocumentMetadata/versionId").asText()).isEqualTo(next);
    assertError(registry.get(IDENTIFIERS + changed.did() + "?versionId=999999"), 404, "NOT_FOUND");
  }

  @Test
  void did_key_and_did_jwk_resolve_without_the_ledger() throws Exception {
    registry.cutLine(true);
    try {
      assertThat(
              registry
                  .get(IDENTIFIERS + "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
                  .statusCode())
          .isEqualTo(200);
    } finally {
      registry.cutLine(false);
    }
  }

  @Test
  void a_ledger_that_does_not_answer_is_an_internal_error_of_the_resolution() throws Exception {
    registry.cutLine(true);
    try {
      var answer = registry.get(IDENTIFIERS + DidIndy.of("hansa", "7Tqg6BwSSWapxgUDm9KKgg"));
      assertError(answer, 500, "INTERNAL_ERROR");
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    } finally {
      registry.cutLine(false);
    }
  }

  @Test
  void relative_names_are_expanded_on_request() throws Exception {
    var did = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    var answer = registry.get(IDENTIFIERS + did + "?expandRelativeUrls=true");
    var name = Json.parseObject(answer.body()).at("/didDocument/authentication/0").asText();
    assertThat(name).startsWith(did + "#");
  }

  private static ObjectNode result(String query) throws IOException, InterruptedException {
    var answer = registry.get(IDENTIFIERS + changed.did() + query);
    assertThat(answer.statusCode()).isEqualTo(200);
    return Json.parseObject(answer.body());
  }

  private static String key(ObjectNode result) {
    for (var method : result.at("/didDocument/verificationMethod")) {
      if (method.path("id").asText().endsWith("#assert")) {
        return thumbprint(VerificationKey.fromJwk(method.path("publicKeyJwk")));
      }
    }
    throw new AssertionError("the document has #assert");
  }

  private static String thumbprint(VerificationKey key) {
    return key.thumbprint().toHex();
  }

  private static void assertError(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/did-resolution");
    var result = Json.parseObject(answer.body());
    assertThat(result.at("/didResolutionMetadata/error/type").asText())
        .isEqualTo("https://www.w3.org/ns/did#" + type);
    assertThat(result.get("didDocument").isNull()).isTrue();
    assertThat(result.get("didDocumentMetadata").isEmpty()).isTrue();
    assertThat(answer.body()).doesNotContain("dev.hansa", "Exception", "null\"");
  }
}
