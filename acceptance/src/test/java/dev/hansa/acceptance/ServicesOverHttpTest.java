package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.run.HouseService;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every service, asked over HTTP as anyone would ask it; what is judged is the JSON that it sent.
@ExtendWith(HouseExtension.class)
class ServicesOverHttpTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static RunningHouse house;

  @BeforeAll
  static void given(RunningHouse running) {
    house = running;
  }

  @Test
  void the_ledger_signs_what_it_holds() throws Exception {
    var checkpoint = json(get(HouseService.LEDGER_POOL, "/v1/checkpoint"), 200);
    assertThat(checkpoint.path("ledgers").findValuesAsText("ledger"))
        .containsExactly("0", "1", "2", "1001");
    assertThat(checkpoint.path("signature").asText()).isNotEmpty();
    var genesis = get(HouseService.LEDGER_POOL, "/v1/genesis");
    assertThat(json(genesis, 200))
        .isEqualTo(
            Json.parseObject(
                Files.readString(house.data().resolve("genesis.json"), StandardCharsets.UTF_8)));
    var transaction = json(get(HouseService.LEDGER_POOL, "/v1/ledgers/1/transactions/1"), 200);
    assertThat(transaction.path("transaction").isObject()).isTrue();
    assertThat(transaction.path("auditPath").isArray()).isTrue();
    assertThat(get(HouseService.LEDGER_POOL, "/v1/ledgers/1/transactions/999999").statusCode())
        .isEqualTo(404);
  }

  @Test
  void the_registry_resolves_as_the_did_resolution_rules_say() throws Exception {
    var did = house.cli("did", "create", "short-lived").path("did").asText();
    var path = "/1.0/identifiers/" + did;
    var whole = get(HouseService.DID_REGISTRY, path);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(json(whole, 200).path("didDocument").path("id").asText()).isEqualTo(did);
    var document = get(HouseService.DID_REGISTRY, path, "application/did");
    assertThat(contentType(document)).isEqualTo("application/did");
    assertThat(json(document, 200).path("id").asText()).isEqualTo(did);

    assertThat(house.run("did", "deactivate", "short-lived", "--yes").code()).isZero();
    // The registry keeps a proved answer for two seconds.
    var gone = get(HouseService.DID_REGISTRY, path);
    for (int tenths = 0; tenths < 50 && gone.statusCode() == 200; tenths++) {
      var _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
      gone = get(HouseService.DID_REGISTRY, path);
    }
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(json(gone, 410).path("didDocumentMetadata").path("deactivated").asBoolean())
        .isTrue();

    var nobody = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(new SecureRandom()));
    var unknown = DidIndy.of("hansa", (Ed25519Key) nobody.publicKey());
    assertThat(get(HouseService.DID_REGISTRY, "/1.0/identifiers/" + unknown).statusCode())
        .isEqualTo(404);
    assertThat(get(HouseService.DID_REGISTRY, "/1.0/identifiers/did:indy:hansa:0").statusCode())
        .isEqualTo(400);
  }

  @Test
  void who_may_issue_a_type_comes_with_its_proof() throws Exception {
    var answer =
        json(get(HouseService.DID_REGISTRY, "/accreditations?type=urn:hansa:csp-licence:1"), 200);
    var regulator = house.connect().organisations().require("regulator").did().toString();
    assertThat(answer.path("accreditations").findValuesAsText("issuer")).contains(regulator);
    assertThat(answer.path("proof").path("nodes").size()).isPositive();
  }

  @Test
  void a_credential_is_issued_by_openid4vci_step_by_step() throws Exception {
    var key = new ECKeyGenerator(Curve.P_256).generate();
    var holder = "did:jwk:" + Bytes.utf8(key.toPublicJWK().toJSONString()).toBase64Url();
    var claims = house.data().resolve("claims.json");
    Files.writeString(
        claims,
        house.cli("offer", "example", "authority", "participant", holder).toString(),
        StandardCharsets.UTF_8);
    var made =
        house.cli("offer", "make", "authority", "participant", "--claims", claims.toString());
    var code = made.path("txCode").asText();
    var offer = json(getAt(offerUri(made)), 200);
    var issuer = house.url(HouseService.ISSUER) + "/authority";
    assertThat(offer.path("credential_issuer").asText()).isEqualTo(issuer);
    var grant = offer.path("grants").path("urn:ietf:params:oauth:grant-type:pre-authorized_code");
    assertThat(grant.path("tx_code").isObject()).isTrue();

    var form =
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:pre-authorized_code",
            "pre-authorized_code",
            grant.path("pre-authorized_code").asText());
    var wrong = json(postForm(issuer + "/token", with(form, "tx_code", wrongCode(code))), 400);
    assertThat(wrong.path("error").asText()).isEqualTo("invalid_grant");
    var token = json(postForm(issuer + "/token", with(form, "tx_code", code)), 200);
    assertThat(token.path("access_token").asText()).isNotEmpty();
    assertThat(
            json(postForm(issuer + "/token", with(form, "tx_code", code)), 400)
                .path("error")
                .asText())
        .isEqualTo("invalid_grant");

    var nonce = json(postForm(issuer + "/nonce", Map.of()), 200).path("c_nonce").asText();
    var body = Json.newObject();
    body.put(
        "credential_configuration_id", offer.path("credential_configuration_ids").get(0).asText());
    body.putObject("proofs").putArray("jwt").add(proof(key, issuer, nonce));
    var credential =
        json(postJson(issuer + "/credential", body, token.path("access_token").asText()), 200);
    var sdJwt = credential.path("credentials").get(0).path("credential").asText();
    assertThat(sdJwt).endsWith("~");
    var payload = SignedJWT.parse(sdJwt.substring(0, sdJwt.indexOf('~')));
    assertThat(payload.getHeader().getType()).isEqualTo(new JOSEObjectType("dc+sd-jwt"));
    assertThat(payload.getJWTClaimsSet().getStringClaim("vct"))
        .isEqualTo("urn:hansa:participant:1");
    assertThat(payload.getJWTClaimsSet().getJSONObjectClaim("cnf")).containsKey("jwk");
  }

  @Test
  void a_request_of_the_verifier_is_signed_and_says_who_asks() throws Exception {
    var opened = house.cli("verify", "ask", "bank", "participant", "--claim", "country");
    var uri = query(Json.text(opened, "openid4vp", 8192)).get("request_uri");
    var response = getAt(String.valueOf(uri));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(contentType(response)).isEqualTo("application/oauth-authz-req+jwt");
    var request = JWSObject.parse(response.body());
    assertThat(request.getHeader().getType()).isEqualTo(new JOSEObjectType("oauth-authz-req+jwt"));
    var claims = Json.parseObject(request.getPayload().toString());
    assertThat(claims.path("response_type").asText()).isEqualTo("vp_token");
    assertThat(claims.path("aud").asText()).isEqualTo("https://self-issued.me/v2");
    assertThat(claims.path("client_id").asText()).startsWith("decentralized_identifier:did:indy:");
    assertThat(claims.path("dcql_query").path("credentials").get(0).path("format").asText())
        .isEqualTo("dc+sd-jwt");
    var answered =
        json(
            postForm(
                claims.path("response_uri").asText(),
                Map.of("state", claims.path("state").asText(), "vp_token", "{\"none\":[\"x\"]}")),
            400);
    assertThat(answered.path("error").asText()).isNotEmpty();
  }

  @Test
  void the_sign_in_publishes_what_relying_parties_need_and_no_private_key() throws Exception {
    var discovery =
        json(get(HouseService.MARKETPLACE_AUTH, "/.well-known/openid-configuration"), 200);
    assertThat(discovery.path("issuer").asText())
        .isEqualTo(house.url(HouseService.MARKETPLACE_AUTH));
    assertThat(discovery.path("code_challenge_methods_supported").toString())
        .isEqualTo("[\"S256\"]");
    assertThat(discovery.path("authorization_response_iss_parameter_supported").asBoolean())
        .isTrue();
    var keys = json(get(HouseService.MARKETPLACE_AUTH, "/jwks"), 200).path("keys");
    assertThat(keys.size()).isPositive();
    assertThat(keys.findValues("d")).isEmpty();
  }

  @Test
  void an_order_sent_twice_is_one_order() throws Exception {
    var network = house.connect();
    var pia = new Wallets(network).signedIn("pia");
    var shown =
        new dev.hansa.launcher.acts.Market(network)
            .showEvidence(pia, java.util.List.of("grid-connection-point"));
    var open = network.clock().instant().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.HOURS);
    var body =
        Json.newObject()
            .put("requestId", "acceptance-" + System.nanoTime())
            .put("side", "SELL")
            .put("zone", "10Y1001A1001A46L")
            .put("deliveryStart", open.toString())
            .put("qtyWh", 700);
    body.putObject("limit").put("priceMicro", 90_000);
    body.putArray("evidence").add(shown.path("id").asText());
    var orders = house.url(HouseService.MARKETPLACE) + "/orders";
    var first = pia.post(orders, body);
    assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
    assertThat(first.body().path("receipt").asText()).isNotEmpty();
    var second = pia.post(orders, body);
    assertThat(second.status()).isEqualTo(first.status());
    assertThat(second.body().path("id").asText()).isEqualTo(first.body().path("id").asText());
    var other = body.deepCopy().put("qtyWh", 701);
    assertThat(pia.post(orders, other).status()).isEqualTo(409);
    // Anyone sees the offer in the book, and nobody's name.
    var book = json(get(HouseService.MARKETPLACE, "/books/10Y1001A1001A46L/" + open), 200);
    assertThat(book.toString()).contains("700").doesNotContain("did:", "urn:hansa:person");
  }

  @Test
  void the_start_page_says_what_runs() throws Exception {
    var page = get(HouseService.START_PAGE, "/", "text/html");
    assertThat(page.statusCode()).isEqualTo(200);
    for (var service : HouseService.values()) {
      if (service != HouseService.START_PAGE) {
        assertThat(page.body()).contains(service.serviceName(), house.url(service));
      }
    }
    assertThat(json(get(HouseService.START_PAGE, "/state"), 200).path("network").asText())
        .isEqualTo("hansa");
  }

  @ParameterizedTest
  @CsvSource({
    "LEDGER_POOL,ledger-pool",
    "DID_REGISTRY,did-registry",
    "ISSUER,issuer",
    "VERIFIER,verifier",
    "MARKETPLACE_AUTH,marketplace-auth",
    "MARKETPLACE,marketplace",
  })
  void each_service_is_healthy_counts_and_describes_itself(HouseService service, String name)
      throws Exception {
    assertThat(json(get(service, "/health"), 200).path("status").asText()).isEqualTo("UP");
    assertThat(get(service, "/prometheus", "text/plain").body()).contains("# TYPE");
    assertThat(get(service, "/swagger/" + name + "-0.1.yml", "*/*").body()).contains("openapi: 3");
  }

  /// What anyone may send to where something is taken, with what is wrong about it.
  @ParameterizedTest
  @CsvSource({
    "LEDGER_POOL,/v1/requests",
    "DID_REGISTRY,/requests",
    "ISSUER,/authority/token",
    "ISSUER,/authority/credential",
    "ISSUER,/authority/issuances",
    "VERIFIER,/requests",
    "VERIFIER,/verify",
    "VERIFIER,/responses/none",
    "MARKETPLACE_AUTH,/token",
    "MARKETPLACE_AUTH,/authorize-challenge",
    "MARKETPLACE_AUTH,/members",
    "MARKETPLACE_AUTH,/access/v1/evaluation",
    "MARKETPLACE,/orders",
    "MARKETPLACE,/offerings",
    "MARKETPLACE,/metered-data",
    "MARKETPLACE,/agreements",
  })
  void bad_input_gets_a_plain_answer(HouseService service, String path) throws Exception {
    var canary = "canary-6f1d";
    for (var body :
        new String[] {
          "",
          canary,
          "{\"" + canary + "\":1,\"" + canary + "\":2}",
          "[".repeat(5_000) + "]".repeat(5_000),
          "{\"a\":1e999999999}",
          "\u0000" + canary,
          "{\"a\":\"" + canary.repeat(200_000) + "\"}",
        }) {
      for (var type : new String[] {"application/json", "application/x-www-form-urlencoded"}) {
        var response =
            HTTP.send(
                HttpRequest.newBuilder(URI.create(house.url(service) + path))
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode())
            .as(path + " " + type + " " + body.substring(0, Math.min(20, body.length())))
            .isBetween(400, 499);
        assertThat(response.body()).doesNotContain(canary, "Exception", "at dev.hansa");
      }
    }
  }

  private static String offerUri(ObjectNode made) {
    return String.valueOf(query(Json.text(made, "offerUri", 8192)).get("credential_offer_uri"));
  }

  private static Map<String, String> query(String uri) {
    return java.util.Arrays.stream(uri.substring(uri.indexOf('?') + 1).split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static String wrongCode(String code) {
    return code.chars().mapToObj(digit -> digit == '0' ? "1" : "0").collect(Collectors.joining());
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    var all = new java.util.TreeMap<>(form);
    all.put(name, value);
    return all;
  }

  private static String proof(ECKey key, String issuer, String nonce) throws Exception {
    var proof =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("openid4vci-proof+jwt"))
                .jwk(key.toPublicJWK())
                .build(),
            new JWTClaimsSet.Builder()
                .audience(issuer)
                .claim("nonce", nonce)
                .issueTime(Date.from(house.connect().clock().instant()))
                .build());
    proof.sign(new ECDSASigner(key));
    return proof.serialize();
  }

  private static ObjectNode json(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return Json.parseObject(response.body(), Json.LENGTH_MAX);
  }

  private static String contentType(HttpResponse<String> response) {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  private static HttpResponse<String> get(HouseService service, String path) throws Exception {
    return get(service, path, "*/*");
  }

  private static HttpResponse<String> get(HouseService service, String path, String accept)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(house.url(service) + path))
            .header("Accept", accept)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> getAt(String address) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> postForm(String address, Map<String, String> form)
      throws Exception {
    var body =
        form.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> postJson(String address, ObjectNode body, String token)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
