package dev.hansa.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.CertificateAuthority;
import dev.hansa.identity.CertificateAuthority.Validity;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.Jws;
import dev.hansa.identity.KeyAgreementKey;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import dev.hansa.wallet.Town.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests under each client identifier prefix, passed and answered in each way.
class AskersTest {
  private static final Validity YEAR =
      new Validity(Town.NOW.minus(Duration.ofDays(1)), Town.NOW.plus(Duration.ofDays(300)));
  private static final Validity OVER =
      new Validity(Town.NOW.minus(Duration.ofDays(9)), Town.NOW.minusSeconds(1));

  @TempDir private Path folder = Path.of("");
  private final Town town = new Town();
  private final CertificateAuthority authority =
      CertificateAuthority.root("Authority", Town.newKey(), YEAR, Town.RANDOM);
  private final Signer signer = Town.newKey();
  private final KeyAgreementKey responseKey = KeyAgreementKey.generate(Town.RANDOM);
  private final Map<String, String> answered = new HashMap<>();

  @BeforeEach
  void trust() throws IOException {
    var trust = Files.createDirectories(folder.resolve("trust"));
    Files.writeString(
        trust.resolve("ca.pem"), CertificateAuthority.pem(List.of(authority.anchor())));
    var verifiers = Json.newObject();
    verifiers.putArray("attestationIssuers").add(Town.ISSUER.toString());
    verifiers.putObject("registered").set("known-shop", signer.publicKey().toJwk());
    Files.writeString(trust.resolve("verifiers.json"), verifiers.toString());
    var _ = wallet().add(Given.participant(wallet().holderKey().publicKey()));
    town.on(
        "POST /responses/1",
        request -> {
          answered.putAll(request.form());
          return Reply.json(200, "{}");
        });
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Wallet wallet() throws IOException {
    return town.wallet(folder);
  }

  private ObjectNode claims(String clientId) {
    var claims =
        Json.newObject()
            .put("aud", "https://self-issued.me/v2")
            .put("client_id", clientId)
            .put("response_type", "vp_token")
            .put("response_mode", "direct_post")
            .put("response_uri", town.base() + "/responses/1")
            .put("nonce", "n-0S6_WzA2Mj-Zr1cG5_2w")
            .put("state", "the-state");
    claims.set(
        "dcql_query",
        Json.parse(
            """
            {"credentials":[{"id":"member","format":"dc+sd-jwt","meta":{"vct_values":["urn:hansa:participant:1"]},
             "claims":[{"path":["legalName"]}]}]}
            """));
    return claims;
  }

  private static ObjectNode header() {
    return Json.newObject().put("typ", "oauth-authz-req+jwt");
  }

  /// By value.
  private String link(String clientId, ObjectNode header, ObjectNode claims, Signer by) {
    return "openid4vp://authorize?client_id="
        + Http.encode(clientId)
        + "&request="
        + Http.encode(Jws.sign(header, Json.utf8(claims), by));
  }

  private X509Chain chain(Validity validity) {
    return authority.leaf("Shop", signer.publicKey(), List.of("shop.example"), List.of(), validity);
  }

  private String underHash(X509Chain chain, Signer by) {
    var clientId = "x509_hash:" + chain.leafHash().toBase64Url();
    var header = header();
    header.set("x5c", chain.toJson());
    return link(clientId, header, claims(clientId), by);
  }

  private void refused(String link, String reason) {
    assertThatThrownBy(() -> wallet().ask(link))
        .isInstanceOfSatisfying(
            WalletFailure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
    assertThat(answered).isEmpty();
  }

  @Test
  void a_verifier_is_known_by_the_hash_of_its_certificate() throws IOException {
    var view = wallet().ask(underHash(chain(YEAR), signer));
    assertThat(view.verifier().name()).isEqualTo("CN=Shop");
    var _ = wallet().present(view);
    assertThat(answered).containsKey("vp_token").containsEntry("state", "the-state");
  }

  @Test
  void a_certificate_that_is_not_believed_names_nobody() {
    refused(underHash(chain(OVER), signer), "request-not-signed");
    refused(underHash(chain(YEAR), Town.newKey()), "request-not-signed");
    var other = CertificateAuthority.root("Authority", Town.newKey(), YEAR, Town.RANDOM);
    var foreign = other.leaf("Shop", signer.publicKey(), List.of("shop.example"), List.of(), YEAR);
    refused(underHash(foreign, signer), "request-not-signed");
    var clientId = "x509_hash:" + foreign.leafHash().toBase64Url();
    var header = header();
    header.set("x5c", chain(YEAR).toJson());
    refused(link(clientId, header, claims(clientId), signer), "request-not-signed");
    refused(link(clientId, header(), claims(clientId), signer), "request-malformed");
  }

  private String underName(String name, String responseUri) {
    var clientId = "x509_san_dns:" + name;
    var header = header();
    header.set("x5c", chain(YEAR).toJson());
    return link(clientId, header, claims(clientId).put("response_uri", responseUri), signer);
  }

  @Test
  void a_verifier_is_known_by_the_dns_name_that_it_is_answered_at() throws IOException {
    var view = wallet().ask(underName("shop.example", "https://shop.example/responses/1"));
    assertThat(view.verifier().name()).isEqualTo("shop.example");
    refused(underName("other.example", "https://other.example/responses/1"), "request-not-signed");
    refused(underName("shop.example", "https://other.example/responses/1"), "request-not-signed");
    refused(underName("shop.example", "https://shop.example.evil.example/x"), "request-not-signed");
  }

  private String attested(Consumer<ObjectNode> change, Signer by, String clientId) {
    var attestation =
        Json.newObject()
            .put("iss", Town.ISSUER.toString())
            .put("sub", "shop")
            .put("exp", Town.NOW.plusSeconds(60).getEpochSecond());
    attestation.putObject("cnf").set("jwk", signer.publicKey().toJwk());
    change.accept(attestation);
    var jwt = Jws.signJwt("verifier-attestation+jwt", Town.ISSUER_NAME, attestation, by);
    return link(clientId, header().put("jwt", jwt), claims(clientId), signer);
  }

  @Test
  void a_verifier_is_attested_by_whom_the_wallet_believes() throws IOException {
    var name = "verifier_attestation:shop";
    var view = wallet().ask(attested(_ -> {}, Town.ISSUER_KEY, name));
    assertThat(view.verifier().name()).isEqualTo("shop");
    assertThat(view.verifier().proof()).isEqualTo("attested by " + Town.ISSUER);
    refused(attested(_ -> {}, signer, name), "request-not-signed");
    refused(attested(_ -> {}, Town.ISSUER_KEY, "verifier_attestation:other"), "request-not-signed");
    refused(
        attested(a -> a.put("exp", Town.NOW.getEpochSecond()), Town.ISSUER_KEY, name),
        "request-not-signed");
    refused(
        attested(a -> a.put("iss", Town.VERIFIER.toString()), Town.ISSUER_KEY, name),
        "request-not-signed");
    refused(
        attested(
            a -> a.putObject("cnf").set("jwk", Town.newKey().publicKey().toJwk()),
            Town.ISSUER_KEY,
            name),
        "request-not-signed");
    refused(
        attested(
            a -> a.putArray("redirect_uris").add("https://shop.example/x"), Town.ISSUER_KEY, name),
        "request-not-signed");
    var here = town.base() + "/responses/1";
    assertThat(
            wallet()
                .ask(attested(a -> a.putArray("redirect_uris").add(here), Town.ISSUER_KEY, name))
                .isAnswerable())
        .isTrue();
  }

  @Test
  void a_registered_verifier_is_known_by_its_key_and_sends_no_metadata() throws IOException {
    var view = wallet().ask(link("known-shop", header(), claims("known-shop"), signer));
    assertThat(view.verifier().proof()).isEqualTo("known to this wallet");
    refused(
        link("known-shop", header(), claims("known-shop"), Town.newKey()), "request-not-signed");
    refused(link("unknown-shop", header(), claims("unknown-shop"), signer), "request-not-signed");
    var metadata = claims("known-shop");
    metadata.putObject("client_metadata");
    refused(link("known-shop", header(), metadata, signer), "invalid_client");
  }

  @Test
  void names_that_a_browser_gives_are_refused() {
    refused(
        link("origin:https://x.example", header(), claims("origin:https://x.example"), signer),
        "request-unknown");
    var federation = "openid_federation:https://x.example";
    refused(link(federation, header(), claims(federation), signer), "request-unknown");
  }

  private String unsigned(Consumer<ObjectNode> change) {
    var address = town.base() + "/responses/1";
    var claims = claims("redirect_uri:" + address);
    change.accept(claims);
    var link = new StringBuilder("openid4vp://authorize?x=y");
    for (var member : claims.properties()) {
      var value = member.getValue();
      link.append('&')
          .append(member.getKey())
          .append('=')
          .append(Http.encode(value.isTextual() ? value.textValue() : value.toString()));
    }
    return link.toString();
  }

  @Test
  void without_a_signature_nobody_is_named_but_the_address() throws IOException {
    var view = wallet().ask(unsigned(claims -> claims.remove("response_uri")));
    assertThat(view.verifier().name()).isEqualTo(town.base() + "/responses/1");
    assertThat(view.verifier().proof()).startsWith("not proved");
    var _ = wallet().present(view);
    assertThat(answered).containsKey("vp_token");
  }

  @Test
  void the_answer_of_an_unsigned_request_goes_to_the_address_that_asks() {
    refused(unsigned(c -> c.put("response_uri", "https://other.example/x")), "wrong-client");
    var clientId = "redirect_uri:" + town.base() + "/responses/1";
    refused(link(clientId, header(), claims(clientId), signer), "request-not-signed");
    refused(
        unsigned(c -> c.put("client_id", "x509_hash:abc").put("response_uri", "https://a.example")),
        "not-a-request");
  }

  private static void encrypted(ObjectNode claims, VerificationKey key, String... encryptions) {
    claims.put("response_mode", "direct_post.jwt");
    var metadata = claims.putObject("client_metadata");
    var jwk = key.toJwk().put("alg", "ECDH-ES").put("use", "enc").put("kid", "k1");
    metadata.putObject("jwks").putArray("keys").add(jwk);
    for (var encryption : encryptions) {
      metadata.withArray("encrypted_response_enc_values_supported").add(encryption);
    }
  }

  @Test
  void an_answer_is_encrypted_where_the_verifier_wants_it() throws IOException {
    var view =
        wallet().ask(unsigned(c -> encrypted(c, responseKey.publicKey(), "A128GCM", "A256GCM")));
    var _ = wallet().present(view);
    assertThat(answered).containsOnlyKeys("response");
    var jwe = Jwe.parse(answered.getOrDefault("response", ""), 100_000);
    assertThat(jwe.keyId()).contains("k1");
    assertThat(jwe.encryption()).isEqualTo(Jwe.Encryption.A256GCM);
    var content = Json.parseObject(jwe.decrypt(responseKey).orElseThrow());
    assertThat(content.get("state").asText()).isEqualTo("the-state");
    assertThat(content.at("/vp_token/member")).hasSize(1);
  }

  @Test
  void a128gcm_is_taken_where_the_verifier_does_not_say() throws IOException {
    var view = wallet().ask(unsigned(c -> encrypted(c, responseKey.publicKey())));
    wallet().decline(view);
    var jwe = Jwe.parse(answered.getOrDefault("response", ""), 100_000);
    assertThat(jwe.encryption()).isEqualTo(Jwe.Encryption.A128GCM);
    assertThat(Json.parseObject(jwe.decrypt(responseKey).orElseThrow()).get("error").asText())
        .isEqualTo("access_denied");
  }

  @Test
  void an_encryption_that_is_not_known_is_refused_before_the_holder_is_asked() {
    refused(
        unsigned(c -> encrypted(c, responseKey.publicKey(), "A128CBC-HS256")), "request-unknown");
    refused(unsigned(c -> c.put("response_mode", "direct_post.jwt")), "request-malformed");
  }

  private String posted() {
    return "openid4vp://authorize?client_id=known-shop&request_uri_method=post&request_uri="
        + Http.encode(town.base() + "/request-objects/1");
  }

  @Test
  void a_request_is_fetched_by_post_with_a_nonce_of_the_wallets_own() throws IOException {
    var seen = new HashMap<String, String>();
    town.on(
        "POST /request-objects/1",
        request -> {
          seen.putAll(request.form());
          var claims =
              claims("known-shop").put("wallet_nonce", seen.getOrDefault("wallet_nonce", ""));
          var jws = Jws.sign(header(), Json.utf8(claims), signer);
          var metadata = Json.parseObject(seen.getOrDefault("wallet_metadata", ""));
          var jwk = (ObjectNode) metadata.at("/jwks/keys/0");
          jwk.remove("alg");
          var sealed =
              Jwe.encrypt(
                  Json.newObject(),
                  jws.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                  (VerificationKey.P256) VerificationKey.fromJwk(jwk),
                  Jwe.Encryption.A256GCM,
                  Town.RANDOM);
          return new Reply(200, sealed, Map.of());
        });
    assertThat(wallet().ask(posted()).isAnswerable()).isTrue();
    var metadata = Json.parseObject(seen.getOrDefault("wallet_metadata", ""));
    assertThat(metadata.at("/vp_formats_supported/dc+sd-jwt").isObject()).isTrue();
    assertThat(metadata.at("/client_id_prefixes_supported")).hasSize(6);
  }

  @Test
  void a_request_without_the_wallets_nonce_is_refused() {
    town.on(
        "POST /request-objects/1",
        _ -> {
          var claims = claims("known-shop").put("wallet_nonce", "another");
          return new Reply(200, Jws.sign(header(), Json.utf8(claims), signer), Map.of());
        });
    refused(posted(), "request-replayed");
    town.on(
        "POST /request-objects/1",
        _ -> new Reply(200, Jws.sign(header(), Json.utf8(claims("known-shop")), signer), Map.of()));
    refused(posted(), "request-replayed");
  }

  @Test
  void a_redirect_at_the_request_uri_is_not_followed() {
    town.on("POST /request-objects/1", _ -> Reply.to(town.base() + "/elsewhere"));
    refused(posted(), "request-gone");
    assertThat(town.asked).doesNotContain("GET /elsewhere");
    refused(posted().replace("=post", "=POST"), "invalid_request_uri_method");
  }
}
