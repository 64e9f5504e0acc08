package dev.hansa.verifier;

import static dev.hansa.verifier.VerifierUnderTest.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.VerificationRelationship;
import dev.hansa.ledgerprotocol.LedgerDids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// OpenID4VP from the request to the result, over HTTP.
class PresentationApiTest extends PresentationFlow {
  private dev.hansa.identity.VerificationKey operatorKey(DidUrl kid) {
    var dids = new LedgerDids(world.ledger.client(), world.clock);
    if (dids.resolve(kid.did()) instanceof DidResolution.Resolved(var document, _)) {
      return document.key(kid, VerificationRelationship.AUTHENTICATION).orElseThrow();
    }
    throw new IllegalStateException("the operator's DID resolves");
  }

  @Test
  void a_presentation_is_verified_and_the_result_says_on_what_it_rests() throws Exception {
    var created = create(ask());
    assertThat(created.get("state").asText()).isEqualTo("waiting");
    assertThat(created.get("expires").asText()).isEqualTo("2026-11-24T12:05:00Z");
    assertThat(created.get("openid4vp").asText())
        .startsWith(
            "openid4vp://authorize?client_id=decentralized_identifier%3Adid%3Aindy%3Ahansa%3A")
        .contains("&request_uri=");
    var credential = world.credential();
    var wallet = wallet(credential);
    var request = wallet.fetch(created);
    assertThat(look(created).get("state").asText()).isEqualTo("fetched");
    var answer = wallet.send(request, Wallet.vpToken("member", wallet.present(request)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{}");

    var view = look(created);
    assertThat(view.get("state").asText()).isEqualTo("verified");
    var result = view.get("result");
    assertThat(result.get("verified").asBoolean()).isTrue();
    assertThat(result.get("ledgerHeight").asLong()).isPositive();
    assertThat(result.get("checks"))
        .hasSize(7)
        .allSatisfy(c -> assertThat(c.get("passed").asBoolean()).isTrue());
    var shown = result.get("credentials").get(0);
    assertThat(shown.get("queryId").asText()).isEqualTo("member");
    assertThat(shown.get("vct").asText()).isEqualTo("urn:hansa:participant:1");
    assertThat(shown.get("issuer").asText()).isEqualTo(world.issuer.did().toString());
    assertThat(shown.get("keyName").asText()).isEqualTo(world.issuer.assertionName().toString());
    assertThat(shown.get("subject").asText()).isEqualTo(world.caller.did().toString());
    assertThat(shown.at("/claims/country").asText()).isEqualTo("SE");
    assertThat(shown.at("/claims").has("legalName")).isFalse();
    assertThat(shown.get("issuedAt").asText()).isEqualTo("2026-11-24T11:00:00Z");
    assertThat(shown.get("expires").asText()).isEqualTo(NOON.plus(Duration.ofDays(100)).toString());
    assertThat(shown.get("credentialHash").asText())
        .isEqualTo(credential.credentialHash().toBase64Url());
    assertThat(shown.get("presentationHash").asText()).hasSize(43);
    assertThat(shown.get("holderThumbprint").asText())
        .isEqualTo(world.holder.publicKey().thumbprint().toBase64Url());
    assertThat(shown.at("/holderKey/kty").asText()).isEqualTo("EC");
    assertThat(shown.get("kbJwt").asText()).contains(".");
    var status = shown.get("status");
    assertThat(status.get("uri").asText()).isEqualTo(world.listUri().toString());
    assertThat(status.get("idx").asInt()).isEqualTo(1);
    assertThat(status.get("value").asInt()).isZero();
    assertThat(Bytes.utf8(status.get("token").asText()).sha256().toBase64Url())
        .isEqualTo(status.get("listHash").asText());
    assertThat(
            Jws.parse(result.at("/receipt/jws").asText(), 65536)
                .unverifiedClaims()
                .get("outcome")
                .asText())
        .isEqualTo("verified");
  }

  @Test
  void the_request_object_is_a_signed_jwt_with_everything_a_wallet_needs() throws Exception {
    var created = create(ask());
    var answer = world.get(created.get("request_uri").asText().substring(world.base.length()));
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/oauth-authz-req+jwt");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    var jws = Jws.parse(answer.body(), 100_000);
    assertThat(jws.typ()).isEqualTo("oauth-authz-req+jwt");
    var kid = DidUrl.parse(jws.unverifiedHeader().get("kid").asText());
    assertThat(kid.did()).isEqualTo(world.operator);
    assertThat(jws.isSignedBy(operatorKey(kid))).isTrue();
    var claims = jws.unverifiedClaims();
    assertThat(claims.get("aud").asText()).isEqualTo("https://self-issued.me/v2");
    assertThat(claims.has("iss")).isFalse();
    assertThat(claims.get("client_id").asText())
        .isEqualTo("decentralized_identifier:" + world.operator);
    assertThat(created.get("openid4vp").asText())
        .contains(Wallet.encode(claims.get("client_id").asText()));
    assertThat(claims.get("response_type").asText()).isEqualTo("vp_token");
    assertThat(claims.get("response_mode").asText()).isEqualTo("direct_post");
    assertThat(claims.get("response_uri").asText()).startsWith(world.base + "/responses/");
    assertThat(claims.has("redirect_uri")).isFalse();
    assertThat(Bytes.fromBase64Url(claims.get("nonce").asText()).length())
        .isGreaterThanOrEqualTo(16);
    assertThat(claims.get("dcql_query")).isEqualTo(query());
    assertThat(claims.get("purpose").asText()).isEqualTo("To let you in");
    assertThat(claims.get("exp").asLong()).isEqualTo(NOON.plusSeconds(300).getEpochSecond());
    assertThat(
            claims
                .at("/client_metadata/vp_formats_supported/dc+sd-jwt/sd-jwt_alg_values/0")
                .asText())
        .isEqualTo("ES256");
    assertThat(
            claims
                .at("/client_metadata/vp_formats_supported/dc+sd-jwt/kb-jwt_alg_values/0")
                .asText())
        .isEqualTo("ES256");
  }

  @Test
  void a_request_object_may_be_fetched_twice() throws Exception {
    var created = create(ask());
    var wallet = wallet(world.credential());
    var first = wallet.fetch(created);
    var second = wallet.fetch(created);
    assertThat(second.get("nonce")).isEqualTo(first.get("nonce"));
    assertThat(second.get("state")).isEqualTo(first.get("state"));
    assertThat(wallet.answer(created).statusCode()).isEqualTo(200);
    var path = created.get("request_uri").asText().substring(world.base.length());
    assertThat(world.get(path).statusCode()).isEqualTo(410);
  }

  @Test
  void a_wallets_nonce_is_repeated() throws Exception {
    var created = create(ask());
    var path = created.get("request_uri").asText().substring(world.base.length());
    var answer = world.post(path, "application/x-www-form-urlencoded", "wallet_nonce=abc%2Bdef");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Jws.parse(answer.body(), 100_000).unverifiedClaims().get("wallet_nonce").asText())
        .isEqualTo("abc+def");
    var tooLong =
        world.post(path, "application/x-www-form-urlencoded", "wallet_nonce=" + "a".repeat(300));
    assertThat(tooLong.statusCode()).isEqualTo(400);
  }

  @Test
  void two_requests_never_share_nonce_or_state() throws Exception {
    var seen = new HashSet<String>();
    for (int i = 0; i < 5; i++) {
      var request = wallet(world.credential()).fetch(create(ask()));
      seen.add(request.get("nonce").asText());
      seen.add(request.get("state").asText());
    }
    assertThat(seen).hasSize(10);
  }

  @Test
  void of_answers_at_once_one_counts() throws Exception {
    var created = create(ask());
    var wallet = wallet(world.credential());
    var request = wallet.fetch(created);
    var token = Wallet.vpToken("member", wallet.present(request));
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      var calls = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> wallet.send(request, token).statusCode());
      }
      for (var call : threads.invokeAll(calls)) {
        statuses.add(call.get());
      }
    }
    assertThat(statuses).containsOnlyOnce(200);
    assertThat(statuses.stream().filter(status -> status == 400)).hasSize(7);
    var again = wallet.send(request, token);
    assertThat(Json.parseObject(again.body()).get("reason").asText()).isEqualTo("already-answered");
    assertThat(look(created).get("state").asText()).isEqualTo("verified");
  }

  @Test
  void a_request_expires_to_the_second() throws Exception {
    var created = create(ask());
    var wallet = wallet(world.credential());
    var request = wallet.fetch(created);
    world.clock.set(NOON.plusSeconds(299));
    assertThat(look(created).get("state").asText()).isEqualTo("fetched");
    world.clock.set(NOON.plusSeconds(300));
    assertThat(look(created).get("state").asText()).isEqualTo("expired");
    var late = wallet.send(request, Wallet.vpToken("member", wallet.present(request)));
    assertThat(late.statusCode()).isEqualTo(400);
    assertThat(Json.parseObject(late.body()).get("reason").asText()).isEqualTo("expired-request");
    var path = created.get("request_uri").asText().substring(world.base.length());
    assertThat(world.get(path).statusCode()).isEqualTo(410);
  }

  @Test
  void transaction_data_is_signed_with_the_presentation() throws Exception {
    var created = create(askForSignature());
    var wallet = wallet(world.credential());
    var request = wallet.fetch(created);
    var entry = Json.parseObject(Bytes.fromBase64Url(request.at("/transaction_data/0").asText()));
    assertThat(entry.get("termsHash").asText()).isEqualTo("abc");
    assertThat(wallet.answer(created).statusCode()).isEqualTo(200);
    var kbJwt = look(created).at("/result/credentials/0/kbJwt").asText();
    assertThat(
            Jws.parse(kbJwt, 10_000).unverifiedClaims().at("/transaction_data_hashes/0").asText())
        .isEqualTo(Bytes.utf8(request.at("/transaction_data/0").asText()).sha256().toBase64Url());
  }

  @Test
  void a_credential_set_is_satisfied_by_one_of_its_options() throws Exception {
    var ask = ask();
    var second =
        ((com.fasterxml.jackson.databind.node.ArrayNode) ask.at("/dcql_query/credentials"))
            .addObject()
            .put("id", "licence")
            .put("format", "dc+sd-jwt");
    second.putObject("meta").putArray("vct_values").add("urn:hansa:csp-licence:1");
    var sets = ((ObjectNode) ask.get("dcql_query")).putArray("credential_sets");
    sets.addObject().putArray("options").addArray().add("member");
    sets.addObject().put("required", false).putArray("options").addArray().add("licence");
    var created = create(ask);
    assertThat(wallet(world.credential()).answer(created).statusCode()).isEqualTo(200);
    assertThat(look(created).at("/result/verified").asBoolean()).isTrue();
  }

  @Test
  void a_holder_may_decline() throws Exception {
    var created = create(ask());
    var request = wallet(world.credential()).fetch(created);
    var path = request.get("response_uri").asText().substring(world.base.length());
    var answer =
        world.post(
            path,
            "application/x-www-form-urlencoded",
            "error=access_denied&state=" + request.get("state").asText());
    assertThat(answer.statusCode()).isEqualTo(200);
    var view = look(created);
    assertThat(view.get("state").asText()).isEqualTo("refused");
    assertThat(view.at("/result/reason").asText()).isEqualTo("declined");
  }

  @Test
  void a_browser_comes_back_with_a_response_code() throws Exception {
    var created = create(ask().put("redirect_uri", "https://shop.example/back?x=1"));
    var answer = wallet(world.credential()).answer(created);
    var code = look(created).get("responseCode").asText();
    assertThat(code).hasSizeGreaterThanOrEqualTo(22);
    assertThat(Json.parseObject(answer.body()).get("redirect_uri").asText())
        .isEqualTo("https://shop.example/back?x=1&response_code=" + code);
  }

  @Test
  void when_the_ledger_is_silent_the_answer_may_be_sent_again() throws Exception {
    var created = create(ask());
    var wallet = wallet(world.credential());
    var request = wallet.fetch(created);
    var token = Wallet.vpToken("member", wallet.present(request));
    // Whatever was proved is too old by now.
    world.clock.set(NOON.plusSeconds(30));
    world.cutLedger(true);
    var silent = wallet.send(request, token);
    assertThat(silent.statusCode()).isEqualTo(503);
    assertThat(silent.headers().firstValue("Retry-After")).isPresent();
    world.cutLedger(false);
    assertThat(wallet.send(request, token).statusCode()).isEqualTo(200);
  }

  @Test
  void a_result_is_forgotten_after_a_while() throws Exception {
    var created = create(ask());
    assertThat(wallet(world.credential()).answer(created).statusCode()).isEqualTo(200);
    world.clock.set(NOON.plus(Duration.ofMinutes(15)).plusSeconds(1));
    assertThat(look(created).get("state").asText()).isEqualTo("verified");
    world.context.getBean(Housekeeping.class).forget();
    var gone = world.call(world.caller, "GET", "/requests/" + created.get("id").asText(), "");
    assertThat(gone.statusCode()).isEqualTo(404);
  }

  @Test
  void health_metrics_and_the_api_description_are_served() throws Exception {
    assertThat(wallet(world.credential()).answer(create(ask())).statusCode()).isEqualTo(200);
    assertThat(world.get("/health").statusCode()).isEqualTo(200);
    assertThat(world.get("/prometheus").body()).contains("verifications_total");
    assertThat(world.get("/swagger/verifier-0.1.yml").body()).contains("/request-objects/{id}");
  }
}
