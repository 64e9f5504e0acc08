package dev.hansa.verifier;

import static dev.hansa.verifier.VerifierUnderTest.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.KbInput;
import dev.hansa.credentials.Presenter;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Json;
import dev.hansa.receipts.ReceiptCheck;
import dev.hansa.receipts.ReceiptFileVerifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A presentation that an outside service has in hand, and the receipts that it gets.
class DirectVerificationApiTest {
  private static final String AUDIENCE = "https://shop.example";
  private static int nonces;

  private VerifierUnderTest world = VerifierUnderTest.shared();

  @BeforeEach
  void reset() {
    world = VerifierUnderTest.shared();
  }

  private static String freshNonce() {
    return "nonce-of-the-outside-service-" + nonces++;
  }

  private String present(SdJwt credential, String nonce) {
    return Presenter.present(
        credential,
        credential.disclosures(),
        new KbInput(nonce, AUDIENCE, world.clock.instant()),
        world.holder);
  }

  private static ObjectNode body(String presentation, String nonce) {
    return Json.newObject()
        .put("presentation", presentation)
        .put("nonce", nonce)
        .put("audience", AUDIENCE)
        .put("requireHolderBinding", true);
  }

  private JsonNode verify(ObjectNode body) throws Exception {
    var answer = world.call(world.caller, "POST", "/verify", body.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parseObject(answer.body()).get("result");
  }

  private String reason(ObjectNode body) throws Exception {
    var result = verify(body);
    assertThat(result.get("verified").asBoolean()).isFalse();
    assertThat(result.get("credentials")).isEmpty();
    return result.get("reason").asText();
  }

  @Test
  void a_presentation_is_verified() throws Exception {
    var nonce = freshNonce();
    var result = verify(body(present(world.credential(), nonce), nonce));
    assertThat(result.get("verified").asBoolean()).isTrue();
    assertThat(result.has("reason")).isFalse();
    assertThat(result.at("/credentials/0/queryId").asText()).isEqualTo("presentation");
    assertThat(result.at("/credentials/0/claims/legalName").asText()).isEqualTo("MNO AB");
    assertThat(result.at("/receipt/id").asText()).isNotEmpty();
  }

  @Test
  void each_of_forged_expired_revoked_replayed_and_not_accredited_is_refused_with_its_reason()
      throws Exception {
    var nonce = freshNonce();
    var good = present(world.credential(), nonce);
    int dot = good.indexOf('.', good.indexOf('.') + 1);
    var forged =
        good.substring(0, dot + 5)
            + (good.charAt(dot + 5) == 'A' ? 'B' : 'A')
            + good.substring(dot + 6);
    assertThat(reason(body(forged, nonce))).isEqualTo("bad-signature");

    var old =
        world.participant(world.issuer, 1).put("exp", NOON.minusSeconds(3000).getEpochSecond());
    assertThat(reason(body(present(world.issue(old, world.issuer), nonce), nonce)))
        .isEqualTo("expired");

    var stranger = world.issue(world.participant(world.pretender, 1), world.pretender);
    assertThat(reason(body(present(stranger, nonce), nonce))).isEqualTo("not-accredited");

    var revoked =
        world.issue(world.participant(world.issuer, VerifierUnderTest.REVOKED_INDEX), world.issuer);
    assertThat(reason(body(present(revoked, nonce), nonce))).isEqualTo("revoked");

    assertThat(reason(body(good, freshNonce()))).isEqualTo("nonce");
    assertThat(verify(body(good, nonce)).get("verified").asBoolean()).isTrue();
    assertThat(reason(body(good, nonce))).isEqualTo("nonce");
  }

  @Test
  void of_the_same_presentation_at_once_one_counts() throws Exception {
    var nonce = freshNonce();
    var body = body(present(world.credential(), nonce), nonce);
    int verified = 0;
    try (var threads = Executors.newFixedThreadPool(6)) {
      var calls = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 6; i++) {
        calls.add(() -> verify(body).get("verified").asBoolean());
      }
      for (var call : threads.invokeAll(calls)) {
        verified += call.get() ? 1 : 0;
      }
    }
    assertThat(verified).isEqualTo(1);
  }

  @Test
  void a_query_is_answered_or_the_reason_says_so() throws Exception {
    var nonce = freshNonce();
    var credential = world.credential();
    var asked = body(present(credential, nonce), nonce);
    asked.set("dcql_query", PresentationFlow.query());
    assertThat(verify(asked).at("/credentials/0/queryId").asText()).isEqualTo("member");

    var other = freshNonce();
    var hidden =
        Presenter.present(
            credential,
            List.of(),
            new KbInput(other, AUDIENCE, world.clock.instant()),
            world.holder);
    var unanswered = body(hidden, other);
    var query = PresentationFlow.query();
    ((ObjectNode) query.at("/credentials/0"))
        .putArray("claims")
        .addObject()
        .putArray("path")
        .add("legalName");
    unanswered.set("dcql_query", query);
    assertThat(reason(unanswered)).isEqualTo("query-not-answered");
  }

  @Test
  void without_holder_binding_the_credential_alone_is_judged() throws Exception {
    var credential = world.credential();
    var body =
        Json.newObject()
            .put("presentation", Presenter.present(credential, credential.disclosures()))
            .put("requireHolderBinding", false);
    assertThat(verify(body).get("verified").asBoolean()).isTrue();
    assertThat(verify(body).get("verified").asBoolean()).isTrue();
  }

  @Test
  void a_list_that_does_not_come_is_no_good_news() throws Exception {
    world.clock.set(NOON.plusSeconds(120));
    world.stopLists(true);
    var nonce = freshNonce();
    assertThat(reason(body(present(world.credential(), nonce), nonce)))
        .isEqualTo("status-unavailable");
  }

  private void badRequest(ObjectNode body) throws Exception {
    var answer = world.call(world.caller, "POST", "/verify", body.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @Test
  void what_is_not_well_formed_is_a_bad_request() throws Exception {
    badRequest(Json.newObject().put("presentation", "x"));
    badRequest(Json.newObject().put("presentation", "x").put("requireHolderBinding", "yes"));
    badRequest(Json.newObject().put("presentation", "x").put("requireHolderBinding", true));
    badRequest(body("x", "n").put("unheardOf", 1));
    badRequest(body("x".repeat(200_000), "n"));
    badRequest(body("x", "n".repeat(257)));
    var two = body("x", "n");
    var query = PresentationFlow.query();
    ((com.fasterxml.jackson.databind.node.ArrayNode) query.get("credentials"))
        .add(query.at("/credentials/0").deepCopy());
    two.set("dcql_query", query);
    badRequest(two);
    var data = body("x", "n");
    data.putArray("transaction_data").addObject();
    badRequest(data);
    assertThat(reason(body("nonsense", "n"))).isEqualTo("malformed");
  }

  @Test
  void the_caller_is_known_by_its_did() throws Exception {
    assertThat(world.post("/verify", "application/json", body("x", "n").toString()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_receipt_is_exported_for_its_caller_and_holds_offline() throws Exception {
    var nonce = freshNonce();
    var id = verify(body(present(world.credential(), nonce), nonce)).at("/receipt/id").asText();
    var early = world.call(world.caller, "GET", "/receipts/" + id, "");
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.headers().firstValue("Retry-After")).isPresent();
    world.anchor();
    var file = world.call(world.caller, "GET", "/receipts/" + id, "");
    assertThat(file.statusCode()).as(file.body()).isEqualTo(200);
    var check =
        ReceiptFileVerifier.verify(
            file.body().getBytes(StandardCharsets.UTF_8),
            Optional.of(world.ledger.genesis().hash()));
    assertThat(check)
        .isInstanceOfSatisfying(
            ReceiptCheck.Holds.class,
            holds -> {
              assertThat(holds.id()).isEqualTo(id);
              assertThat(holds.kind()).isEqualTo("verification");
              assertThat(holds.outcome()).isEqualTo("verified");
            });
    assertThat(world.call(world.other, "GET", "/receipts/" + id, "").statusCode()).isEqualTo(404);
    assertThat(world.get("/receipts/" + id).statusCode()).isEqualTo(401);
  }

  @Test
  void a_refusal_leaves_a_receipt_that_holds_too() throws Exception {
    var result = verify(body("nonsense", "n"));
    var id = result.at("/receipt/id").asText();
    world.anchor();
    var file = world.call(world.caller, "GET", "/receipts/" + id, "");
    assertThat(
            ReceiptFileVerifier.verify(
                file.body().getBytes(StandardCharsets.UTF_8), Optional.empty()))
        .isInstanceOfSatisfying(
            ReceiptCheck.Holds.class, holds -> assertThat(holds.outcome()).isEqualTo("malformed"));
  }
}
