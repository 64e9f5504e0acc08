package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidKey;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.PrivateKeys;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What OpenID4VCI says of the form of documents, requests and proofs, beside the flows.
class WireFormTest {
  private static final House HOUSE = House.shared();
  private static final String NAME = "wire-authority";
  private static final String JSON = "application/json";
  private static final String METADATA =
      HOUSE.base + "/.well-known/openid-credential-issuer/" + NAME;
  private static House.Issuer authority;

  private final TestWallet wallet = new TestWallet(HOUSE);

  @BeforeAll
  static void issuers() {
    authority = HOUSE.issuer(NAME, "participant");
  }

  private ObjectNode offered(boolean txCode) {
    return TestWallet.offered(
        HOUSE, authority, PARTICIPANT, Samples.organisation(authority.did()), txCode);
  }

  private String token() {
    return wallet
        .token(NAME, TestWallet.code(offered(false).path("offerUri").asText()))
        .json()
        .path("access_token")
        .asText();
  }

  // --- metadata

  @Test
  void the_metadata_name_every_endpoint_that_takes_an_access_token() {
    var json = Calls.get(METADATA).json();
    for (var member :
        List.of("credential_endpoint", "deferred_credential_endpoint", "notification_endpoint")) {
      var address = json.path(member).asText();
      assertThat(address).as(member).startsWith(HOUSE.base + "/" + NAME + "/");
      assertThat(Calls.post(address, JSON, "{}").status()).as(member).isEqualTo(401);
    }
    assertThat(Calls.form(json.path("nonce_endpoint").asText(), "").status()).isEqualTo(200);
  }

  @Test
  void the_metadata_are_json_also_for_whoever_wants_what_there_is_not() {
    for (var accept : List.of("text/html", "application/xml", "image/png, text/*;q=0.5")) {
      var answer = Calls.get(METADATA, "Accept", accept);
      assertThat(answer.status()).as(accept).isEqualTo(200);
      assertThat(answer.header("Content-Type")).as(accept).startsWith(JSON);
      assertThat(answer.json().path("credential_issuer").asText())
          .isEqualTo(HOUSE.base + "/" + NAME);
    }
  }

  @Test
  void a_configuration_names_each_way_in_which_a_key_may_be_named() {
    var configuration =
        Calls.get(METADATA).json().path("credential_configurations_supported").path(PARTICIPANT);
    assertThat(configuration.path("cryptographic_binding_methods_supported").toString())
        .isEqualTo("[\"jwk\",\"did:jwk\",\"did:key\"]");
    assertThat(configuration.path("credential_signing_alg_values_supported").toString())
        .isEqualTo("[\"ES256\"]");
    assertThat(configuration.has("display")).isFalse();
    assertThat(configuration.has("claims")).isFalse();
    assertThat(configuration.path("credential_metadata").has("display")).isTrue();
  }

  // --- offer

  @Test
  void an_offer_is_passed_by_value_too() {
    var offered = offered(true);
    var scheme = "openid-credential-offer://?credential_offer=";
    var link = offered.path("offerUriByValue").asText();
    assertThat(link).startsWith(scheme);
    var offer =
        Json.parseObject(
            URLDecoder.decode(link.substring(scheme.length()), StandardCharsets.UTF_8));
    assertThat(offer).isEqualTo(TestWallet.offer(offered.path("offerUri").asText()));
    assertThat(link).doesNotContain(offered.path("txCode").asText());
    var code = offer.path("grants").path(TestWallet.GRANT).path("pre-authorized_code").asText();
    assertThat(wallet.token(NAME, code, "tx_code", offered.path("txCode").asText()).status())
        .isEqualTo(200);
    // It has the code inside: nobody is told it but whoever made the offer, and then.
    var one = "/" + NAME + "/issuances/" + offered.path("id").asText();
    assertThat(Calls.getAs(HOUSE, authority, one).json().has("offerUriByValue")).isFalse();
  }

  @Test
  void a_transaction_code_is_described_in_words() {
    var txCode =
        TestWallet.offer(offered(true).path("offerUri").asText())
            .path("grants")
            .path(TestWallet.GRANT)
            .path("tx_code");
    assertThat(txCode.path("description").asText())
        .isEqualTo("The code that The <" + NAME + "> gave you")
        .hasSizeLessThanOrEqualTo(300);
  }

  // --- nonce

  @Test
  void a_nonce_is_asked_for_by_post_and_stands_in_no_other_answer() {
    assertThat(Calls.get(HOUSE.base + "/" + NAME + "/nonce").status()).isEqualTo(405);
    var token = token();
    var stale =
        wallet.credential(
            NAME, token, TestWallet.request(PARTICIPANT, wallet.proof(NAME, "made-up")));
    assertThat(stale.error()).isEqualTo("invalid_nonce");
    assertThat(stale.json().has("c_nonce")).isFalse();
    var issued = wallet.fetch(NAME, PARTICIPANT, token);
    assertThat(issued.status()).isEqualTo(200);
    assertThat(issued.json().has("c_nonce")).isFalse();
  }

  // --- proofs

  @Test
  void proofs_of_two_types_are_an_invalid_credential_request() {
    var request =
        Json.parseObject(TestWallet.request(PARTICIPANT, wallet.proof(NAME, wallet.nonce(NAME))));
    request.withObject("/proofs").putArray("attestation").add("x");
    assertThat(wallet.credential(NAME, token(), request.toString()).error())
        .isEqualTo("invalid_credential_request");
  }

  @Test
  void a_proof_may_name_its_key_by_did_key() {
    var did = DidKey.of(wallet.key.publicKey());
    var proof =
        wallet.proof(
            NAME,
            wallet.nonce(NAME),
            header -> {
              header.remove("jwk");
              header.put("kid", DidKey.keyName(did).toString());
            },
            _ -> {});
    var answer = wallet.credential(NAME, token(), TestWallet.request(PARTICIPANT, proof));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void a_proof_is_signed_with_an_algorithm_of_the_metadata_which_is_asymmetric()
      throws GeneralSecurityException {
    var token = token();
    var claims = wallet.proofClaims(NAME, wallet.nonce(NAME), HOUSE.clock.instant());
    var edwards = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(HOUSE.random));
    var byEdwards = Json.newObject().put("typ", "openid4vci-proof+jwt");
    byEdwards.set("jwk", edwards.publicKey().toJwk());
    var secret = Json.utf8(wallet.key.publicKey().toJwk());
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    var symmetric = signed("HS256", claims);
    for (var proof :
        List.of(
            Jws.sign(byEdwards, Json.utf8(claims), edwards),
            signed("none", claims) + ".",
            symmetric
                + "."
                + Bytes.copyOf(mac.doFinal(symmetric.getBytes(StandardCharsets.US_ASCII)))
                    .toBase64Url(),
            signed("EdDSA", claims) + wallet.proof(NAME, "x").replaceAll(".*(?=\\.)", ""))) {
      assertThat(wallet.credential(NAME, token, TestWallet.request(PARTICIPANT, proof)).error())
          .as(proof)
          .isEqualTo("invalid_proof");
    }
  }

  /// Header and claims of a proof, with this for its algorithm and no signature.
  private String signed(String alg, ObjectNode claims) {
    var header = Json.newObject().put("typ", "openid4vci-proof+jwt").put("alg", alg);
    header.set("jwk", wallet.key.publicKey().toJwk());
    return Bytes.copyOf(Json.utf8(header)).toBase64Url()
        + "."
        + Bytes.copyOf(Json.utf8(claims)).toBase64Url();
  }

  // --- access tokens

  @Test
  void a_token_in_an_address_is_refused_wherever_a_token_is_taken() {
    var token = token();
    for (var endpoint : List.of("credential", "deferred-credential", "notification")) {
      var answer =
          wallet.post(
              "/" + NAME + "/" + endpoint + "?access_token=" + token,
              JSON,
              "{}",
              "Authorization",
              "Bearer " + token);
      assertThat(answer.status()).as(endpoint).isEqualTo(400);
      assertThat(answer.error()).as(endpoint).isEqualTo("invalid_request");
      var alone = wallet.post("/" + NAME + "/" + endpoint + "?access_token=" + token, JSON, "{}");
      assertThat(alone.status()).as(endpoint).isEqualTo(400);
    }
  }
}
