package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import java.io.IOException;

/// What the tests of onboarding over HTTP have in common: an issuer, its approver, a stranger, a
/// wallet, and how they call.
abstract class OnboardingCalls {
  static final House HOUSE = House.shared();
  static final String NAME = "on-authority";
  static final String CASES = "/" + NAME + "/onboardings";
  static final House.Issuer AUTHORITY = HOUSE.issuer(NAME, "participant", "payment-capability");
  static final House.Issuer APPROVER = HOUSE.issuer("on-approver");
  static final House.Issuer STRANGER = HOUSE.issuer("on-stranger");

  final TestWallet wallet = new TestWallet(HOUSE);

  static ObjectNode wish(Did applicant, String... checks) {
    var json =
        Json.newObject()
            .put("requestId", Samples.requestId())
            .put("applicant", applicant.toString());
    var names = json.putArray("checks");
    for (var check : checks) {
      names.add(check);
    }
    json.putArray("credentials");
    return json;
  }

  static ObjectNode with(ObjectNode wish, String vct, ObjectNode claims) {
    ((ArrayNode) wish.get("credentials"))
        .addObject()
        .put("vct", vct)
        .put("txCode", false)
        .set("claims", claims);
    return wish;
  }

  ObjectNode wish(String... checks) {
    return with(wish(wallet.did(), checks), PARTICIPANT, Samples.person(wallet.did()));
  }

  static Calls.Answer post(House.Issuer caller, String path, JsonNode body) {
    return Calls.postAs(HOUSE, caller, CASES + path, body.toString());
  }

  static ObjectNode begun(ObjectNode wish) {
    var answer = post(AUTHORITY, "", wish);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  static Calls.Answer step(JsonNode onboarding, int step, String act, ObjectNode body) {
    return post(
        AUTHORITY, "/" + onboarding.path("id").asText() + "/steps/" + step + "/" + act, body);
  }

  static ObjectNode reason() {
    return Json.newObject().put("reason", "seen elsewhere");
  }

  static ObjectNode look(JsonNode onboarding) {
    var answer = Calls.getAs(HOUSE, AUTHORITY, CASES + "/" + onboarding.path("id").asText());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  static String state(JsonNode onboarding, int step) {
    return onboarding.path("steps").path(step - 1).path("state").asText();
  }

  static String waits(JsonNode onboarding) {
    return onboarding.path("waitsFor").path(0).path("actor").asText();
  }

  static void problem(Calls.Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("type").asText()).isEqualTo(type);
  }

  static void approval(House.Issuer issuer) throws IOException {
    HOUSE.tenant(
        issuer,
        issuer.keys(),
        json -> {
          var approval = json.putObject("policy").putObject("approval");
          approval.putArray("types").add(PARTICIPANT);
          approval.putArray("approvers").add(APPROVER.did().toString());
        });
  }

  String token(JsonNode onboarding, int step) {
    var offer = onboarding.path("steps").path(step - 1).path("issuance").path("offerUri").asText();
    return wallet.token(NAME, TestWallet.code(offer)).json().path("access_token").asText();
  }
}
