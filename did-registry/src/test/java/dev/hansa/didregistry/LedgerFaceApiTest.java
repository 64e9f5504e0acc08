package dev.hansa.didregistry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Catalogue;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.Proofs;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.local.Organisation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Credential types, accreditations and the way in for requests, over HTTP.
class LedgerFaceApiTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Vct PARTICIPANT = Vct.hansa("participant");
  private static final Vct STRANGER = Vct.parse("urn:example:stranger:1");

  private static RegistryUnderTest registry;
  private static Organisation issuer;
  private static Organisation former;

  @BeforeAll
  static void found() {
    registry = new RegistryUnderTest(NOON);
    issuer = registry.ledger.organisation();
    former = registry.ledger.organisation();
    var type = Catalogue.hansa().find(PARTICIPANT).orElseThrow();
    registry.ledger.credentialType(
        PARTICIPANT,
        type.schemaHash(),
        type.presentationSchemaHash(),
        type.typeMetadataHash(),
        CredentialType.IssuedBy.ACCREDITED);
    registry.ledger.credentialType(STRANGER, CredentialType.IssuedBy.ACCREDITED);
    registry.ledger.accredit(
        issuer.did(), PARTICIPANT, NOON, NOON.plusSeconds(3600), Duration.ofDays(365));
    registry.ledger.accredit(
        former.did(), PARTICIPANT, NOON, NOON.plusSeconds(3600), Duration.ofDays(365));
    registry.ledger.withdraw(former.did(), PARTICIPANT, "ended", NOON);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void the_list_of_types_has_their_hashes() throws Exception {
    var types = json("/credential-types").path("types");
    assertThat(types).hasSize(2);
    var participant =
        types.get(0).path("vct").asText().equals("urn:hansa:participant:1")
            ? types.get(0)
            : types.get(1);
    assertThat(participant.path("issuedBy").asText()).isEqualTo("accredited");
    assertThat(participant.path("schemaHash").asText()).hasSize(43);
  }

  @ParameterizedTest
  @CsvSource({
    "'', typeMetadataHash, application/json",
    "/schema, schemaHash, application/schema+json",
    "/presentation-schema, presentationSchemaHash, application/schema+json"
  })
  void a_document_is_the_very_bytes_that_the_ledger_has_the_hash_of(
      String path, String member, String mediaType) throws Exception {
    var answer = registry.get("/credential-types/" + PARTICIPANT + path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(mediaType);
    var hash = Bytes.utf8(answer.body()).sha256().toBase64Url();
    assertThat(answer.headers().firstValue("ETag")).contains("\"" + hash + "\"");
    assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    for (var type : json("/credential-types").path("types")) {
      if (type.path("vct").asText().equals(PARTICIPANT.value())) {
        assertThat(type.path(member).asText()).isEqualTo(hash);
      }
    }
    var again =
        registry.get(
            "/credential-types/" + PARTICIPANT + path, "If-None-Match", "\"" + hash + "\"");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "urn:hansa:nothing:1, 404, unknown-credential-type",
    "urn:example:stranger:1, 404, document-not-here",
    "participant, 400, malformed-input"
  })
  void a_document_that_is_not_there_is_a_problem(String vct, int status, String kind)
      throws Exception {
    var answer = registry.get("/credential-types/" + vct + "/schema");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Json.parseObject(answer.body()).path("type").asText())
        .isEqualTo("/problems/" + kind);
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, '', accredited, true",
    "issuer, 2026-11-24T12:59:59Z, accredited, true",
    "issuer, 2026-11-24T13:00:00Z, not-at-that-time, false",
    "former, '', withdrawn, false",
    "nobody, '', never-accredited, false"
  })
  void whether_a_did_may_issue_is_answered_with_the_proof(
      String who, String at, String verdict, boolean accredited) throws Exception {
    var did =
        switch (who) {
          case "issuer" -> issuer.did();
          case "former" -> former.did();
          default -> Did.parse("did:indy:hansa:WgWxqztrNooG92RXvxSTWv");
        };
    var answer =
        json(
            "/accreditations?type="
                + PARTICIPANT
                + "&issuer="
                + did
                + (at.isEmpty() ? "" : "&at=" + at));
    assertThat(answer.path("verdict").asText()).isEqualTo(verdict);
    assertThat(answer.path("accredited").asBoolean()).isEqualTo(accredited);
    assertThat(answer.path("ledgerHeight").asLong()).isPositive();
    var proved = Proofs.verifyState(Json.object(answer, "proof"), registry.ledger.genesis());
    assertThat(proved.value().isPresent()).isEqualTo(!who.equals("nobody"));
  }

  @Test
  void who_is_accredited_is_the_whole_list_with_the_proof_that_nobody_was_left_out()
      throws Exception {
    var answer = json("/accreditations?type=" + PARTICIPANT);
    assertThat(answer.path("accreditations")).hasSize(2);
    assertThat(answer.has("verdict")).isFalse();
    var proved = Proofs.verifyList(Json.object(answer, "proof"), registry.ledger.genesis());
    assertThat(proved.entries()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?type=x",
        "?type=urn:hansa:participant:1&issuer=x",
        "?type=urn:hansa:participant:1&at=2026-11-24T12:00:00Z",
        "?type=urn:hansa:participant:1&issuer=did:indy:hansa:x&at=noon"
      })
  void a_question_that_cannot_be_read_is_a_problem(String query) throws Exception {
    var answer = registry.get("/accreditations" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).doesNotContain("noon", "dev.hansa");
  }

  @Test
  void a_request_goes_through_unchanged_and_the_answer_is_the_nodes() throws Exception {
    var request =
        RequestBuilder.nym(former.did(), former.did())
            .diddocContent(Json.newObject())
            .reqId(77)
            .build()
            .signedBy(former.did(), former.nym());
    var answer = registry.post("/requests", request.text());
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(Json.parseObject(answer.body()).path("seqNo").asLong()).isPositive();
    assertThat(registry.post("/requests", request.text()).statusCode()).isEqualTo(200);

    var forged = request.text().replace("\"reqId\":77", "\"reqId\":78");
    var refused = registry.post("/requests", forged);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Json.parseObject(refused.body()).path("rule").asText()).isEqualTo("bad-signature");
  }

  @Test
  void a_request_that_is_too_long_is_refused() throws Exception {
    var answer = registry.post("/requests", "{\"x\":\"" + "y".repeat(140_000) + "\"}");
    assertThat(answer.statusCode()).isIn(400, 413);
  }

  @Test
  void a_ledger_that_does_not_answer_is_503_with_retry_after() throws Exception {
    registry.cutLine(true);
    try {
      var answer = registry.get("/accreditations?type=urn:hansa:mandate:1");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      assertThat(registry.post("/requests", "{}").statusCode()).isEqualTo(503);
    } finally {
      registry.cutLine(false);
    }
  }

  @ParameterizedTest
  @CsvSource({"/nowhere, 404", "/requests, 405"})
  void every_error_is_a_problem(String path, int status) throws Exception {
    var answer = registry.get(path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/prometheus", "/swagger/did-registry-0.1.yml"})
  void health_metrics_and_openapi_are_there(String path) throws Exception {
    assertThat(registry.get(path).statusCode()).isEqualTo(200);
  }

  private static ObjectNode json(String path) throws IOException, InterruptedException {
    var answer = registry.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return Json.parseObject(answer.body());
  }
}
