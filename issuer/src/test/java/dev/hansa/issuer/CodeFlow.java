package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One wallet's way through the authorization code flow, step by step, at an issuer of its own.
final class CodeFlow {
  static final House HOUSE = House.shared();
  static final String NAME = "code-authority";
  static final String FORM = "application/x-www-form-urlencoded";
  static final String VERIFIER = "v".repeat(43);
  static final String CHALLENGE = Bytes.utf8(VERIFIER).sha256().toBase64Url();
  static final String REDIRECT = "https://wallet.example/cb?a=b";
  static final House.Issuer AUTHORITY = HOUSE.issuer(NAME, "participant");

  private CodeFlow() {}

  static ObjectNode offered(Did holder) {
    var wish = Samples.offer(PARTICIPANT, Samples.person(holder), false);
    wish.put("grant", "authorization_code");
    var answer = Calls.postAs(HOUSE, AUTHORITY, "/" + NAME + "/issuances", wish.toString());
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  static Map<String, String> request() {
    var form = new HashMap<String, String>();
    form.put("client_id", "a-wallet");
    form.put("response_type", "code");
    form.put("redirect_uri", REDIRECT);
    form.put("state", "s t");
    form.put("code_challenge", CHALLENGE);
    form.put("code_challenge_method", "S256");
    form.put("scope", PARTICIPANT);
    return form;
  }

  static String text(Map<String, String> form) {
    return TestWallet.form(
        form.entrySet().stream()
            .flatMap(each -> List.of(each.getKey(), each.getValue()).stream())
            .toArray(String[]::new));
  }

  static Calls.Answer push(Map<String, String> form) {
    return Calls.form(HOUSE.base + "/" + NAME + "/par", text(form));
  }

  static String pushed(Map<String, String> form) {
    var answer = push(form);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().path("expires_in").asInt()).isEqualTo(90);
    return answer.json().path("request_uri").asText();
  }

  static Calls.Answer authorize(String requestUri, String clientId, String more) {
    return Calls.get(
        HOUSE.base
            + "/"
            + NAME
            + "/authorize?client_id="
            + clientId
            + "&request_uri="
            + URLEncoder.encode(requestUri, StandardCharsets.UTF_8)
            + more);
  }

  /// A browser on its way: its page, its cookie, and the request at the verifier.
  record Browser(String path, String cookie, String login) {
    Calls.Answer get(String more) {
      return Calls.get(HOUSE.base + path + more, "Cookie", cookie);
    }

    Calls.Answer post(String body) {
      return Calls.post(HOUSE.base + path + "/consent", FORM, body, "Cookie", cookie);
    }

    /// The key in the form of the consent page.
    String key() {
      var page = get("");
      assertThat(page.status()).isEqualTo(200);
      return page.body().replaceFirst("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
    }
  }

  static Browser begun(Map<String, String> form) {
    return begun(pushed(form));
  }

  static Browser begun(String requestUri) {
    var known = List.copyOf(HOUSE.verifier.asked.keySet());
    var answer = authorize(requestUri, "a-wallet", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    var cookie = answer.header("Set-Cookie");
    assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=" + answer.header("Location"));
    var login =
        HOUSE.verifier.asked.keySet().stream()
            .filter(id -> !known.contains(id))
            .findFirst()
            .orElseThrow();
    return new Browser(answer.header("Location"), cookie.substring(0, cookie.indexOf(';')), login);
  }

  /// The browser after the holder showed its credential on the same device.
  static Browser known(Map<String, String> form, Did holder) {
    var browser = begun(form);
    HOUSE.verifier.show(browser.login(), holder, "code-1");
    var back = browser.get("/shown?response_code=code-1");
    assertThat(back.status()).as(back.body()).isEqualTo(303);
    assertThat(back.header("Location")).isEqualTo(browser.path());
    return browser;
  }

  static Map<String, String> query(String address) {
    var found = new HashMap<String, String>();
    for (var pair : URI.create(address).getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      found.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return found;
  }

  static String agree(Browser browser) {
    var answer = browser.post(TestWallet.form("key", browser.key(), "answer", "yes"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    var parameters = query(answer.header("Location"));
    assertThat(parameters).containsEntry("iss", HOUSE.base + "/" + NAME);
    return parameters.getOrDefault("code", "");
  }

  static Map<String, String> tokenForm(String code) {
    var form = new HashMap<String, String>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", REDIRECT);
    form.put("code_verifier", VERIFIER);
    form.put("client_id", "a-wallet");
    return form;
  }

  static Calls.Answer token(Map<String, String> form) {
    return Calls.form(HOUSE.base + "/" + NAME + "/token", text(form));
  }
}
