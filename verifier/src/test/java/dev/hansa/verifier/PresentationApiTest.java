package dev.hansa.verifier;

import static dev.hansa.verifier.VerifierUnderTest.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.VerificationRelationship;
import dev.hansa.ledgerprotocol.LedgerDids;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenID4VP from the request to the result, over HTTP.
class PresentationApiTest {
  private VerifierUnderTest world = VerifierUnderTest.shared();

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

  private ObjectNode create(ObjectNode ask) throws Exception {
    var answer = world.call(world.caller, "POST", "/requests", ask.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Json.parseObject(answer.body());
  }

  private ObjectNode look(ObjectNode created) throws Exception {
    var answer = world.call(world.caller, "GET", "/requests/" + created.get("id").asText(), "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parseObject(answer.body());
  }

  private Wallet wallet(SdJwt credential) {
    return new Wallet(world, credential);
  }

  private void refused(HttpResponse<String> answer, ObjectNode created, String reason, String check)
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

  private dev.hansa.identity.VerificationKey operatorKey(DidUrl kid) {
    var dids = new LedgerDids(world.ledger.client(), world.clock);
    if (dids.resolve(kid.did()) instanceof DidResolution.Resolved(var document, _)) {
      return document.key(kid, VerificationRelationship.ASSERTION_METHOD).orElseThrow();
    }
    throw new IllegalStateException("the operator's DID resolves");
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

  private static ObjectNode askForSignature() {
    var ask = ask();
    var entry = ask.putArray("transaction_data").addObject();
    entry.put("type", "urn:hansa:agreement-signature:1").put("termsHash", "abc");
    entry.putArray("credential_ids").add("member");
    return ask;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"member\":\"x\"}",
        "{\"member\":[]}",
        "{\"member\":[\"a\",\"b\"]}",
        "{\"member\":[{}]}"
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

  private void badRequest(ObjectNode ask) throws Exception {
    var answer = world.call(world.caller, "POST", "/requests", ask.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Json.parseObject(answer.body()).get("type").asText())
        .isEqualTo("/problems/malformed-input");
    assertThat(Json.parseObject(answer.body()).get("detail").asText()).isNotEmpty();
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

  @Test
  void health_metrics_and_the_api_description_are_served() throws Exception {
    assertThat(world.get("/health").statusCode()).isEqualTo(200);
    assertThat(world.get("/prometheus").body()).contains("verifications_total");
    assertThat(world.get("/swagger/verifier-0.1.yml").body()).contains("/request-objects/{id}");
  }
}
