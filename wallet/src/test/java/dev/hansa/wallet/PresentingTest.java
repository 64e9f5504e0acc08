package dev.hansa.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Matching;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Signer;
import dev.hansa.wallet.Town.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenID4VP 1.0 at the wallet's edge.
class PresentingTest {
  private static final String CLIENT = "decentralized_identifier:" + Town.VERIFIER;

  @TempDir private Path folder = Path.of("");
  private final Town town = new Town();
  private final Map<String, String> answered = new HashMap<>();
  private Optional<Wallet> opened = Optional.empty();
  private Signer signer = Town.VERIFIER_KEY;

  @BeforeEach
  void holder() throws IOException {
    opened = Optional.of(town.wallet(folder));
    var _ = wallet().add(Given.participant(wallet().holderKey().publicKey()));
    town.on(
        "POST /responses/1",
        request -> {
          answered.putAll(request.form());
          return Reply.json(200, "{'redirect_uri':'https://shop.example/back?response_code=x'}");
        });
    request(_ -> {});
  }

  private Wallet wallet() {
    return opened.orElseThrow();
  }

  @AfterEach
  void close() {
    town.close();
  }

  /// The verifier's request, with a change.
  private void request(Consumer<ObjectNode> change) {
    var claims =
        Json.newObject()
            .put("iss", CLIENT)
            .put("aud", "https://self-issued.me/v2")
            .put("client_id", CLIENT)
            .put("response_type", "vp_token")
            .put("response_mode", "direct_post")
            .put("response_uri", town.base() + "/responses/1")
            .put("nonce", "n-0S6_WzA2Mj-Zr1cG5_2w")
            .put("state", "the-state")
            .put("exp", Town.NOW.plusSeconds(300).getEpochSecond())
            .put("purpose", "To sign you in");
    claims.set(
        "dcql_query",
        Json.parse(
            """
            {"credentials":[{"id":"member","format":"dc+sd-jwt","meta":{"vct_values":["urn:hansa:participant:1"]},
             "claims":[{"path":["legalName"]},{"path":["roles"]}]}]}
            """));
    change.accept(claims);
    var jar = Jws.signJwt("oauth-authz-req+jwt", Town.VERIFIER_NAME, claims, signer);
    town.on("GET /request-objects/1", _ -> new Reply(200, jar, Map.of()));
  }

  private String link() {
    return "openid4vp://authorize?client_id="
        + Http.encode(CLIENT)
        + "&request_uri="
        + Http.encode(town.base() + "/request-objects/1");
  }

  @Test
  void a_holder_sees_who_asks_what_for_and_what_would_be_shown() {
    var view = wallet().ask(link());
    assertThat(view.verifier().name()).isEqualTo(Town.VERIFIER.toString());
    assertThat(view.verifier().proof()).isEqualTo("proved by the ledger");
    assertThat(view.purpose()).isEqualTo("To sign you in");
    assertThat(view.isAnswerable()).isTrue();
    var choice = ((Matching.Found) view.matching()).choices().getFirst();
    assertThat(choice.shown())
        .singleElement()
        .satisfies(shown -> assertThat(shown.name()).isEqualTo(Optional.of("legalName")));
    assertThat(answered).isEmpty();
  }

  @Test
  void the_least_that_answers_is_shown_and_bound_to_this_request() {
    var result = wallet().present(wallet().ask(link()));
    assertThat(result.redirectUri()).contains("https://shop.example/back?response_code=x");
    assertThat(answered).containsEntry("state", "the-state");
    var shown = shown();
    assertThat(shown.disclosures()).hasSize(1);
    assertThat(shown.unverifiedClaims().has("organizationIdentifier")).isFalse();
    var binding = Jws.parse(shown.keyBinding().orElseThrow(), 8192);
    assertThat(binding.isSignedBy(wallet().holderKey().publicKey())).isTrue();
    var claims = binding.unverifiedClaims();
    assertThat(claims.path("aud").asText()).isEqualTo(CLIENT);
    assertThat(claims.path("nonce").asText()).isEqualTo("n-0S6_WzA2Mj-Zr1cG5_2w");
    assertThat(claims.path("iat").asLong()).isEqualTo(Town.NOW.getEpochSecond());
    assertThat(claims.has("transaction_data_hashes")).isFalse();
  }

  private SdJwt shown() {
    var token = Json.parseObject(answered.getOrDefault("vp_token", ""));
    assertThat(token.path("member")).hasSize(1);
    return SdJwt.parse(token.path("member").path(0).asText());
  }

  private static String transaction(String type, String credential) {
    return Bytes.utf8(
            "{\"type\":\"%s\",\"credential_ids\":[\"%s\"],\"termsHash\":\"abc\"}"
                .formatted(type, credential))
        .toBase64Url();
  }

  @Test
  void what_is_signed_is_in_the_key_binding() {
    var entry = transaction("urn:hansa:agreement-signature:1", "member");
    request(claims -> claims.putArray("transaction_data").add(entry));
    var view = wallet().ask(link());
    assertThat(view.transactionData()).containsExactly(entry);
    var _ = wallet().present(view);
    var binding = Jws.parse(shown().keyBinding().orElseThrow(), 8192).unverifiedClaims();
    assertThat(binding.path("transaction_data_hashes").path(0).asText())
        .isEqualTo(Bytes.sha256(entry.getBytes(StandardCharsets.US_ASCII)).toBase64Url());
  }

  @Test
  void a_holder_may_decline() {
    wallet().decline(wallet().ask(link()));
    assertThat(answered).containsOnlyKeys("error", "state").containsEntry("error", "access_denied");
  }

  @Test
  void what_the_verifier_refuses_reaches_the_holder_with_its_reason() {
    town.on(
        "POST /responses/1",
        _ ->
            Reply.json(
                400,
                "{'error':'invalid_presentation','reason':'revoked','error_description':'The credential is not revoked.'}"));
    var view = wallet().ask(link());
    assertThatThrownBy(() -> wallet().present(view))
        .isInstanceOfSatisfying(
            WalletFailure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo("revoked");
              assertThat(failure).hasMessage("The credential is not revoked.");
            });
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        change("wrong-client", c -> c.put("client_id", "decentralized_identifier:did:jwk:e30")),
        change("request-expired", c -> c.put("exp", Town.NOW.getEpochSecond())),
        change("request-unknown", c -> c.put("response_mode", "fragment")),
        change("request-unknown", c -> c.put("response_type", "code")),
        change("request-unknown", c -> c.put("aud", "https://other.example")),
        change("request-unknown", c -> c.put("redirect_uri", "https://other.example")),
        change("request-malformed", c -> c.remove("nonce")),
        change("request-malformed", c -> c.remove("dcql_query")),
        change(
            "invalid_transaction_data",
            c -> c.putArray("transaction_data").add(transaction("payment", "member"))),
        change(
            "invalid_transaction_data",
            c -> c.putArray("transaction_data").add(transaction("urn:hansa:x:1", "other"))),
        change("request-malformed", c -> c.putArray("transaction_data").add("%%%")));
  }

  private static Arguments change(String reason, Consumer<ObjectNode> change) {
    return Arguments.of(reason, change);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void a_request_that_cannot_be_answered_is_refused_before_the_holder_is_asked(
      String reason, Consumer<ObjectNode> change) {
    request(change);
    refused(link(), reason);
  }

  private void refused(String link, String reason) {
    assertThatThrownBy(() -> wallet().ask(link))
        .isInstanceOfSatisfying(
            WalletFailure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
    assertThat(answered).isEmpty();
  }

  @Test
  void a_request_signed_by_another_key_is_refused() {
    signer = Town.ISSUER_KEY;
    request(_ -> {});
    refused(link(), "request-not-signed");
  }

  @Test
  void a_request_of_a_did_that_is_not_on_the_ledger_is_refused() {
    refused(
        link().replace("C3R8PSBxU6Qcqxg5qD2yHv", "2wJPyULfLLnYTEFYzByfUR"), "request-not-signed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://verifier.example",
        "openid4vp://authorize",
        "openid4vp://authorize?client_id=decentralized_identifier%3Adid%3Aindy%3Ahansa%3AC3R8PSBxU6Qcqxg5qD2yHv",
        "openid4vp://authorize?client_id=x509_hash%3Aabc&nonce=x",
        "openid4vp://authorize?client_id=c&request=x&request_uri=https%3A%2F%2Fverifier.example",
      })
  void what_is_no_request_is_refused(String link) {
    refused(link, "not-a-request");
  }

  @Test
  void what_the_wallet_does_not_hold_it_does_not_show() {
    for (var held : wallet().list()) {
      assertThat(wallet().remove(held.id())).isTrue();
    }
    var view = wallet().ask(link());
    assertThat(view.isAnswerable()).isFalse();
    assertThatThrownBy(() -> wallet().present(view)).isInstanceOf(WalletFailure.class);
    assertThat(answered).isEmpty();
  }

  @Test
  void an_expired_credential_and_one_of_another_key_are_not_offered() {
    for (var held : wallet().list()) {
      assertThat(wallet().remove(held.id())).isTrue();
    }
    var expired =
        Given.claims(wallet().holderKey().publicKey()).put("exp", Town.NOW.getEpochSecond());
    var _ = wallet().add(Given.issued(expired, Town.ISSUER_KEY));
    var _ = wallet().add(Given.participant(Town.newKey().publicKey()));
    assertThat(wallet().ask(link()).isAnswerable()).isFalse();
  }
}
