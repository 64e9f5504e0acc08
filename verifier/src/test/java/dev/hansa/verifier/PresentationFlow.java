package dev.hansa.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;

/// What tests of OpenID4VP over HTTP have in common.
abstract class PresentationFlow {
  VerifierUnderTest world = VerifierUnderTest.shared();

  @BeforeEach
  void reset() {
    world = VerifierUnderTest.shared();
  }

  static ObjectNode query() {
    var query = Json.newObject();
    var credential =
        query.putArray("credentials").addObject().put("id", "member").put("format", "dc+sd-jwt");
    credential.putObject("meta").putArray("vct_values").add("urn:hansa:participant:1");
    var claims = credential.putArray("claims");
    claims.addObject().putArray("path").add("kind");
    claims.addObject().putArray("path").add("country");
    claims.addObject().putArray("path").add("roles");
    return query;
  }

  static ObjectNode ask() {
    var ask = Json.newObject().put("purpose", "To let you in");
    ask.set("dcql_query", query());
    return ask;
  }

  ObjectNode create(ObjectNode ask) throws Exception {
    var answer = world.call(world.caller, "POST", "/requests", ask.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Json.parseObject(answer.body());
  }

  ObjectNode look(ObjectNode created) throws Exception {
    var answer = world.call(world.caller, "GET", "/requests/" + created.get("id").asText(), "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parseObject(answer.body());
  }

  Wallet wallet(SdJwt credential) {
    return new Wallet(world, credential);
  }

  void refused(HttpResponse<String> answer, ObjectNode created, String reason, String check)
      throws Exception {
    assertThat(answer.statusCode()).isEqualTo(400);
    var error = Json.parseObject(answer.body());
    assertThat(error.get("reason").asText()).isEqualTo(reason);
    assertThat(error.get("error").asText()).isEqualTo("invalid_presentation");
    var view = look(created);
    assertThat(view.get("state").asText()).isEqualTo("refused");
    var result = view.get("result");
    assertThat(result.get("verified").asBoolean()).isFalse();
    assertThat(result.get("reason").asText()).isEqualTo(reason);
    assertThat(result.get("sentence").asText()).isNotEmpty();
    assertThat(result.get("credentials")).isEmpty();
    var last = result.get("checks").get(result.get("checks").size() - 1);
    assertThat(last.get("check").asText()).isEqualTo(check);
    assertThat(last.get("passed").asBoolean()).isFalse();
    assertThat(result.at("/receipt/id").asText()).isNotEmpty();
  }

  static ObjectNode askForSignature() {
    var ask = ask();
    var entry = ask.putArray("transaction_data").addObject();
    entry.put("type", "urn:hansa:agreement-signature:1").put("termsHash", "abc");
    entry.putArray("credential_ids").add("member");
    return ask;
  }
}
