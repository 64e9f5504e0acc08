package dev.hansa.issuer;

import static dev.hansa.issuer.CodeFlow.AUTHORITY;
import static dev.hansa.issuer.CodeFlow.HOUSE;
import static dev.hansa.issuer.CodeFlow.NAME;
import static dev.hansa.issuer.CodeFlow.authorize;
import static dev.hansa.issuer.CodeFlow.begun;
import static dev.hansa.issuer.CodeFlow.known;
import static dev.hansa.issuer.CodeFlow.offered;
import static dev.hansa.issuer.CodeFlow.pushed;
import static dev.hansa.issuer.CodeFlow.query;
import static dev.hansa.issuer.CodeFlow.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.issuer.CodeFlow.Browser;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The person's part of the authorization code flow: its pages, its browser, and no other.
class AuthorizePagesTest {
  private final TestWallet wallet = new TestWallet(HOUSE);

  @Test
  void a_request_uri_counts_once_for_ninety_seconds_and_for_its_client() {
    var requestUri = pushed(request());
    assertThat(authorize(requestUri, "another", "").status()).isEqualTo(400);
    assertThat(authorize(requestUri + "x", "a-wallet", "").status()).isEqualTo(400);
    // A state beside it was in the pushed request, and is ignored here.
    assertThat(authorize(requestUri, "a-wallet", "&state=again").status()).isEqualTo(303);
    var second = authorize(requestUri, "a-wallet", "");
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.header("Content-Type")).startsWith("text/html");
    var late = pushed(request());
    HOUSE.clock.forward(Duration.ofSeconds(90));
    assertThat(authorize(late, "a-wallet", "").status()).isEqualTo(400);
    assertThat(Calls.get(HOUSE.base + "/" + NAME + "/authorize?client_id=a-wallet").status())
        .isEqualTo(400);
  }

  @Test
  void no_other_browser_goes_on() {
    var _ = offered(wallet.did());
    var browser = begun(request());
    var other = new Browser(browser.path(), "hansa-issue=" + "A".repeat(43), browser.login());
    HOUSE.verifier.show(browser.login(), wallet.did(), "code-1");
    assertThat(other.get("").status()).isEqualTo(403);
    assertThat(other.get("/shown?response_code=code-1").status()).isEqualTo(403);
    assertThat(Calls.get(HOUSE.base + browser.path()).status()).isEqualTo(403);
    assertThat(other.get("/state").json().path("state").asText()).isEqualTo("over");
    assertThat(browser.get("/shown?response_code=code-1").status()).isEqualTo(303);
    var form = TestWallet.form("key", browser.key(), "answer", "yes");
    assertThat(other.post(form).status()).isEqualTo(403);
    assertThat(browser.post(TestWallet.form("key", "A".repeat(43), "answer", "yes")).status())
        .isEqualTo(403);
    assertThat(browser.post(form).status()).isEqualTo(303);
    assertThat(browser.post(form).status()).isEqualTo(410);
  }

  @Test
  void what_was_shown_from_another_device_does_not_count_unless_the_issuer_lets_it() {
    var _ = offered(wallet.did());
    var browser = begun(request());
    HOUSE.verifier.show(browser.login(), wallet.did(), "code-1");
    for (var more : List.of("", "/shown", "/shown?response_code=guessed")) {
      var page = browser.get(more);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).contains("not from this browser");
    }
    assertThat(browser.get("/shown?response_code=code-1").status()).isEqualTo(303);
  }

  @Test
  void an_issuer_may_let_a_credential_be_shown_from_another_device() throws IOException {
    HOUSE.tenant(
        AUTHORITY, AUTHORITY.keys(), json -> json.putObject("policy").put("crossDevice", true));
    try {
      var _ = offered(wallet.did());
      var browser = begun(request());
      assertThat(browser.get("").body()).contains("<svg");
      HOUSE.verifier.show(browser.login(), wallet.did(), "code-1");
      assertThat(browser.get("").status()).isEqualTo(303);
      assertThat(browser.get("").body()).contains("Shall your wallet have this credential?");
    } finally {
      HOUSE.tenant(AUTHORITY, AUTHORITY.keys());
    }
  }

  @Test
  void whoever_is_not_the_holder_gets_nothing() {
    var offered = offered(wallet.did());
    var form = request();
    form.put(
        "issuer_state",
        TestWallet.offer(offered.path("offerUri").asText())
            .at("/grants/authorization_code/issuer_state")
            .asText());
    var thief = new TestWallet(HOUSE);
    var browser = begun(form);
    HOUSE.verifier.show(browser.login(), thief.did(), "code-1");
    var page = browser.get("/shown?response_code=code-1");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("no such credential", "error=access_denied", "iss=")
        .doesNotContain("PROSUMER");
    assertThat(browser.get("").status()).isEqualTo(410);
  }

  @Test
  void what_the_verifier_refuses_is_told_in_its_words() {
    var browser = begun(request());
    HOUSE.verifier.refuse(browser.login(), "The credential <b>was</b> revoked.");
    var page = browser.get("");
    assertThat(page.body())
        .contains("The credential &lt;b&gt;was&lt;/b&gt; revoked.", "error=access_denied");
  }

  @Test
  void a_holder_who_does_not_agree_sends_the_wallet_away() {
    var _ = offered(wallet.did());
    var browser = known(request(), wallet.did());
    var answer = browser.post(TestWallet.form("key", browser.key(), "answer", "no"));
    assertThat(answer.status()).isEqualTo(303);
    assertThat(query(answer.header("Location")))
        .containsEntry("error", "access_denied")
        .containsEntry("state", "s t")
        .containsEntry("iss", HOUSE.base + "/" + NAME)
        .doesNotContainKey("code");
    assertThat(browser.get("").status()).isEqualTo(410);
  }

  @Test
  void the_files_of_the_pages_are_there_and_nothing_else() {
    assertThat(Calls.get(HOUSE.base + "/pages/issue.css").status()).isEqualTo(200);
    assertThat(Calls.get(HOUSE.base + "/pages/issue.js").header("Content-Type"))
        .startsWith("text/javascript");
    assertThat(Calls.get(HOUSE.base + "/pages/other").status()).isEqualTo(404);
  }
}
