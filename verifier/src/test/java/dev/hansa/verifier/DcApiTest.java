package dev.hansa.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.Jws;
import dev.hansa.identity.VerificationKey;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/// OpenID4VP over the Digital Credentials API (appendix A): the page is the caller's, and hands
/// over what its browser gave it.
class DcApiTest extends PresentationFlow {
  private static final String ORIGIN = "https://shop.example";

  private static ObjectNode ask(String mode) {
    var ask = ask().put("response_mode", mode);
    ask.putArray("expected_origins").add(ORIGIN).add("https://shop.example:8443");
    return ask;
  }

  private String presentation(ObjectNode request, String audience) {
    return wallet(world.credential()).audience(audience).present(request);
  }

  private HttpResponse<String> hand(ObjectNode created, String origin, ObjectNode data)
      throws Exception {
    var body = Json.newObject().put("origin", origin);
    body.set("data", data);
    var path = "/requests/" + created.get("id").asText() + "/dc-api-response";
    return world.call(world.caller, "POST", path, body.toString());
  }

  private static ObjectNode token(String presentation) {
    var data = Json.newObject();
    data.putObject("vp_token").putArray("member").add(presentation);
    return data;
  }

  /// What the page gives its browser, unsigned.
  private ObjectNode unsigned(ObjectNode created) {
    assertThat(created.at("/dc_api/protocol").asText()).isEqualTo("openid4vp-v1-unsigned");
    return (ObjectNode) created.at("/dc_api/data");
  }

  @Test
  void an_unsigned_request_names_nobody_and_its_answer_is_for_the_origin() throws Exception {
    var created = create(ask("dc_api"));
    assertThat(created.has("openid4vp")).isFalse();
    assertThat(created.has("request_uri")).isFalse();
    var request = unsigned(created);
    assertThat(request.get("response_mode").asText()).isEqualTo("dc_api");
    for (var absent : new String[] {"client_id", "state", "response_uri", "expected_origins"}) {
      assertThat(request.has(absent)).as(absent).isFalse();
    }
    var answer = hand(created, ORIGIN, token(presentation(request, "origin:" + ORIGIN)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Json.parseObject(answer.body()).at("/result/verified").asBoolean()).isTrue();
  }

  @Test
  void a_signed_request_has_its_name_and_the_expected_origins() throws Exception {
    var created = create(ask("dc_api").put("client_id_prefix", "x509_hash"));
    assertThat(created.at("/dc_api/protocol").asText()).isEqualTo("openid4vp-v1-signed");
    var jws = Jws.parse(created.at("/dc_api/data/request").asText(), 100_000);
    var request = jws.unverifiedClaims();
    assertThat(request.get("client_id").asText()).startsWith("x509_hash:");
    assertThat(request.get("expected_origins"))
        .extracting(origin -> origin.asText())
        .containsExactly(ORIGIN, "https://shop.example:8443");
    // Also then the audience is the origin, not the client identifier.
    var forClient = presentation(request, request.get("client_id").asText());
    var refused = Json.parseObject(hand(created, ORIGIN, token(forClient)).body());
    assertThat(refused.at("/result/reason").asText()).isEqualTo("audience");
    var again = create(ask("dc_api").put("client_id_prefix", "x509_hash"));
    var second = Jws.parse(again.at("/dc_api/data/request").asText(), 100_000).unverifiedClaims();
    var answer = hand(again, ORIGIN, token(presentation(second, "origin:" + ORIGIN)));
    assertThat(Json.parseObject(answer.body()).get("state").asText()).isEqualTo("verified");
  }

  @Test
  void an_encrypted_answer_is_read_with_the_requests_key() throws Exception {
    var created = create(ask("dc_api.jwt"));
    var request = unsigned(created);
    var jwk = (ObjectNode) request.at("/client_metadata/jwks/keys/0").deepCopy();
    var kid = jwk.get("kid").asText();
    jwk.remove("alg");
    var plain = token(presentation(request, "origin:" + ORIGIN));
    assertThat(hand(created, ORIGIN, plain).statusCode()).isEqualTo(400);
    var sealed =
        Jwe.encrypt(
            Json.newObject().put("kid", kid),
            Json.utf8(plain),
            (VerificationKey.P256) VerificationKey.fromJwk(jwk),
            Jwe.Encryption.A128GCM,
            world.random);
    var answer = hand(created, ORIGIN, Json.newObject().put("response", sealed));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Json.parseObject(answer.body()).get("state").asText()).isEqualTo("verified");
  }

  @Test
  void an_answer_from_another_origin_is_not_taken() throws Exception {
    var created = create(ask("dc_api"));
    var request = unsigned(created);
    var evil = "https://shop.example.evil.example";
    var presentation = presentation(request, "origin:" + evil);
    assertThat(hand(created, evil, token(presentation)).statusCode()).isEqualTo(400);
    // Under an expected origin, but made for another.
    var other = Json.parseObject(hand(created, ORIGIN, token(presentation)).body());
    assertThat(other.at("/result/reason").asText()).isEqualTo("audience");
  }

  @Test
  void an_answer_counts_once_and_is_for_the_caller_alone() throws Exception {
    var created = create(ask("dc_api"));
    var data = token(presentation(unsigned(created), "origin:" + ORIGIN));
    var body = Json.newObject().put("origin", ORIGIN);
    body.set("data", data);
    var path = "/requests/" + created.get("id").asText() + "/dc-api-response";
    assertThat(world.call(world.other, "POST", path, body.toString()).statusCode()).isEqualTo(404);
    assertThat(hand(created, ORIGIN, data).statusCode()).isEqualTo(200);
    assertThat(hand(created, ORIGIN, data).statusCode()).isEqualTo(409);
    // And no wallet posts it.
    var posted =
        world.post(
            "/responses/" + created.get("id").asText(),
            "application/x-www-form-urlencoded",
            "state=x&error=access_denied");
    assertThat(posted.statusCode()).isEqualTo(400);
  }

  @Test
  void a_wallets_error_is_the_holders_no() throws Exception {
    var created = create(ask("dc_api"));
    var answer = hand(created, ORIGIN, Json.newObject().put("error", "access_denied"));
    assertThat(Json.parseObject(answer.body()).at("/result/reason").asText()).isEqualTo("declined");
  }

  @Test
  void origins_are_needed_and_are_origins() throws Exception {
    bad(ask().put("response_mode", "dc_api"));
    var post = ask();
    post.putArray("expected_origins").add(ORIGIN);
    bad(post);
    for (var origin :
        new String[] {"http://shop.example", "https://shop.example/", "https://a@b.example", "x"}) {
      var ask = ask().put("response_mode", "dc_api");
      ask.putArray("expected_origins").add(origin);
      bad(ask);
    }
    bad(ask("dc_api").put("request_by", "reference"));
    bad(ask("dc_api").put("client_id_prefix", "redirect_uri"));
    bad(ask("dc_api").put("same_device", true).put("redirect_uri", "https://shop.example/x"));
    bad(ask().put("client_id_prefix", "origin"));
  }

  private void bad(ObjectNode ask) throws Exception {
    var answer = world.call(world.caller, "POST", "/requests", ask.toString());
    assertThat(answer.statusCode()).as(ask + " " + answer.body()).isEqualTo(400);
  }
}
