package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.run.HouseService;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A shop that knows nothing of credentials lets its users sign in by OpenID Connect, with
/// micronaut-security-oauth2 as it comes.
@ExtendWith(HouseExtension.class)
class RelyingPartyTest {
  private static RunningHouse house;
  private static Shop shop;
  private static String shopUrl = "";

  @BeforeAll
  static void openTheShop(RunningHouse running, HouseExtension.ShopPort port) throws IOException {
    house = running;
    shop = Shop.open(running, port);
    shopUrl = shop.url();
  }

  @AfterAll
  static void closeTheShop() {
    shop.close();
  }

  @Test
  void without_signing_in_the_shop_says_nothing() throws Exception {
    try (var browser = browser()) {
      assertThat(get(browser, shopUrl + "/who", "application/json").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void a_person_signs_in_with_a_credential_and_the_shop_knows_them_by_a_pseudonym()
      throws Exception {
    try (var browser = browser();
        var again = browser()) {
      var first = signIn(browser, "pia");
      assertThat(first.path("iss").asText()).isEqualTo(house.url(HouseService.MARKETPLACE_AUTH));
      assertThat(first.path("name").asText()).isEqualTo(first.path("sub").asText()).isNotEmpty();
      // The same person is the same for this shop, and nobody else is.
      assertThat(signIn(again, "pia").path("sub").asText()).isEqualTo(first.path("sub").asText());
      try (var other = browser()) {
        assertThat(signIn(other, "carl").path("sub").asText())
            .isNotEqualTo(first.path("sub").asText());
      }
      // No DID, no claim of the credential: the shop did not ask for membership.
      assertThat(first.toString()).doesNotContain("did:", "PROSUMER");
    }
  }

  @Test
  void a_code_is_good_once_and_for_the_browser_that_began() throws Exception {
    try (var browser = browser();
        var thief = browser()) {
      var callback = untilCallback(browser, "carl");
      // Another browser that has the address has no state of its own: refused.
      assertThat(get(thief, callback.toString(), "text/html").statusCode()).isNotEqualTo(200);
      assertThat(get(thief, shopUrl + "/who", "application/json").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void an_issuers_people_log_in_at_the_houses_own_sign_in() throws Exception {
    var link = HouseLogin.open(house, house.url(HouseService.MARKETPLACE_AUTH));
    try (var browser = browser()) {
      var held =
          new Wallets(house.connect())
              .open("pia")
              .acceptByBrowser(link, address -> logInAndAgree(browser, address));
      assertThat(held.vct().value()).isEqualTo("urn:hansa:mandate:1");
    }
  }

  @Test
  void an_operator_offers_to_somebody_by_their_account() throws Exception {
    var provider = house.url(HouseService.MARKETPLACE_AUTH);
    var _ = HouseLogin.open(house, provider);
    var did = house.connect().organisations().require(HouseExtension.ISSUER).did().toString();
    var claims = house.run("offer", "example", HouseExtension.ISSUER, "mandate", did);
    assertThat(claims.code()).as(claims.err()).isZero();
    var file = Files.createTempFile("claims", ".json");
    var _ = Files.writeString(file, claims.out());
    var offer = List.of("offer", "make", HouseExtension.ISSUER, "mandate", "--claims");
    var words = new ArrayList<>(offer);
    words.addAll(List.of(file.toString(), "--login", "--holder-at", provider));
    // Without the subject nobody is named.
    assertThat(house.run(words.toArray(String[]::new)).code()).isNotZero();
    words.addAll(List.of("--subject", "somebody"));
    assertThat(house.cli(words.toArray(String[]::new)).path("state").asText()).isEqualTo("offered");
  }

  /// What the person does whose wallet opened this address: signs in, reads, agrees.
  private static void logInAndAgree(HttpClient browser, URI address) {
    try {
      var toHansa = redirect(get(browser, address.toString(), "text/html"));
      assertThat(toHansa.toString())
          .startsWith(house.url(HouseService.MARKETPLACE_AUTH))
          .contains("code_challenge_method=S256", "nonce=", "state=");
      var callback = signedIn(browser, toHansa, "pia", "The grid company");
      assertThat(callback.toString())
          .startsWith(house.url(HouseService.ISSUER) + "/grid/login/callback?");
      var judged = callback.resolve(redirect(get(browser, callback.toString(), "text/html")));
      var page = judged.resolve(redirect(get(browser, judged.toString(), "text/html")));
      var consent = get(browser, page.toString(), "text/html").body();
      assertThat(consent).contains("Shall your wallet have this credential?", "The grid company");
      var key = consent.replaceFirst("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
      var agreed =
          browser.send(
              HttpRequest.newBuilder(URI.create(page + "/consent"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString("answer=yes&key=" + key))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      var _ = get(browser, redirect(agreed).toString(), "text/html");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode signIn(HttpClient browser, String wallet) throws Exception {
    var callback = untilCallback(browser, wallet);
    var back = get(browser, callback.toString(), "text/html");
    assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
    var who = get(browser, shopUrl + "/who", "application/json");
    assertThat(who.statusCode()).as(who.body()).isEqualTo(200);
    return Json.parseObject(who.body());
  }

  /// Follows the browser from the shop's link to the address that it comes back to.
  private static URI untilCallback(HttpClient browser, String wallet) throws Exception {
    var toHansa = redirect(get(browser, shopUrl + "/oauth/login/hansa", "text/html"));
    assertThat(String.valueOf(toHansa)).contains("code_challenge_method=S256", "nonce=", "state=");
    var callback = signedIn(browser, toHansa, wallet, "The shop on the corner");
    assertThat(callback.toString()).startsWith(shopUrl + "/oauth/callback/hansa?");
    assertThat(callback.getQuery()).contains("iss=", "code=", "state=");
    return callback;
  }

  /// Signs in for this service; the answer is where the browser is sent then.
  private static URI signedIn(HttpClient browser, URI toHansa, String wallet, String service)
      throws Exception {
    var login =
        toHansa.resolve(
            redirect(get(browser, toHansa + "&login_as=person", "text/html")).toString());
    var page = get(browser, login.toString(), "text/html");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains(service);
    var state = state(browser, login);
    new Wallets(house.connect()).open(wallet).present(Json.text(state, "openid4vp", 8192));
    for (int attempt = 0; attempt < 100; attempt++) {
      state = state(browser, login);
      if (!Set.of("waiting", "fetched").contains(state.path("state").asText())) {
        break;
      }
      var _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
    assertThat(state.path("state").asText()).isEqualTo("verified");
    var finish = login.resolve(Json.text(state, "next", 500));
    return redirect(get(browser, finish.toString(), "text/html"));
  }

  private static ObjectNode state(HttpClient browser, URI login) throws Exception {
    return Json.parseObject(get(browser, login.toString(), "application/json").body());
  }

  private static URI redirect(HttpResponse<String> response) {
    assertThat(response.statusCode() / 100).as(response.body()).isEqualTo(3);
    return URI.create(response.headers().firstValue("Location").orElseThrow());
  }

  private static HttpResponse<String> get(HttpClient browser, String address, String accept)
      throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(address)).header("Accept", accept).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpClient browser() {
    return HttpClient.newBuilder()
        .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }
}
