package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.folder.LocalAuthority;
import dev.hansa.launcher.run.HouseService;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What every wallet that is not ours does with a running house, over http and over https. A wallet
/// begins with a `participant`, so that it can show who its holder is, and a
/// `grid-connection-point`, some of whose claims are shown only if they are asked for.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WalletFlows {
  private static final String PARTICIPANT = "urn:hansa:participant:1";
  private static final String CONNECTION = "urn:hansa:grid-connection-point:1";

  private final String program;
  private final boolean tls;
  private RunningHouse house;
  private ForeignWallet wallet;
  private String holder;
  private ObjectNode first;
  private ObjectNode second;

  WalletFlows(String program, boolean tls) {
    this.program = program;
    this.tls = tls;
  }

  @BeforeAll
  void begin(RunningHouse running) throws Exception {
    house = running;
    var authority = LocalAuthority.certificate(new DataFolder(house.data()));
    var world = Json.newObject().put("registry", house.url(HouseService.DID_REGISTRY));
    if (tls) {
      world.put("anchor", authority.toString());
    }
    wallet = ForeignWallet.ofNode(program, tls ? Optional.of(authority) : Optional.empty(), world);
    holder = wallet.call("did").path("did").asText();
    var offer = offer("participant");
    first = wallet.call("accept", "offer", uri(offer), "txCode", txCode(offer));
    offer = offer("grid-connection-point", "--no-tx-code");
    second = wallet.call("accept", "offer", uri(offer), "dpop", "true");
  }

  @AfterAll
  void end() throws Exception {
    wallet.close();
  }

  /// An offer of this type about the wallet's holder.
  private ObjectNode offer(String type, String... flags) throws Exception {
    var issuer = type.equals("participant") ? "authority" : "grid";
    var claims = house.run("offer", "example", issuer, type, holder);
    assertThat(claims.code()).as(claims.err()).isZero();
    var file = Files.createTempFile("claims", ".json");
    Files.writeString(file, claims.out(), StandardCharsets.UTF_8);
    var words = new ArrayList<>(List.of("offer", "make", issuer, type));
    words.addAll(List.of("--claims", file.toString()));
    words.addAll(List.of(flags));
    return house.cli(words.toArray(String[]::new));
  }

  private static String uri(ObjectNode offer) {
    return offer.path("offerUri").asText();
  }

  private static String txCode(ObjectNode offer) {
    return offer.path("txCode").asText();
  }

  private static String vct(ObjectNode answer) {
    return answer.path("claims").path(0).path("vct").asText();
  }

  @Test
  void a_pre_authorized_code_with_a_transaction_code_brings_the_credential() {
    assertThat(vct(first)).isEqualTo(PARTICIPANT);
    assertThat(first.path("claims").path(0).path("sub").asText()).isEqualTo(holder);
    // Where the wallet may choose: Credo binds every token.
    assertThat(first.path("tokenType").asText()).isIn("Bearer", "DPoP");
    assertThat(first.path("notified").asBoolean()).isTrue();
  }

  @Test
  void an_access_token_is_bound_to_the_wallets_key() {
    assertThat(vct(second)).isEqualTo(CONNECTION);
    assertThat(second.path("tokenType").asText()).isEqualTo("DPoP");
  }

  @Test
  void a_wrong_transaction_code_is_said_to_be_one_and_the_right_one_still_counts()
      throws Exception {
    var offer = offer("grid-connection-point");
    var wrong = txCode(offer).startsWith("0") ? "1" : "0";
    var refused =
        wallet.tryTo("accept", "offer", uri(offer), "txCode", wrong + txCode(offer).substring(1));
    assertThat(refused.toString()).contains("invalid_grant");
    var answer = wallet.call("accept", "offer", uri(offer), "txCode", txCode(offer));
    assertThat(vct(answer)).isEqualTo(CONNECTION);
  }

  @Test
  void an_authorization_code_comes_after_the_holder_showed_who_they_are() throws Exception {
    var offer = offer("grid-connection-point", "--login", "--holder", holder);
    var answer = wallet.call("authorize", "offer", uri(offer), "dpop", "true");
    assertThat(vct(answer)).isEqualTo(CONNECTION);
    assertThat(answer.path("pushed").asBoolean()).isTrue();
    assertThat(answer.path("iss").asText()).isEqualTo(house.url(HouseService.ISSUER) + "/grid");
    assertThat(answer.path("tokenType").asText()).isEqualTo("DPoP");
  }

  @Test
  void what_was_held_is_deferred_and_collected_after_its_release() throws Exception {
    var offer = offer("grid-connection-point", "--no-tx-code", "--hold");
    var answer = wallet.call("accept", "offer", uri(offer), "dpop", "true");
    assertThat(answer.path("transactionId").asText()).isNotEmpty();
    assertThat(answer.has("claims")).isFalse();
    assertThat(wallet.call("collect").path("waits").asBoolean()).isTrue();
    var _ = house.cli("offer", "release", "grid", offer.path("id").asText());
    assertThat(vct(wallet.call("collect"))).isEqualTo(CONNECTION);
  }

  /// A request of the bank for the number of the holder's meter.
  private ObjectNode ask(ObjectNode manner) {
    var body = manner.deepCopy().put("purpose", "To pay for what you sell");
    var credential = body.putObject("dcql_query").putArray("credentials").addObject();
    credential.put("id", "meter").put("format", "dc+sd-jwt");
    credential.putObject("meta").putArray("vct_values").add(CONNECTION);
    credential.putArray("claims").addObject().putArray("path").add("meteringPointId");
    var network = house.connect();
    return network
        .calls()
        .postAs(
            network.organisations().require("bank"),
            house.url(HouseService.VERIFIER),
            "/requests",
            body)
        .orRefusal();
  }

  private ObjectNode look(ObjectNode request, String query) {
    var network = house.connect();
    return network
        .calls()
        .getAs(
            network.organisations().require("bank"),
            house.url(HouseService.VERIFIER),
            "/requests/" + request.path("id").asText() + query)
        .orRefusal();
  }

  private void assertShown(ObjectNode state) {
    assertThat(state.at("/result/verified").asBoolean()).as(state.toPrettyString()).isTrue();
    var claims = state.at("/result/credentials/0/claims");
    assertThat(claims.path("meteringPointId").asText()).matches("[0-9]{18}");
    // What the holder may keep and nobody asked for was not shown.
    assertThat(claims.has("maxImportW")).as(claims.toString()).isFalse();
  }

  @Test
  void a_request_from_another_device_is_answered() throws Exception {
    var request = ask(Json.newObject());
    assertThat(request.path("openid4vp").asText())
        .contains(tls ? "x509_hash" : "decentralized_identifier");
    var answer = wallet.call("present", "request", request.path("openid4vp").asText());
    assertThat(answer.path("encrypted").asBoolean()).isFalse();
    assertShown(look(request, ""));
  }

  @Test
  void the_other_name_of_the_verifier_is_believed_too() throws Exception {
    var request = ask(Json.newObject().put("client_id_prefix", "decentralized_identifier"));
    var _ = wallet.call("present", "request", request.path("openid4vp").asText());
    assertShown(look(request, ""));
  }

  @Test
  void an_answer_is_encrypted_where_the_verifier_wants_it() throws Exception {
    for (var enc : List.of("A128GCM", "A256GCM")) {
      var request = ask(Json.newObject().put("response_mode", "direct_post.jwt"));
      var answer =
          wallet.call("present", "request", request.path("openid4vp").asText(), "enc", enc);
      assertThat(answer.path("encrypted").asBoolean()).isTrue();
      assertShown(look(request, ""));
    }
  }

  @Test
  void on_the_same_device_the_browser_comes_back_with_a_response_code() throws Exception {
    var request =
        ask(
            Json.newObject()
                .put("same_device", true)
                .put("response_mode", "direct_post.jwt")
                .put("redirect_uri", "https://shop.example/back"));
    var answer = wallet.call("present", "request", request.path("openid4vp").asText());
    var back = URI.create(answer.path("redirectUri").asText());
    assertThat(back.toString()).startsWith("https://shop.example/back?");
    assertThat(look(request, "").at("/result/credentials/0/claims").isMissingNode()).isTrue();
    assertShown(look(request, "?" + back.getRawQuery()));
  }
}
