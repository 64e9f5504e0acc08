package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.KeyAgreementKey;
import dev.hansa.identity.VerificationKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Encrypted credential requests and responses.
class EncryptionTest {
  private static final House HOUSE = House.shared();
  private static final String NAME = "sealed-authority";
  private static final String JWT = "application/jwt";
  private static House.Issuer authority;

  private final TestWallet wallet = new TestWallet(HOUSE);
  private final KeyAgreementKey own = KeyAgreementKey.generate(HOUSE.random);

  @BeforeAll
  static void issuers() {
    authority = HOUSE.issuer(NAME, "participant");
  }

  private String token() {
    var offered =
        TestWallet.offered(HOUSE, authority, PARTICIPANT, Samples.person(wallet.did()), false);
    return wallet
        .token(NAME, TestWallet.code(offered.path("offerUri").asText()))
        .json()
        .path("access_token")
        .asText();
  }

  private static ObjectNode metadata() {
    return Calls.get(HOUSE.base + "/.well-known/openid-credential-issuer/" + NAME).json();
  }

  private ObjectNode request() {
    return Json.parseObject(
        TestWallet.request(PARTICIPANT, wallet.proof(NAME, wallet.nonce(NAME))));
  }

  private ObjectNode wish(ObjectNode request, String enc) {
    var wish = request.putObject("credential_response_encryption").put("enc", enc);
    wish.set("jwk", own.publicKey().toJwk().put("alg", "ECDH-ES").put("kid", "mine"));
    return request;
  }

  private static String sealed(ObjectNode request) {
    return sealed(request, _ -> {});
  }

  private static String sealed(ObjectNode request, Consumer<ObjectNode> header) {
    var jwk = metadata().at("/credential_request_encryption/jwks/keys/0");
    var bare = ((ObjectNode) jwk).deepCopy();
    var _ = bare.remove("alg");
    var _ = bare.remove("use");
    if (!(VerificationKey.fromJwk(bare) instanceof VerificationKey.P256 key)) {
      throw new AssertionError("a P-256 key");
    }
    var head = Json.newObject().put("kid", jwk.path("kid").asText());
    header.accept(head);
    return Jwe.encrypt(head, Json.utf8(request), key, Jwe.Encryption.A128GCM, HOUSE.random);
  }

  private Calls.Answer send(String token, String type, String body) {
    return wallet.post("/" + NAME + "/credential", type, body, "Authorization", "Bearer " + token);
  }

  private ObjectNode opened(Calls.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith(JWT);
    var jwe = Jwe.parse(answer.body(), 1 << 20);
    assertThat(jwe.keyId()).isEqualTo(Optional.of("mine"));
    return Json.parseObject(jwe.decrypt(own).orElseThrow());
  }

  @Test
  void the_metadata_have_a_key_to_encrypt_to() {
    var json = metadata();
    var request = json.path("credential_request_encryption");
    var key = request.at("/jwks/keys/0");
    assertThat(key.path("kid").asText()).isNotEmpty();
    assertThat(key.path("alg").asText()).isEqualTo("ECDH-ES");
    assertThat(key.path("use").asText()).isEqualTo("enc");
    assertThat(key.has("d")).isFalse();
    assertThat(request.path("enc_values_supported").toString())
        .isEqualTo("[\"A128GCM\",\"A256GCM\"]");
    assertThat(request.path("encryption_required").asBoolean(true)).isFalse();
    var response = json.path("credential_response_encryption");
    assertThat(response.path("alg_values_supported").toString()).isEqualTo("[\"ECDH-ES\"]");
    assertThat(response.path("enc_values_supported").toString())
        .isEqualTo("[\"A128GCM\",\"A256GCM\"]");
    assertThat(metadata().at("/credential_request_encryption/jwks/keys/0")).isEqualTo(key);
  }

  @Test
  void an_encrypted_request_gets_an_encrypted_answer_where_it_asks_so() {
    for (var enc : List.of("A128GCM", "A256GCM")) {
      var answer = send(token(), JWT, sealed(wish(request(), enc)));
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(opened(answer).path("credentials").path(0).path("credential").asText())
          .endsWith("~");
    }
    var plain = send(token(), JWT, sealed(request()));
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.header("Content-Type")).startsWith("application/json");
  }

  @Test
  void the_wish_for_an_encrypted_answer_counts_in_an_encrypted_request_only() {
    assertThat(send(token(), "application/json", wish(request(), "A128GCM").toString()).error())
        .isEqualTo("invalid_encryption_parameters");
  }

  @Test
  void parameters_that_cannot_be_met_have_their_error_which_is_not_encrypted() {
    var token = token();
    var other = KeyAgreementKey.generate(HOUSE.random);
    var requests =
        List.of(
            sealed(wish(request(), "A192GCM")),
            sealed(with(wish -> wish.remove("enc"))),
            sealed(with(wish -> wish.remove("jwk"))),
            sealed(with(wish -> wish.put("zip", "DEF"))),
            sealed(with(wish -> wish.withObject("/jwk").remove("alg"))),
            sealed(with(wish -> wish.withObject("/jwk").put("alg", "RSA-OAEP-256"))),
            sealed(with(wish -> wish.withObject("/jwk").put("d", "AA"))),
            sealed(request(), header -> header.remove("kid")),
            sealed(request(), header -> header.put("kid", "another")),
            Jwe.encrypt(
                Json.newObject()
                    .put(
                        "kid",
                        metadata().at("/credential_request_encryption/jwks/keys/0/kid").asText()),
                Json.utf8(request()),
                other.publicKey(),
                Jwe.Encryption.A128GCM,
                HOUSE.random),
            "no.jwe");
    for (int i = 0; i < requests.size(); i++) {
      var answer = send(token, JWT, requests.get(i));
      assertThat(answer.status()).as("request %d", i).isEqualTo(400);
      assertThat(answer.error()).as("request %d", i).isEqualTo("invalid_encryption_parameters");
    }
    var bad = request();
    bad.remove("proofs");
    assertThat(send(token, JWT, sealed(wish(bad, "A128GCM"))).error()).isEqualTo("invalid_proof");
    assertThat(send(token, JWT, sealed(Json.newObject())).error())
        .isEqualTo("invalid_credential_request");
    assertThat(send(token, JWT, sealed(wish(request(), "A128GCM"))).status()).isEqualTo(200);
  }

  private ObjectNode with(Consumer<ObjectNode> change) {
    var request = wish(request(), "A128GCM");
    change.accept(request.withObject("/credential_response_encryption"));
    return request;
  }

  @Test
  void an_issuer_may_want_everything_encrypted() throws IOException {
    HOUSE.tenant(
        authority,
        authority.keys(),
        json -> json.putObject("policy").put("encryption", "required"));
    try {
      assertThat(metadata().at("/credential_response_encryption/encryption_required").asBoolean())
          .isTrue();
      var token = token();
      assertThat(send(token, "application/json", request().toString()).error())
          .isEqualTo("invalid_encryption_parameters");
      assertThat(send(token, JWT, sealed(request())).error())
          .isEqualTo("invalid_encryption_parameters");
      assertThat(opened(send(token, JWT, sealed(wish(request(), "A256GCM")))).path("credentials"))
          .hasSize(1);
    } finally {
      HOUSE.tenant(authority, authority.keys());
    }
  }

  @Test
  void a_deferred_answer_is_encrypted_too() {
    var offer = Samples.offer(PARTICIPANT, Samples.person(wallet.did()), false).put("hold", true);
    var offered =
        Calls.postAs(HOUSE, authority, "/" + NAME + "/issuances", offer.toString()).json();
    var token =
        wallet
            .token(NAME, TestWallet.code(offered.path("offerUri").asText()))
            .json()
            .path("access_token")
            .asText();
    var first = send(token, JWT, sealed(wish(request(), "A128GCM")));
    assertThat(first.status()).as(first.body()).isEqualTo(202);
    var id =
        Json.parseObject(Jwe.parse(first.body(), 1 << 20).decrypt(own).orElseThrow())
            .path("transaction_id")
            .asText();
    assertThat(
            Calls.postAs(
                    HOUSE,
                    authority,
                    "/" + NAME + "/issuances/" + offered.path("id").asText() + "/release",
                    "")
                .status())
        .isEqualTo(200);
    var body = wish(Json.newObject().put("transaction_id", id), "A256GCM");
    var answer =
        wallet.post(
            "/" + NAME + "/deferred-credential",
            JWT,
            sealed(body),
            "Authorization",
            "Bearer " + token);
    assertThat(opened(answer).path("credentials")).hasSize(1);
  }
}
