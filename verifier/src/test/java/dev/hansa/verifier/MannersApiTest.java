package dev.hansa.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.Jws;
import dev.hansa.identity.KeyAgreementKey;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The ways in which a request may be made, passed and answered.
class MannersApiTest extends PresentationFlow {
  private static final String FORM = "application/x-www-form-urlencoded";

  private static Map<String, String> parameters(ObjectNode created) {
    var link = created.get("openid4vp").asText();
    var found = new HashMap<String, String>();
    for (var pair : link.substring(link.indexOf('?') + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      found.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return found;
  }

  private static String of(Map<String, String> parameters, String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }

  private Jws object(ObjectNode created) throws Exception {
    var path = created.get("request_uri").asText().substring(world.base.length());
    var answer = world.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Jws.parse(answer.body(), 100_000);
  }

  private static VerificationKey.P256 responseKey(ObjectNode request) {
    var jwk = (ObjectNode) request.at("/client_metadata/jwks/keys/0").deepCopy();
    assertThat(jwk.get("alg").asText()).isEqualTo("ECDH-ES");
    assertThat(jwk.get("use").asText()).isEqualTo("enc");
    assertThat(jwk.has("d")).isFalse();
    jwk.remove("alg");
    return (VerificationKey.P256) VerificationKey.fromJwk(jwk);
  }

  private String encrypted(ObjectNode request, ObjectNode content, Jwe.Encryption encryption) {
    var kid = request.at("/client_metadata/jwks/keys/0/kid").asText();
    return Jwe.encrypt(
        Json.newObject().put("kid", kid),
        Json.utf8(content),
        responseKey(request),
        encryption,
        world.random);
  }

  private ObjectNode content(ObjectNode request) {
    var presentation = wallet(world.credential()).present(request);
    var content = Json.newObject().put("state", request.get("state").asText());
    content.putObject("vp_token").putArray("member").add(presentation);
    return content;
  }

  private HttpResponse<String> respond(ObjectNode request, String field, String value)
      throws Exception {
    var path = request.get("response_uri").asText().substring(world.base.length());
    return world.post(path, FORM, field + "=" + Wallet.encode(value));
  }

  private static String reason(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return Json.parseObject(answer.body()).get("reason").asText();
  }

  @ParameterizedTest
  @EnumSource
  void an_encrypted_answer_is_verified(Jwe.Encryption encryption) throws Exception {
    var created = create(ask().put("response_mode", "direct_post.jwt"));
    var request = object(created).unverifiedClaims();
    assertThat(request.get("response_mode").asText()).isEqualTo("direct_post.jwt");
    assertThat(request.at("/client_metadata/encrypted_response_enc_values_supported"))
        .extracting(value -> value.asText())
        .containsExactly("A128GCM", "A256GCM");
    var answer = respond(request, "response", encrypted(request, content(request), encryption));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(look(created).get("state").asText()).isEqualTo("verified");
  }

  @Test
  void each_request_has_a_key_of_its_own() throws Exception {
    var seen = new HashSet<String>();
    for (int i = 0; i < 3; i++) {
      var created = create(ask().put("response_mode", "direct_post.jwt"));
      seen.add(object(created).unverifiedClaims().at("/client_metadata/jwks/keys/0/x").asText());
      // The same when it is fetched again.
      seen.add(object(created).unverifiedClaims().at("/client_metadata/jwks/keys/0/x").asText());
    }
    assertThat(seen).hasSize(3);
    assertThat(object(create(ask())).unverifiedClaims().get("client_metadata").has("jwks"))
        .isFalse();
  }

  @Test
  void an_answer_in_the_open_to_a_request_that_wants_encryption_is_refused() throws Exception {
    var created = create(ask().put("response_mode", "direct_post.jwt"));
    var request = object(created).unverifiedClaims();
    var wallet = wallet(world.credential());
    var open = wallet.send(request, Wallet.vpToken("member", wallet.present(request)));
    assertThat(reason(open)).isEqualTo("malformed");
    assertThat(look(created).get("state").asText()).isEqualTo("fetched");
    var encrypted = encrypted(request, content(request), Jwe.Encryption.A128GCM);
    assertThat(respond(request, "response", encrypted).statusCode()).isEqualTo(200);
  }

  @Test
  void an_answer_encrypted_to_another_request_is_refused_and_uses_nothing_up() throws Exception {
    var created = create(ask().put("response_mode", "direct_post.jwt"));
    var request = object(created).unverifiedClaims();
    var other = object(create(ask().put("response_mode", "direct_post.jwt"))).unverifiedClaims();
    var foreign = encrypted(other, content(request), Jwe.Encryption.A128GCM);
    assertThat(reason(respond(request, "response", foreign))).isEqualTo("malformed");
    // Under the right name of the key, but not made with it.
    var kid = request.at("/client_metadata/jwks/keys/0/kid").asText();
    var forged =
        Jwe.encrypt(
            Json.newObject().put("kid", kid),
            Json.utf8(content(request)),
            KeyAgreementKey.generate(world.random).publicKey(),
            Jwe.Encryption.A128GCM,
            world.random);
    assertThat(reason(respond(request, "response", forged))).isEqualTo("malformed");
    var wrongState = content(request).put("state", "another");
    assertThat(
            reason(
                respond(
                    request, "response", encrypted(request, wrongState, Jwe.Encryption.A128GCM))))
        .isEqualTo("wrong-state");
    assertThat(look(created).get("state").asText()).isEqualTo("fetched");
  }

  @Test
  void a_holder_may_decline_encrypted_or_not() throws Exception {
    var created = create(ask().put("response_mode", "direct_post.jwt"));
    var request = object(created).unverifiedClaims();
    var declined =
        Json.newObject().put("error", "access_denied").put("state", request.get("state").asText());
    var sealed = encrypted(request, declined, Jwe.Encryption.A256GCM);
    assertThat(respond(request, "response", sealed).statusCode()).isEqualTo(200);
    assertThat(look(created).at("/result/reason").asText()).isEqualTo("declined");
  }

  @Test
  void a_request_is_passed_by_value() throws Exception {
    var created = create(ask().put("request_by", "value"));
    assertThat(created.has("request_uri")).isFalse();
    var parameters = parameters(created);
    var jws = Jws.parse(of(parameters, "request"), 100_000);
    assertThat(jws.typ()).isEqualTo("oauth-authz-req+jwt");
    var request = jws.unverifiedClaims();
    assertThat(request.get("client_id").asText()).isEqualTo(of(parameters, "client_id"));
    var wallet = wallet(world.credential());
    var answer = wallet.send(request, Wallet.vpToken("member", wallet.present(request)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var id = created.get("id").asText();
    assertThat(world.get("/request-objects/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void under_redirect_uri_the_request_is_parameters_without_signature() throws Exception {
    var created = create(ask().put("client_id_prefix", "redirect_uri"));
    var parameters = parameters(created);
    var responseUri = of(parameters, "response_uri");
    assertThat(of(parameters, "client_id")).isEqualTo("redirect_uri:" + responseUri);
    assertThat(parameters).doesNotContainKeys("request", "request_uri", "redirect_uri");
    assertThat(of(parameters, "response_type")).isEqualTo("vp_token");
    var request = Json.newObject();
    parameters.forEach(request::put);
    request.set("dcql_query", Json.parse(of(parameters, "dcql_query")));
    assertThat(Json.parse(of(parameters, "client_metadata")).has("vp_formats_supported")).isTrue();
    var wallet = wallet(world.credential());
    var answer = wallet.send(request, Wallet.vpToken("member", wallet.present(request)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(look(created).get("state").asText()).isEqualTo("verified");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x509_san_dns", "x509_hash"})
  void under_a_certificate_the_request_has_its_chain_and_is_signed_by_the_leaf(String prefix)
      throws Exception {
    var created = create(ask().put("client_id_prefix", prefix));
    var jws = object(created);
    var chain = X509Chain.parse(jws.unverifiedHeader().get("x5c"));
    assertThat(chain.refusal(List.of(world.authority.anchor()), world.clock.instant())).isEmpty();
    assertThat(jws.isSignedBy(chain.leafKey())).isTrue();
    var clientId = jws.unverifiedClaims().get("client_id").asText();
    assertThat(clientId)
        .isEqualTo(
            prefix.equals("x509_hash")
                ? "x509_hash:" + chain.leafHash().toBase64Url()
                : "x509_san_dns:verifier.example");
    assertThat(of(parameters(created), "client_id")).isEqualTo(clientId);
    assertThat(wallet(world.credential()).answer(created).statusCode()).isEqualTo(200);
  }

  @Test
  void under_an_attestation_the_header_carries_it_and_the_attested_key_signs() throws Exception {
    var created = create(ask().put("client_id_prefix", "verifier_attestation"));
    var jws = object(created);
    var attestation = Jws.parse(jws.unverifiedHeader().get("jwt").asText(), 20_000);
    assertThat(attestation.typ()).isEqualTo("verifier-attestation+jwt");
    var key = VerificationKey.fromJwk(attestation.unverifiedClaims().at("/cnf/jwk"));
    assertThat(jws.isSignedBy(key)).isTrue();
    assertThat(jws.unverifiedClaims().get("client_id").asText())
        .isEqualTo("verifier_attestation:" + attestation.unverifiedClaims().get("sub").asText());
    assertThat(wallet(world.credential()).answer(created).statusCode()).isEqualTo(200);
  }

  @Test
  void a_registered_client_has_no_prefix_and_sends_no_metadata() throws Exception {
    var created = create(ask().put("client_id_prefix", "pre-registered"));
    var request = object(created).unverifiedClaims();
    assertThat(request.get("client_id").asText()).isEqualTo("hansa-verifier");
    assertThat(request.has("client_metadata")).isFalse();
    assertThat(wallet(world.credential()).answer(created).statusCode()).isEqualTo(200);
  }

  @Test
  void a_presentation_for_another_name_of_this_verifier_is_refused() throws Exception {
    var created = create(ask().put("client_id_prefix", "x509_hash"));
    var wallet = wallet(world.credential()).audience("decentralized_identifier:" + world.operator);
    refused(wallet.answer(created), created, "audience", "holder-binding");
    var again = create(ask().put("client_id_prefix", "x509_san_dns"));
    // Without the prefix.
    refused(
        wallet(world.credential()).audience("verifier.example").answer(again),
        again,
        "audience",
        "holder-binding");
  }

  @Test
  void a_wallet_that_says_its_key_gets_the_request_encrypted() throws Exception {
    var created = create(ask().put("request_uri_method", "post"));
    assertThat(of(parameters(created), "request_uri_method")).isEqualTo("post");
    var key = KeyAgreementKey.generate(world.random);
    var metadata = Json.newObject();
    metadata.putObject("vp_formats_supported").putObject("dc+sd-jwt");
    var jwk = key.publicKey().toJwk().put("alg", "ECDH-ES").put("use", "enc").put("kid", "w1");
    metadata.putObject("jwks").putArray("keys").add(jwk);
    var answer = fetch(created, metadata, "wallet-nonce-1");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var jwe = Jwe.parse(answer.body(), 100_000);
    assertThat(jwe.keyId()).contains("w1");
    var request = Jws.parse(jwe.decrypt(key).orElseThrow().toUtf8(), 100_000).unverifiedClaims();
    assertThat(request.get("wallet_nonce").asText()).isEqualTo("wallet-nonce-1");
    var wallet = wallet(world.credential());
    var sent = wallet.send(request, Wallet.vpToken("member", wallet.present(request)));
    assertThat(sent.statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> fetch(ObjectNode created, ObjectNode metadata, String nonce)
      throws Exception {
    var path = created.get("request_uri").asText().substring(world.base.length());
    return world.post(
        path,
        FORM,
        "wallet_metadata=" + Wallet.encode(metadata.toString()) + "&wallet_nonce=" + nonce);
  }

  @Test
  void the_encryptions_offered_are_those_that_the_wallet_has() throws Exception {
    var created =
        create(ask().put("request_uri_method", "post").put("response_mode", "direct_post.jwt"));
    var metadata = Json.newObject();
    metadata.putArray("authorization_encryption_alg_values_supported").add("ECDH-ES");
    metadata
        .putArray("authorization_encryption_enc_values_supported")
        .add("A128GCM")
        .add("A128CBC-HS256");
    var request = Jws.parse(fetch(created, metadata, "n").body(), 100_000).unverifiedClaims();
    assertThat(request.at("/client_metadata/encrypted_response_enc_values_supported"))
        .extracting(value -> value.asText())
        .containsExactly("A128GCM");
  }

  @Test
  void a_wallet_that_could_not_answer_gets_no_request() throws Exception {
    var created =
        create(ask().put("request_uri_method", "post").put("response_mode", "direct_post.jwt"));
    var formats = Json.newObject();
    formats.putObject("vp_formats_supported").putObject("mso_mdoc");
    var prefixes = Json.newObject();
    prefixes.putArray("client_id_prefixes_supported").add("x509_hash");
    var signing = Json.newObject();
    signing.putArray("request_object_signing_alg_values_supported").add("ES512");
    var modes = Json.newObject();
    modes.putArray("response_modes_supported").add("direct_post");
    var encryption = Json.newObject();
    encryption.putArray("authorization_encryption_enc_values_supported").add("A256CBC-HS512");
    for (var metadata : List.of(formats, prefixes, signing, modes, encryption)) {
      assertThat(reason(fetch(created, metadata, "n")))
          .as(metadata.toString())
          .isEqualTo("not-for-this-wallet");
    }
    var keys = Json.newObject();
    keys.putObject("jwks").putArray("keys").addObject().put("kty", "RSA");
    assertThat(reason(fetch(created, keys, "n"))).isEqualTo("malformed");
    var unknown = Json.newObject().put("something_new", 1);
    assertThat(fetch(created, unknown, "n").statusCode()).isEqualTo(200);
  }

  @Test
  void on_the_same_device_the_result_is_for_whoever_brings_the_response_code() throws Exception {
    var created =
        create(ask().put("same_device", true).put("redirect_uri", "https://shop.example/back"));
    var answer = wallet(world.credential()).answer(created);
    var uri = Json.parseObject(answer.body()).get("redirect_uri").asText();
    var code = uri.substring(uri.indexOf("response_code=") + "response_code=".length());
    assertThat(Bytes.fromBase64Url(code).length()).isGreaterThanOrEqualTo(16);
    var path = "/requests/" + created.get("id").asText();
    var hidden = Json.parseObject(world.call(world.caller, "GET", path, "").body());
    assertThat(hidden.get("state").asText()).isEqualTo("verified");
    assertThat(hidden.has("result")).isFalse();
    assertThat(hidden.has("responseCode")).isFalse();
    var wrong = world.call(world.caller, "GET", path + "?response_code=" + code + "x", "");
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(Json.parseObject(wrong.body()).get("type").asText())
        .isEqualTo("/problems/wrong-response-code");
    var seen =
        Json.parseObject(
            world.call(world.caller, "GET", path + "?response_code=" + code, "").body());
    assertThat(seen.at("/result/verified").asBoolean()).isTrue();
  }

  @Test
  void what_was_refused_on_the_same_device_is_told_without_a_code() throws Exception {
    var created =
        create(ask().put("same_device", true).put("redirect_uri", "https://shop.example/back"));
    refused(
        wallet(world.credential()).nonce("another-nonce").answer(created),
        created,
        "nonce",
        "holder-binding");
  }

  @Test
  void verifier_info_reaches_the_wallet_as_it_was_given() throws Exception {
    var ask = ask();
    var entry = ask.putArray("verifier_info").addObject();
    entry.put("format", "registration_cert").put("data", "eyJ.a.b");
    entry.putArray("credential_ids").add("member");
    var request = object(create(ask)).unverifiedClaims();
    assertThat(request.get("verifier_info")).isEqualTo(ask.get("verifier_info"));
  }

  @Test
  void a_wish_that_contradicts_itself_is_refused() throws Exception {
    bad(ask().put("client_id_prefix", "origin"));
    bad(ask().put("client_id_prefix", "openid_federation"));
    bad(ask().put("client_id_prefix", "redirect_uri").put("request_by", "reference"));
    bad(ask().put("client_id_prefix", "pre-registered").put("response_mode", "direct_post.jwt"));
    bad(ask().put("response_mode", "fragment"));
    bad(ask().put("request_by", "post"));
    bad(ask().put("request_by", "value").put("request_uri_method", "post"));
    bad(ask().put("same_device", true));
    bad(ask().put("same_device", "yes"));
    var empty = ask();
    empty.putArray("verifier_info");
    bad(empty);
    var foreign = ask();
    var entry = foreign.putArray("verifier_info").addObject().put("format", "x").put("data", "y");
    entry.putArray("credential_ids").add("stranger");
    bad(foreign);
    var shapeless = ask();
    shapeless.putArray("verifier_info").addObject().put("format", "x");
    bad(shapeless);
  }

  private void bad(ObjectNode ask) throws Exception {
    var answer = world.call(world.caller, "POST", "/requests", ask.toString());
    assertThat(answer.statusCode()).as(ask + " " + answer.body()).isEqualTo(400);
  }
}
