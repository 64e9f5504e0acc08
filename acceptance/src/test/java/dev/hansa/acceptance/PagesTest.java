package dev.hansa.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.launcher.acts.OpenWallet;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.run.HouseService;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The pages that people see, in Chromium, without a mouse: offer, request, consent, sign-in and
/// what comes of them. Each is looked at in a window of a phone and of a desk, in light and in
/// dark, and its picture is written to `target/pages`. The Maven profile `pages`.
@Tag("pages")
@ExtendWith(HouseExtension.class)
class PagesTest {
  private static final Path PICTURES = Path.of("target", "pages");
  private static final String CONNECTION = "grid-connection-point";

  private static RunningHouse house;
  private static Shop shop;
  private static Chromium chromium;
  private static String faultsOfPage = "";

  @BeforeAll
  static void open(RunningHouse running, HouseExtension.ShopPort port) throws Exception {
    chromium = Chromium.start();
    house = running;
    shop = Shop.open(running, port);
    try (var script = PagesTest.class.getResourceAsStream("faults-of-page.js")) {
      faultsOfPage = new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
    }
  }

  @AfterAll
  static void close() {
    shop.close();
    chromium.close();
  }

  private static OpenWallet wallet(String name) {
    return new Wallets(house.connect()).open(name);
  }

  /// An offer of pia's metering point.
  private static ObjectNode offer(String... flags) throws IOException {
    var did = wallet("pia").did().toString();
    var claims = house.run("offer", "example", "grid", CONNECTION, did);
    assertThat(claims.code()).as(claims.err()).isZero();
    var file = Files.createTempFile("claims", ".json");
    var _ = Files.writeString(file, claims.out(), UTF_8);
    var words = new ArrayList<>(List.of("offer", "make", "grid", CONNECTION));
    words.addAll(List.of("--claims", file.toString()));
    words.addAll(List.of(flags));
    return house.cli(words.toArray(String[]::new));
  }

  private static String address(ObjectNode offer) {
    var uri = offer.path("offerUri").asText();
    return URLDecoder.decode(uri.substring(uri.indexOf('=') + 1), UTF_8);
  }

  /// Looks at the page in every window, and keeps its pictures.
  private static void look(String name) throws Exception {
    for (boolean isPhone : List.of(true, false)) {
      for (boolean dark : List.of(true, false)) {
        chromium.window(isPhone ? 375 : 1280, isPhone ? 667 : 720, dark);
        var faults = chromium.look(faultsOfPage);
        assertThat(faults).as(name + ": " + faults).isEmpty();
      }
      chromium.picture(PICTURES.resolve(name + (isPhone ? "-phone.png" : "-desktop.png")));
    }
  }

  private static String focusedLink() {
    return chromium.look("document.activeElement.href").asText();
  }

  @Test
  void an_offer_is_read_and_taken_up() throws Exception {
    var offer = offer();
    chromium.open(address(offer), "has a credential for you");
    look("offer");
    chromium.tabTo("Open it in my wallet");
    wallet("pia").accept(focusedLink(), Optional.of(offer.path("txCode").asText()));
    chromium.open(address(offer), "This offer is not open");
    look("offer-over");
  }

  @Test
  void who_is_asked_first_shows_a_credential_reads_and_agrees() throws Exception {
    var held = byBrowser(address -> agree(address, "Give it to my wallet", "You agreed"));
    assertThat(held.vct().value()).contains(CONNECTION);
  }

  @Test
  void who_reads_and_does_not_agree_gets_nothing() throws Exception {
    assertThatThrownBy(
            () -> byBrowser(address -> agree(address, "Do not give it", "Nothing was given")))
        .hasMessage("the holder did not agree");
  }

  private static OpenWallet.Held byBrowser(Consumer<URI> open) throws IOException {
    var offer = offer("--login", "--holder", wallet("pia").did().toString());
    return wallet("pia").acceptByBrowser(offer.path("offerUri").asText(), open);
  }

  private static void agree(URI address, String button, String result) {
    try {
      chromium.open(address.toString(), "First show who you are");
      look("request");
      chromium.tabTo("Show it from my wallet");
      var other = wallet("pia");
      var back = other.answer(other.ask(focusedLink()));
      chromium.open(back.orElseThrow(), "Shall your wallet have this credential?");
      look("consent");
      chromium.tabTo(button);
      chromium.pressSpace();
      chromium.await(result);
      look(result.equals("You agreed") ? "result-given" : "result-not-given");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void who_is_asked_first_logs_in_reads_and_agrees() throws Exception {
    var link = HouseLogin.open(house, house.url(HouseService.MARKETPLACE_AUTH));
    var held = wallet("pia").acceptByBrowser(link, PagesTest::logInAndAgree);
    assertThat(held.vct().value()).isEqualTo("urn:hansa:mandate:1");
  }

  private static void logInAndAgree(URI address) {
    try {
      // Straight to the sign-in; whoever comes back from there without an answer reads what to do.
      chromium.open(address.toString(), "Sign in to The grid company");
      chromium.tabTo("For myself");
      chromium.pressEnter();
      chromium.awaitText("Scan with your wallet");
      chromium.tabTo("Open the wallet on this device");
      wallet("pia").present(focusedLink());
      chromium.await("Shall your wallet have this credential?");
      look("consent-after-login");
      chromium.tabTo("Give it to my wallet");
      chromium.pressSpace();
      chromium.await("You agreed");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void who_turns_back_from_the_login_reads_what_to_do_and_why_nothing_was_given() throws Exception {
    try (var provider = new StillProvider()) {
      var link = HouseLogin.open(house, provider.issuer());
      assertThatThrownBy(() -> wallet("pia").acceptByBrowser(link, PagesTest::turnBack))
          .hasMessage("the holder was not known");
    }
  }

  @Test
  void who_comes_back_while_the_login_is_looked_at_waits_on_a_page_that_goes_on() throws Exception {
    try (var provider = new StillProvider()) {
      var link = HouseLogin.open(house, provider.issuer());
      assertThatThrownBy(
              () -> wallet("pia").acceptByBrowser(link, address -> comeTwice(address, provider)))
          .hasMessage("the wallet is closed");
    }
  }

  private static void comeTwice(URI address, StillProvider provider) {
    try {
      var state = stateAt(address);
      // Typed, an address is waited for; this one is not.
      var callback = issuer() + "/login/callback?code=a-code&state=" + state;
      var _ = chromium.look("location.assign('" + callback + "'), true");
      assertThat(provider.asked.await(30, TimeUnit.SECONDS)).isTrue();
      chromium.open(page(state), "One moment");
      look("login-answering");
      chromium.tabTo("Go on");
      provider.close();
      chromium.await("This is over");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("the wallet is closed");
  }

  private static String issuer() {
    return house.url(HouseService.ISSUER) + "/" + HouseExtension.ISSUER;
  }

  /// The page of the authorization that this `state` is of.
  private static String page(String state) {
    return issuer() + "/authorize/" + state.substring(0, state.indexOf('.'));
  }

  /// The `state` that the browser has when it comes to the provider.
  private static String stateAt(URI address) throws Exception {
    chromium.open(address.toString(), StillProvider.HEADING);
    return chromium.look("new URLSearchParams(location.search).get('state')").asText();
  }

  private static void turnBack(URI address) {
    try {
      var state = stateAt(address);
      chromium.open(page(state), "First log in");
      look("login");
      chromium.tabTo("Log in at");
      chromium.open(
          issuer() + "/login/callback?error=access_denied&state=" + state,
          "Your wallet gets no credential");
      look("login-refused");
      chromium.tabTo("Back to my wallet");
      chromium.pressEnter();
      chromium.await("Nothing was given");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void who_cannot_log_in_just_now_tries_again_or_goes_back() throws Exception {
    // Nobody listens there.
    var link = HouseLogin.open(house, "http://127.0.0.1:1");
    assertThatThrownBy(() -> wallet("pia").acceptByBrowser(link, PagesTest::giveUp))
        .hasMessage("the login cannot be reached, or cannot be done now");
  }

  private static void giveUp(URI address) {
    try {
      chromium.open(address.toString(), "This cannot go on just now");
      look("login-unavailable");
      chromium.tabTo("Try again");
      chromium.pressEnter();
      chromium.await("This cannot go on just now");
      chromium.tabTo("Back to my wallet");
      chromium.pressEnter();
      chromium.await("Nothing was given");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_person_signs_in_and_the_page_goes_on_by_itself() throws Exception {
    chromium.open(shop.url() + "/oauth/login/hansa", "Sign in to The shop on the corner");
    look("sign-in-as");
    chromium.tabTo("For myself");
    chromium.pressEnter();
    chromium.awaitText("Scan with your wallet");
    look("sign-in");
    chromium.tabTo("Open the wallet on this device");
    wallet("pia").present(focusedLink());
    // The page sees the answer, and the browser is back at the shop.
    chromium.awaitAddress(shop.url());
    chromium.go(shop.url() + "/who");
    chromium.awaitText("\"iss\":\"" + house.url(HouseService.MARKETPLACE_AUTH) + "\"");
  }

  @Test
  void the_start_page_of_the_house_has_no_faults() throws Exception {
    chromium.go(house.url(HouseService.START_PAGE));
    chromium.awaitText("Hansa");
    look("start");
  }
}
