package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which client it is: by a wallet provider's attestation (draft 07), by a key of its own, or not
/// at all.
class ClientAuthenticationTest {
  private static final House HOUSE = House.shared();
  private static final String NAME = "client-authority";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final House.Issuer AUTHORITY = HOUSE.issuer(NAME, "participant");

  private final TestWallet wallet = new TestWallet(HOUSE);
  private final Signer instance = newKey();
  private final Signer provider = newKey();
  private final Signer own = newKey();
  private final Instant now = HOUSE.clock.instant();
  private final Certs.Party root =
      Certs.authority("Root", now.minusSeconds(60), now.plusSeconds(86_400));
  private final Certs.Party leaf =
      Certs.vouched(root, "Provider", now.minusSeconds(60), now.plusSeconds(86_400));

  private static Signer newKey() {
    return PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(HOUSE.random));
  }

  @BeforeEach
  void policy() throws IOException {
    policy("attest_jwt_client_auth", "private_key_jwt");
  }

  private void policy(String... methods) throws IOException {
    policy(_ -> {}, methods);
  }

  private void policy(Consumer<ObjectNode> more, String... methods) throws IOException {
    var _ =
        Files.writeString(
            HOUSE.data.resolve("issuer.tenants").resolve(NAME).resolve("root.pem"), root.pem());
    HOUSE.tenant(
        AUTHORITY,
        AUTHORITY.keys(),
        json -> {
          var clients = json.putObject("policy").putObject("clients");
          Arrays.stream(methods).forEach(clients.putArray("methods")::add);
          clients.putArray("anchors").add("root.pem");
          clients.putObject("providers").putArray("keys").add(provider.publicKey().toJwk());
          var client = clients.putObject("registered").putObject("known-client");
          client.putObject("jwks").putArray("keys").add(own.publicKey().toJwk());
          client.putArray("redirect_uris").add("https://known.example/cb");
          more.accept(clients);
        });
  }

  private String form(String... more) {
    var offered =
        TestWallet.offered(HOUSE, AUTHORITY, PARTICIPANT, Samples.person(wallet.did()), false);
    var form =
        TestWallet.form(
            "grant_type",
            TestWallet.GRANT,
            "pre-authorized_code",
            TestWallet.code(offered.path("offerUri").asText()));
    return more.length == 0 ? form : form + "&" + TestWallet.form(more);
  }

  private String attestation(Consumer<ObjectNode> header, Consumer<ObjectNode> claims) {
    return attestation(provider, header, claims);
  }

  private String attestation(Signer by, Consumer<ObjectNode> header, Consumer<ObjectNode> claims) {
    var head = Json.newObject().put("typ", "oauth-client-attestation+jwt");
    header.accept(head);
    var body =
        Json.newObject()
            .put("iss", "https://provider.example")
            .put("sub", "the-wallet")
            .put("exp", HOUSE.clock.instant().getEpochSecond() + 3600);
    body.putObject("cnf").set("jwk", instance.publicKey().toJwk());
    claims.accept(body);
    return Jws.sign(head, Json.utf8(body), by);
  }

  private String pop(Consumer<ObjectNode> header, Consumer<ObjectNode> claims) {
    var head = Json.newObject().put("typ", "oauth-client-attestation-pop+jwt");
    header.accept(head);
    var body =
        Json.newObject()
            .put("iss", "the-wallet")
            .put("aud", HOUSE.base + "/" + NAME)
            .put("jti", chance())
            .put("iat", HOUSE.clock.instant().getEpochSecond());
    claims.accept(body);
    return Jws.sign(head, Json.utf8(body), instance);
  }

  private static String chance() {
    var bytes = new byte[16];
    HOUSE.random.nextBytes(bytes);
    return Bytes.copyOf(bytes).toBase64Url();
  }

  private String attestation() {
    return attestation(_ -> {}, _ -> {});
  }

  private String pop() {
    return pop(_ -> {}, _ -> {});
  }

  private Calls.Answer token(String form, String attestation, String pop) {
    return wallet.post(
        "/" + NAME + "/token",
        FORM,
        form,
        "OAuth-Client-Attestation",
        attestation,
        "OAuth-Client-Attestation-PoP",
        pop);
  }

  @Test
  void a_wallet_that_its_provider_attests_is_let_in() {
    var answer = token(form(), attestation(), pop());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    // As drafts after 07 have it: no iss in either.
    var later =
        token(
            form(), attestation(_ -> {}, c -> c.remove("iss")), pop(_ -> {}, c -> c.remove("iss")));
    assertThat(later.status()).as(later.body()).isEqualTo(200);
    assertThat(token(form("client_id", "the-wallet"), attestation(), pop()).status())
        .isEqualTo(200);
    assertThat(token(form("client_id", "another"), attestation(), pop()).error())
        .isEqualTo("invalid_client");
  }

  @Test
  void a_provider_may_be_vouched_for_by_a_certificate() {
    var byLeaf =
        attestation(leaf.key(), header -> header.set("x5c", Certs.x5c(List.of(leaf))), _ -> {});
    assertThat(token(form(), byLeaf, pop()).status()).isEqualTo(200);
    var late = Certs.vouched(root, "Old", now.minusSeconds(60), now.minusSeconds(1));
    var stranger = Certs.authority("Root", now.minusSeconds(60), now.plusSeconds(3600));
    var theirs = Certs.vouched(stranger, "X", now.minusSeconds(60), now.plusSeconds(3600));
    for (var chain :
        List.of(
            List.of(leaf, root), // The anchor stays out of the chain.
            List.of(root), // A leaf is not its own issuer.
            List.of(late),
            List.of(theirs),
            List.of(theirs, stranger))) {
      var bad =
          attestation(
              chain.getFirst().key(), header -> header.set("x5c", Certs.x5c(chain)), _ -> {});
      assertThat(token(form(), bad, pop()).error())
          .as(chain.getFirst().name())
          .isEqualTo("invalid_client_attestation");
    }
    var otherKey = attestation(provider, h -> h.set("x5c", Certs.x5c(List.of(leaf))), _ -> {});
    assertThat(token(form(), otherKey, pop()).error()).isEqualTo("invalid_client_attestation");
  }

  @Test
  void an_attestation_with_one_defect_is_refused_and_does_not_burn_the_code() {
    var form = form();
    long seconds = HOUSE.clock.instant().getEpochSecond();
    var attestations =
        List.of(
            attestation(h -> h.put("typ", "JWT"), _ -> {}),
            attestation(newKey(), _ -> {}, _ -> {}),
            attestation(_ -> {}, c -> c.remove("sub")),
            attestation(_ -> {}, c -> c.put("sub", "")),
            attestation(_ -> {}, c -> c.remove("exp")),
            attestation(_ -> {}, c -> c.remove("cnf")),
            attestation(_ -> {}, c -> c.put("nbf", seconds + 61)),
            attestation(_ -> {}, c -> c.put("iat", seconds + 61)),
            "no.jwt");
    for (int i = 0; i < attestations.size(); i++) {
      assertThat(token(form, attestations.get(i), pop()).error())
          .as("attestation %d", i)
          .isEqualTo("invalid_client_attestation");
    }
    assertThat(token(form, attestation(_ -> {}, c -> c.put("exp", seconds - 60)), pop()).error())
        .isEqualTo("use_fresh_attestation");
    var pops = new ArrayList<String>();
    pops.add(pop(h -> h.put("typ", "JWT"), _ -> {}));
    pops.add(pop(_ -> {}, c -> c.put("iss", "another")));
    pops.add(pop(_ -> {}, c -> c.put("aud", HOUSE.base + "/" + NAME + "/token")));
    pops.add(pop(_ -> {}, c -> c.remove("aud")));
    pops.add(pop(_ -> {}, c -> c.remove("jti")));
    pops.add(pop(_ -> {}, c -> c.remove("iat")));
    pops.add(pop(_ -> {}, c -> c.put("iat", seconds + 61)));
    pops.add(pop(_ -> {}, c -> c.put("iat", seconds - 301)));
    pops.add(
        Jws.sign(
            Json.newObject().put("typ", "oauth-client-attestation-pop+jwt"),
            Json.utf8(Jws.parse(pop(), 9999).unverifiedClaims()),
            newKey()));
    for (int i = 0; i < pops.size(); i++) {
      assertThat(token(form, attestation(), pops.get(i)).error())
          .as("proof %d", i)
          .isEqualTo("invalid_client_attestation");
    }
    var once = pop();
    assertThat(token(form, attestation(), once).status()).isEqualTo(200);
    assertThat(token(form(), attestation(), once).error()).isEqualTo("invalid_client");
  }

  @Test
  void an_attestation_and_its_proof_come_together_and_once() {
    var only =
        wallet.post("/" + NAME + "/token", FORM, form(), "OAuth-Client-Attestation", attestation());
    assertThat(only.error()).isEqualTo("invalid_client_attestation");
    var twice =
        wallet.post(
            "/" + NAME + "/token",
            FORM,
            form(),
            "OAuth-Client-Attestation",
            attestation(),
            "OAuth-Client-Attestation",
            attestation(),
            "OAuth-Client-Attestation-PoP",
            pop());
    assertThat(twice.error()).isEqualTo("invalid_client_attestation");
  }

  @Test
  void a_challenge_is_ours_and_young_and_may_be_required() throws IOException {
    var endpoint = Calls.form(HOUSE.base + "/" + NAME + "/challenge", "");
    assertThat(endpoint.status()).isEqualTo(200);
    assertThat(endpoint.header("Cache-Control")).isEqualTo("no-store");
    var challenge = endpoint.json().path("attestation_challenge").asText();
    assertThat(
            token(form(), attestation(), pop(_ -> {}, c -> c.put("challenge", challenge))).status())
        .isEqualTo(200);
    var made = token(form(), attestation(), pop(_ -> {}, c -> c.put("challenge", "made-up")));
    assertThat(made.error()).isEqualTo("use_attestation_challenge");
    assertThat(made.header("OAuth-Client-Attestation-Challenge")).isNotEmpty();
    policy(clients -> clients.put("challenge", "required"), "attest_jwt_client_auth");
    var form = form();
    var asked = token(form, attestation(), pop());
    assertThat(asked.error()).isEqualTo("use_attestation_challenge");
    var given = asked.header("OAuth-Client-Attestation-Challenge");
    assertThat(token(form, attestation(), pop(_ -> {}, c -> c.put("challenge", given))).status())
        .isEqualTo(200);
  }

  @Test
  void a_wallet_without_a_name_is_let_in_where_the_issuer_says_so() throws IOException {
    var refused = wallet.post("/" + NAME + "/token", FORM, form());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("invalid_client");
    policy("none", "attest_jwt_client_auth");
    assertThat(wallet.post("/" + NAME + "/token", FORM, form()).status()).isEqualTo(200);
    assertThat(token(form(), attestation(), pop()).status()).isEqualTo(200);
    // Whoever is registered with a key uses it.
    assertThat(wallet.post("/" + NAME + "/token", FORM, form("client_id", "known-client")).error())
        .isEqualTo("invalid_client");
  }

  @Test
  void the_metadata_say_how_a_client_shows_who_it_is() throws IOException {
    var address = HOUSE.base + "/.well-known/oauth-authorization-server/" + NAME;
    var json = Calls.get(address).json();
    assertThat(json.path("token_endpoint_auth_methods_supported").toString())
        .isEqualTo("[\"attest_jwt_client_auth\",\"private_key_jwt\"]");
    assertThat(json.path("challenge_endpoint").asText())
        .isEqualTo(HOUSE.base + "/" + NAME + "/challenge");
    assertThat(json.path("client_attestation_signing_alg_values_supported").toString())
        .isEqualTo("[\"ES256\"]");
    assertThat(json.path("client_attestation_pop_signing_alg_values_supported").toString())
        .isEqualTo("[\"ES256\"]");
    assertThat(json.path("token_endpoint_auth_signing_alg_values_supported").toString())
        .isEqualTo("[\"ES256\"]");
    assertThat(json.path("pre-authorized_grant_anonymous_access_supported").asBoolean()).isFalse();
    policy("none");
    var plain = Calls.get(address).json();
    assertThat(plain.path("token_endpoint_auth_methods_supported").toString())
        .isEqualTo("[\"none\"]");
    assertThat(plain.has("challenge_endpoint")).isFalse();
  }

  // --- private_key_jwt

  private String assertion(Signer by, Consumer<ObjectNode> claims) {
    var body =
        Json.newObject()
            .put("iss", "known-client")
            .put("sub", "known-client")
            .put("aud", HOUSE.base + "/" + NAME)
            .put("jti", chance())
            .put("exp", HOUSE.clock.instant().getEpochSecond() + 60);
    claims.accept(body);
    return Jws.sign(Json.newObject(), Json.utf8(body), by);
  }

  private Calls.Answer asserted(String form, String assertion) {
    return wallet.post(
        "/" + NAME + "/token",
        FORM,
        form
            + "&"
            + TestWallet.form(
                "client_assertion_type", ASSERTION_TYPE, "client_assertion", assertion));
  }

  @Test
  void a_registered_client_signs_with_its_own_key() {
    for (var aud : List.of("", "/token", "/par")) {
      var answer =
          asserted(form(), assertion(own, c -> c.put("aud", HOUSE.base + "/" + NAME + aud)));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
    var once = assertion(own, _ -> {});
    assertThat(asserted(form("client_id", "known-client"), once).status()).isEqualTo(200);
    assertThat(asserted(form(), once).error()).isEqualTo("invalid_client");
  }

  @Test
  void an_assertion_with_one_defect_is_refused_and_does_not_burn_the_code() {
    var form = form();
    long seconds = HOUSE.clock.instant().getEpochSecond();
    var assertions =
        List.of(
            assertion(newKey(), _ -> {}),
            assertion(own, c -> c.put("iss", "another")),
            assertion(own, c -> c.put("sub", "another").put("iss", "another")),
            assertion(own, c -> c.put("aud", "https://other.example")),
            assertion(own, c -> c.remove("aud")),
            assertion(own, c -> c.remove("exp")),
            assertion(own, c -> c.put("exp", seconds - 60)),
            assertion(own, c -> c.put("exp", seconds + 3601)),
            assertion(own, c -> c.put("nbf", seconds + 61)),
            assertion(own, c -> c.put("iat", seconds + 61)),
            assertion(own, c -> c.remove("jti")),
            "no.jwt");
    for (int i = 0; i < assertions.size(); i++) {
      assertThat(asserted(form, assertions.get(i)).error())
          .as("assertion %d", i)
          .isEqualTo("invalid_client");
    }
    assertThat(
            wallet
                .post(
                    "/" + NAME + "/token",
                    FORM,
                    form + "&" + TestWallet.form("client_assertion", assertion(own, _ -> {})))
                .error())
        .isEqualTo("invalid_client");
    assertThat(asserted(form, assertion(own, _ -> {})).status()).isEqualTo(200);
  }

  // --- PAR

  @Test
  void par_wants_the_same_and_its_client_id_is_the_attestations_sub() {
    var form = TestWallet.pushForm("the-wallet", "https://any.example/cb");
    assertThat(wallet.post("/" + NAME + "/par", FORM, form).error()).isEqualTo("invalid_client");
    var attested =
        wallet.post(
            "/" + NAME + "/par",
            FORM,
            form,
            "OAuth-Client-Attestation",
            attestation(),
            "OAuth-Client-Attestation-PoP",
            pop());
    assertThat(attested.status()).as(attested.body()).isEqualTo(201);
    var other =
        wallet.post(
            "/" + NAME + "/par",
            FORM,
            TestWallet.pushForm("another", "https://any.example/cb"),
            "OAuth-Client-Attestation",
            attestation(),
            "OAuth-Client-Attestation-PoP",
            pop());
    assertThat(other.error()).isEqualTo("invalid_client");
  }

  @Test
  void a_registered_client_returns_where_it_said() {
    for (var each : List.of("https://known.example/cb", "https://known.example/other")) {
      var answer =
          wallet.post(
              "/" + NAME + "/par",
              FORM,
              TestWallet.pushForm("known-client", each)
                  + "&"
                  + TestWallet.form(
                      "client_assertion_type",
                      ASSERTION_TYPE,
                      "client_assertion",
                      assertion(own, _ -> {})));
      assertThat(answer.status()).as(answer.body()).isEqualTo(each.endsWith("cb") ? 201 : 400);
    }
  }
}
