package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a wallet provider says of the keys: in a jwt proof, and as a proof of its own.
class KeyAttestationTest {
  private static final House HOUSE = House.shared();
  private static final String NAME = "attested-authority";
  private static final House.Issuer AUTHORITY = HOUSE.issuer(NAME, "participant");

  private final TestWallet wallet = new TestWallet(HOUSE);
  private final TestWallet second = new TestWallet(HOUSE);
  private final Signer provider = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(HOUSE.random));

  @BeforeEach
  void policy() throws IOException {
    policy(_ -> {});
  }

  private void policy(Consumer<ObjectNode> more) throws IOException {
    HOUSE.tenant(
        AUTHORITY,
        AUTHORITY.keys(),
        json -> {
          var section = json.putObject("policy").putObject("keyAttestation").put("required", true);
          section.putObject("providers").putArray("keys").add(provider.publicKey().toJwk());
          section.putArray("keyStorage").add("iso_18045_high").add("iso_18045_moderate");
          section.putArray("userAuthentication").add("iso_18045_high");
          more.accept(section);
        });
  }

  private String token() {
    var offered =
        TestWallet.offered(
            HOUSE, AUTHORITY, PARTICIPANT, Samples.organisation(AUTHORITY.did()), false);
    return wallet
        .token(NAME, TestWallet.code(offered.path("offerUri").asText()))
        .json()
        .path("access_token")
        .asText();
  }

  private String attestation(Consumer<ObjectNode> header, Consumer<ObjectNode> claims) {
    return attestation(provider, header, claims);
  }

  private String attestation(Signer by, Consumer<ObjectNode> header, Consumer<ObjectNode> claims) {
    var head = Json.newObject().put("typ", "key-attestation+jwt");
    header.accept(head);
    long now = HOUSE.clock.instant().getEpochSecond();
    var body = Json.newObject().put("iat", now).put("exp", now + 3600);
    body.putArray("attested_keys")
        .add(wallet.key.publicKey().toJwk())
        .add(second.key.publicKey().toJwk());
    body.putArray("key_storage").add("iso_18045_moderate");
    body.putArray("user_authentication").add("iso_18045_high");
    claims.accept(body);
    return Jws.sign(head, Json.utf8(body), by);
  }

  private Calls.Answer jwt(TestWallet by, String token, String attestation) {
    var proof =
        by.proof(
            NAME, by.nonce(NAME), header -> header.put("key_attestation", attestation), _ -> {});
    return by.credential(NAME, token, TestWallet.request(PARTICIPANT, proof));
  }

  private Calls.Answer bare(String token, String attestation) {
    var request = Json.newObject().put("credential_configuration_id", PARTICIPANT);
    request.putObject("proofs").putArray("attestation").add(attestation);
    return wallet.credential(NAME, token, request.toString());
  }

  private void bothKeys(Calls.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var keys = new HashSet<String>();
    for (var each : answer.json().path("credentials")) {
      keys.add(
          SdJwt.parse(each.path("credential").asText())
              .unverifiedClaims()
              .at("/cnf/jwk/x")
              .asText());
    }
    assertThat(keys)
        .containsExactlyInAnyOrder(
            wallet.key.publicKey().toJwk().path("x").asText(),
            second.key.publicKey().toJwk().path("x").asText());
  }

  @Test
  void one_proof_with_an_attestation_gets_a_credential_for_each_key_that_it_names() {
    bothKeys(jwt(wallet, token(), attestation(_ -> {}, _ -> {})));
  }

  @Test
  void an_attestation_alone_is_a_proof_when_it_has_our_nonce() {
    var token = token();
    assertThat(bare(token, attestation(_ -> {}, _ -> {})).error()).isEqualTo("invalid_proof");
    assertThat(bare(token, attestation(_ -> {}, c -> c.put("nonce", "made-up"))).error())
        .isEqualTo("invalid_nonce");
    var nonce = wallet.nonce(NAME);
    var attestation = attestation(_ -> {}, c -> c.put("nonce", nonce).remove("exp"));
    bothKeys(bare(token, attestation));
    // The nonce counts once; the same request again gets the same answer.
    bothKeys(bare(token, attestation));
    assertThat(bare(token(), attestation).error()).isEqualTo("invalid_nonce");
    var two = Json.newObject().put("credential_configuration_id", PARTICIPANT);
    two.putObject("proofs").putArray("attestation").add(attestation).add(attestation);
    assertThat(wallet.credential(NAME, token(), two.toString()).error())
        .isEqualTo("invalid_credential_request");
  }

  @Test
  void an_attestation_with_one_defect_is_refused() {
    var token = token();
    long now = HOUSE.clock.instant().getEpochSecond();
    var other = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(HOUSE.random));
    var attestations =
        List.of(
            attestation(h -> h.put("typ", "keyattestation+jwt"), _ -> {}),
            attestation(other, _ -> {}, _ -> {}),
            attestation(_ -> {}, c -> c.remove("iat")),
            attestation(_ -> {}, c -> c.put("iat", now + 61)),
            attestation(_ -> {}, c -> c.remove("exp")),
            attestation(_ -> {}, c -> c.put("exp", now - 60)),
            attestation(_ -> {}, c -> c.remove("attested_keys")),
            attestation(_ -> {}, c -> c.putArray("attested_keys")),
            attestation(_ -> {}, c -> c.putArray("attested_keys").add(other.publicKey().toJwk())),
            attestation(
                _ -> {},
                c -> {
                  var keys = c.putArray("attested_keys");
                  keys.add(wallet.key.publicKey().toJwk()).add(wallet.key.publicKey().toJwk());
                }),
            attestation(_ -> {}, c -> c.putArray("key_storage").add("iso_18045_basic")),
            attestation(_ -> {}, c -> c.remove("key_storage")),
            attestation(_ -> {}, c -> c.remove("user_authentication")),
            "no.jwt");
    for (int i = 0; i < attestations.size(); i++) {
      assertThat(jwt(wallet, token, attestations.get(i)).error())
          .as("attestation %d", i)
          .isEqualTo("invalid_proof");
    }
    assertThat(wallet.fetch(NAME, PARTICIPANT, token).error()).isEqualTo("invalid_proof");
    bothKeys(jwt(second, token, attestation(_ -> {}, _ -> {})));
  }

  @Test
  void a_provider_may_be_vouched_for_by_a_certificate() throws IOException {
    var now = HOUSE.clock.instant();
    var root = Certs.authority("Root", now.minusSeconds(60), now.plusSeconds(86_400));
    var leaf = Certs.vouched(root, "Provider", now.minusSeconds(60), now.plusSeconds(86_400));
    var _ =
        Files.writeString(
            HOUSE.data.resolve("issuer.tenants").resolve(NAME).resolve("wp.pem"), root.pem());
    policy(section -> section.putArray("anchors").add("wp.pem"));
    var good = attestation(leaf.key(), h -> h.set("x5c", Certs.x5c(List.of(leaf))), _ -> {});
    var withAnchor =
        attestation(leaf.key(), h -> h.set("x5c", Certs.x5c(List.of(leaf, root))), _ -> {});
    var token = token();
    assertThat(jwt(wallet, token, withAnchor).error()).isEqualTo("invalid_proof");
    bothKeys(jwt(wallet, token, good));
  }

  @Test
  void the_metadata_say_what_is_wanted_of_keys() throws IOException {
    var address = HOUSE.base + "/.well-known/openid-credential-issuer/" + NAME;
    var types =
        Calls.get(address)
            .json()
            .path("credential_configurations_supported")
            .path(PARTICIPANT)
            .path("proof_types_supported");
    for (var type : List.of("jwt", "attestation")) {
      assertThat(types.path(type).path("proof_signing_alg_values_supported").toString())
          .isEqualTo("[\"ES256\"]");
      var required = types.path(type).path("key_attestations_required");
      assertThat(required.path("key_storage").toString())
          .isEqualTo("[\"iso_18045_high\",\"iso_18045_moderate\"]");
      assertThat(required.path("user_authentication").toString()).isEqualTo("[\"iso_18045_high\"]");
    }
    policy(section -> section.put("required", false));
    var plain =
        Calls.get(address)
            .json()
            .path("credential_configurations_supported")
            .path(PARTICIPANT)
            .path("proof_types_supported");
    assertThat(plain.path("jwt").has("key_attestations_required")).isFalse();
    assertThat(plain.path("attestation").has("key_attestations_required")).isTrue();
    assertThat(wallet.fetch(NAME, PARTICIPANT, token()).status()).isEqualTo(200);
  }

  @Test
  void an_issuer_that_believes_no_provider_does_not_look_at_attestations() {
    var plain = HOUSE.issuer("attested-plain", "participant");
    var offered =
        TestWallet.offered(HOUSE, plain, PARTICIPANT, Samples.organisation(plain.did()), false);
    var token =
        wallet
            .token("attested-plain", TestWallet.code(offered.path("offerUri").asText()))
            .json()
            .path("access_token")
            .asText();
    var proof =
        wallet.proof(
            "attested-plain",
            wallet.nonce("attested-plain"),
            header -> header.put("key_attestation", "whatever"),
            _ -> {});
    var answer = wallet.credential("attested-plain", token, TestWallet.request(PARTICIPANT, proof));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var request = Json.newObject().put("credential_configuration_id", PARTICIPANT);
    request.putObject("proofs").putArray("attestation").add("x");
    assertThat(wallet.credential("attested-plain", token, request.toString()).error())
        .isEqualTo("invalid_proof");
  }
}
