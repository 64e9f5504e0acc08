package dev.hansa.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import org.junit.jupiter.api.Test;

/// Who may ask for what, and who sees what came of it.
class AskingApiTest extends PresentationFlow {
  private void badRequest(ObjectNode ask) throws Exception {
    var answer = world.call(world.caller, "POST", "/requests", ask.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Json.parseObject(answer.body()).get("type").asText())
        .isEqualTo("/problems/malformed-input");
    assertThat(Json.parseObject(answer.body()).get("detail").asText()).isNotEmpty();
  }

  @Test
  void a_result_is_for_the_caller_alone() throws Exception {
    var created = create(ask());
    var path = "/requests/" + created.get("id").asText();
    assertThat(world.call(world.other, "GET", path, "").statusCode()).isEqualTo(404);
    var without = world.get(path);
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(world.post("/requests", "application/json", ask().toString()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_query_that_cannot_be_answered_is_refused_when_it_is_asked() throws Exception {
    badRequest(Json.newObject().put("purpose", "x"));
    var format = ask();
    ((ObjectNode) format.at("/dcql_query/credentials/0")).put("format", "mso_mdoc");
    badRequest(format);
    var none = ask();
    ((ObjectNode) none.get("dcql_query")).putArray("credentials");
    badRequest(none);
  }

  @Test
  void a_query_is_written_out_and_never_named_by_a_scope() throws Exception {
    badRequest(ask().put("scope", "org.example.membership"));
    badRequest(Json.newObject().put("purpose", "x").put("scope", "org.example.membership"));
    var request = wallet(world.credential()).fetch(create(ask()));
    assertThat(request.has("scope")).isFalse();
    assertThat(request.get("dcql_query")).isEqualTo(query());
  }

  @Test
  void a_wallet_is_answered_in_json_that_no_cache_keeps_and_never_sent_elsewhere()
      throws Exception {
    var created = create(ask().put("redirect_uri", "https://shop.example/back"));
    // Typed by people: nothing that a command would read as an option.
    assertThat(created.get("id").asText()).matches("[0-9a-f]{32}");
    var path = created.get("request_uri").asText().substring(world.base.length());
    var object = world.get(path);
    assertThat(object.statusCode()).isEqualTo(200);
    assertThat(object.headers().firstValue("Location")).isEmpty();
    var answer = wallet(world.credential()).answer(created);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void purpose_redirect_and_unknown_members_are_checked() throws Exception {
    badRequest(ask().put("purpose", ""));
    badRequest(ask().put("purpose", "a\u0000b"));
    badRequest(ask().put("purpose", "a".repeat(301)));
    badRequest(ask().put("redirect_uri", "http://shop.example/"));
    badRequest(ask().put("redirect_uri", "https://shop.example/#x"));
    badRequest(ask().put("redirect_uri", "javascript:alert(1)"));
    badRequest(ask().put("statusAgeMaxSeconds", 301));
    badRequest(ask().put("statusAgeMaxSeconds", -1));
    badRequest(ask().put("unheardOf", 1));
  }

  @Test
  void transaction_data_names_ids_of_the_query() throws Exception {
    var foreign = askForSignature();
    ((ObjectNode) foreign.at("/transaction_data/0")).putArray("credential_ids").add("stranger");
    badRequest(foreign);
    var without = askForSignature();
    ((ObjectNode) without.at("/transaction_data/0")).putArray("credential_ids");
    badRequest(without);
    var text = ask();
    text.putArray("transaction_data").add("e30");
    badRequest(text);
  }

  @Test
  void a_body_that_is_too_long_or_no_json_is_refused() throws Exception {
    assertThat(world.call(world.caller, "POST", "/requests", "nonsense").statusCode())
        .isEqualTo(400);
    var padded = ask().put("purpose", "a".repeat(70_000)).toString();
    assertThat(world.call(world.caller, "POST", "/requests", padded).statusCode()).isEqualTo(400);
    var huge = world.call(world.caller, "POST", "/requests", "\"" + "a".repeat(1_100_000) + "\"");
    assertThat(huge.statusCode()).isEqualTo(413);
  }
}
