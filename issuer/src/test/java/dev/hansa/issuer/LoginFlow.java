package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Consumer;

/// One person's way through a login at a provider, at an issuer whose people log in there.
final class LoginFlow {
  static final House HOUSE = House.shared();
  static final String NAME = "login-authority";
  static final String MANDATE = "urn:hansa:mandate:1";
  static final House.Issuer AUTHORITY = HOUSE.issuer(NAME, "participant");
  static final TestProvider PROVIDER = new TestProvider(HOUSE.clock);

  private LoginFlow() {}

  /// The plain policy: everybody logs in at the provider, and offers name them by `sub`.
  static void policy() throws IOException {
    policy(_ -> {});
  }

  static void policy(Consumer<ObjectNode> more) throws IOException {
    PROVIDER.register(
        TestProvider.CLIENT, Calls.get(HOUSE.base + "/" + NAME + "/login/jwks").body());
    HOUSE.tenant(
        AUTHORITY,
        AUTHORITY.keys(),
        json -> {
          var login =
              json.putObject("policy")
                  .putObject("loginAt")
                  .put("issuer", PROVIDER.issuer())
                  .put("name", "The <Works> account")
                  .put("clientId", TestProvider.CLIENT);
          more.accept(login);
        });
  }

  /// A file beside the issuer's `tenant.json`.
  static void file(String name, String text, String mode) throws IOException {
    Path file = HOUSE.data.resolve("issuer.tenants").resolve(NAME).resolve(name);
    var _ = Files.deleteIfExists(file);
    var _ = Files.writeString(file, text);
    var _ = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  static ObjectNode offered(Did about, String subject) {
    var answer =
        offer(about, Json.newObject().put("provider", PROVIDER.issuer()).put("subject", subject));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  static Calls.Answer offer(Did about, ObjectNode holder) {
    var wish = Samples.offer(PARTICIPANT, Samples.person(about), false);
    wish.put("grant", "authorization_code").set("holder", holder);
    return Calls.postAs(HOUSE, AUTHORITY, "/" + NAME + "/issuances", wish.toString());
  }

  /// A browser that was sent to the provider: where its authorization is, its cookie, and the
  /// provider's address.
  record Browser(String path, String cookie, String login) {
    Calls.Answer get(String more) {
      return Calls.get(HOUSE.base + path + more, "Cookie", cookie);
    }

    /// Logs in at the provider; the answer is where it sends the browser.
    String logIn() {
      var answer = Calls.get(login);
      assertThat(answer.status()).as(answer.body()).isEqualTo(302);
      return answer.header("Location");
    }

    /// The callback, and what it leads to; a cookie goes to its own path alone.
    Calls.Answer follow(String callback) {
      var first = Calls.get(callback);
      assertThat(first.status()).as(first.body()).isEqualTo(303);
      var to = first.header("Location");
      return to.startsWith(path + "/")
          ? Calls.get(HOUSE.base + to, "Cookie", cookie)
          : Calls.get(HOUSE.base + to);
    }

    Calls.Answer comeBack() {
      return follow(logIn());
    }

    Calls.Answer answer(String word) {
      var page = get("");
      assertThat(page.status()).isEqualTo(200);
      var key = page.body().replaceFirst("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
      return Calls.post(
          HOUSE.base + path + "/consent",
          CodeFlow.FORM,
          TestWallet.form("key", key, "answer", word),
          "Cookie",
          cookie);
    }
  }

  static Calls.Answer authorize(Map<String, String> form) {
    var pushed = Calls.form(HOUSE.base + "/" + NAME + "/par", CodeFlow.text(form));
    assertThat(pushed.status()).as(pushed.body()).isEqualTo(201);
    return Calls.get(
        HOUSE.base
            + "/"
            + NAME
            + "/authorize?client_id=a-wallet&request_uri="
            + URLEncoder.encode(
                pushed.json().path("request_uri").asText(), StandardCharsets.UTF_8));
  }

  static Browser begun(Map<String, String> form) {
    var answer = authorize(form);
    assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    var cookie = answer.header("Set-Cookie");
    assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/" + NAME + "/authorize/");
    return new Browser(
        cookie.replaceFirst(".*Path=([^;]+);.*", "$1"),
        cookie.substring(0, cookie.indexOf(';')),
        answer.header("Location"));
  }

  /// The wallet's request for this type.
  static Map<String, String> request(String vct) {
    var form = CodeFlow.request();
    form.put("scope", vct);
    return form;
  }

  /// What the button of a page that refuses tells the wallet.
  static Map<String, String> told(Calls.Answer page) {
    var link = page.body().replaceFirst("(?s).*href=\"(https://wallet[^\"]+)\".*", "$1");
    return CodeFlow.query(URI.create(link.replace("&amp;", "&")).toString());
  }

  static Calls.Answer token(String code) {
    return Calls.form(HOUSE.base + "/" + NAME + "/token", CodeFlow.text(CodeFlow.tokenForm(code)));
  }
}
