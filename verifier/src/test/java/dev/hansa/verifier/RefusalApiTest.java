package dev.hansa.verifier;

import static dev.hansa.verifier.VerifierUnderTest.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that are refused, each with its reason.
class RefusalApiTest extends PresentationFlow {
  @Test
  void an_answer_with_another_state_is_refused_and_does_not_use_the_request_up() throws Exception {
    var created = create(ask());
    var wallet = wallet(world.credential());
    var request = wallet.fetch(created);
    var token = Wallet.vpToken("member", wallet.present(request));
    var wrong = wallet.send(request, token, "another");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(Json.parseObject(wrong.body()).get("reason").asText()).isEqualTo("wrong-state");
    assertThat(wallet.send(request, token).statusCode()).isEqualTo(200);
  }

  @Test
  void a_forged_credential_is_refused() throws Exception {
    var created = create(ask());
    // The right issuer's name over the pretender's signature.
    var forged =
        SdJwt.parse(
            dev.hansa.credentials.SdJwtIssuance.issue(
                world.participant(world.issuer, 1),
                dev.hansa.credentials.SelectiveDisclosure.NONE,
                world.issuer.assertionName(),
                world.pretender.assertion(),
                world.random));
    refused(wallet(forged).answer(created), created, "bad-signature", "signature");
  }

  @Test
  void an_expired_credential_is_refused() throws Exception {
    var created = create(ask());
    var claims =
        world.participant(world.issuer, 1).put("exp", NOON.minusSeconds(61).getEpochSecond());
    refused(
        wallet(world.issue(claims, world.issuer)).answer(created), created, "expired", "validity");
  }

  @Test
  void a_credential_of_an_issuer_that_is_not_accredited_is_refused() throws Exception {
    var created = create(ask());
    var credential = world.issue(world.participant(world.pretender, 1), world.pretender);
    refused(wallet(credential).answer(created), created, "not-accredited", "accredited");
  }

  @Test
  void a_revoked_credential_is_refused() throws Exception {
    var created = create(ask());
    var credential =
        world.issue(world.participant(world.issuer, VerifierUnderTest.REVOKED_INDEX), world.issuer);
    refused(wallet(credential).answer(created), created, "revoked", "status");
  }

  @Test
  void a_suspended_credential_is_refused() throws Exception {
    var created = create(ask());
    var credential =
        world.issue(
            world.participant(world.issuer, VerifierUnderTest.SUSPENDED_INDEX), world.issuer);
    refused(wallet(credential).answer(created), created, "suspended", "status");
  }

  @Test
  void a_replayed_presentation_is_refused() throws Exception {
    var wallet = wallet(world.credential());
    var first = create(ask());
    var request = wallet.fetch(first);
    var presentation = wallet.present(request);
    assertThat(wallet.send(request, Wallet.vpToken("member", presentation)).statusCode())
        .isEqualTo(200);
    var second = create(ask());
    var replayed = wallet.send(wallet.fetch(second), Wallet.vpToken("member", presentation));
    refused(replayed, second, "nonce", "holder-binding");
  }

  @Test
  void a_presentation_for_another_audience_is_refused() throws Exception {
    for (var audience : List.of("https://other.example", world.operator.toString())) {
      var created = create(ask());
      refused(
          wallet(world.credential()).audience(audience).answer(created),
          created,
          "audience",
          "holder-binding");
    }
  }

  @Test
  void a_presentation_that_was_made_too_early_or_late_is_refused() throws Exception {
    for (var at : List.of(NOON.minusSeconds(301), NOON.plusSeconds(61))) {
      var created = create(ask());
      refused(
          wallet(world.credential()).issuedAt(at).answer(created),
          created,
          "kb-iat",
          "holder-binding");
    }
  }

  @Test
  void a_presentation_without_holder_binding_is_refused() throws Exception {
    var created = create(ask());
    var credential = world.credential();
    var wallet = wallet(credential);
    var request = wallet.fetch(created);
    var bare = dev.hansa.credentials.Presenter.present(credential, credential.disclosures());
    refused(
        wallet.send(request, Wallet.vpToken("member", bare)),
        created,
        "holder-binding-missing",
        "holder-binding");
  }

  @Test
  void transaction_data_that_the_holder_did_not_sign_is_refused() throws Exception {
    var other = Bytes.utf8("{\"type\":\"x\",\"credential_ids\":[\"member\"]}").toBase64Url();
    for (var signed : List.of(List.<String>of(), List.of(other))) {
      var created = create(askForSignature());
      refused(
          wallet(world.credential()).transactionData(signed).answer(created),
          created,
          "transaction-data",
          "holder-binding");
    }
  }

  @Test
  void an_answer_that_leaves_the_query_unanswered_is_refused() throws Exception {
    var ask = ask();
    ((ObjectNode) ask.at("/dcql_query/credentials/0/claims/1")).putArray("values").add("FR");
    var created = create(ask);
    refused(wallet(world.credential()).answer(created), created, "query-not-answered", "query");

    var unknown = create(ask());
    var wallet = wallet(world.credential());
    var request = wallet.fetch(unknown);
    refused(
        wallet.send(request, Wallet.vpToken("stranger", wallet.present(request))),
        unknown,
        "query-not-answered",
        "query");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"member\":\"x\"}",
        "{\"member\":[]}",
        "{\"member\":[\"a\",\"b\"]}",
        "{\"member\":[1]}",
        "{\"member\":[\"\"]}",
        "{\"member\":[\"a~\",\"a~\"]}"
      })
  void a_vp_token_of_another_form_is_malformed(String token) throws Exception {
    var created = create(ask());
    var wallet = wallet(world.credential());
    var answer = wallet.send(wallet.fetch(created), token);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Json.parseObject(answer.body()).get("reason").asText()).isEqualTo("malformed");
    assertThat(look(created).get("state").asText()).isEqualTo("fetched");
  }

  @Test
  void a_presentation_that_is_none_is_malformed_and_uses_the_request_up() throws Exception {
    var created = create(ask());
    var wallet = wallet(world.credential());
    refused(
        wallet.send(wallet.fetch(created), Wallet.vpToken("member", "nonsense")),
        created,
        "malformed",
        "well-formed");
  }

  @Test
  void an_answer_to_no_request_is_refused() throws Exception {
    var answer =
        world.post(
            "/responses/nothing",
            "application/x-www-form-urlencoded",
            "state=a&vp_token=%7B%22a%22%3A%5B%22b%22%5D%7D");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Json.parseObject(answer.body()).get("reason").asText()).isEqualTo("unknown-request");
    assertThat(world.get("/request-objects/nothing").statusCode()).isEqualTo(404);
  }
}
