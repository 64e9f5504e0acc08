package dev.hansa.marketplaceauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DpopProofs;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.RequestTokens;
import dev.hansa.identity.Signer;
import dev.hansa.ledgerprotocol.local.Organisation;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Speaks to marketplace-auth over HTTP and reads what it says as it is: a browser with its
/// cookies, and a client with its key.
final class Browser {
  static final String VERIFIER = "a-code-verifier-that-is-long-enough-0123456789-abc";
  static final String NATIVE_RETURN = "http://127.0.0.1:51999/callback";

  final Market market;
  final Signer key;
  final Map<String, String> cookies = new HashMap<>();

  private final HttpClient http = HttpClient.newHttpClient();

  Browser(Market market) {
    this.market = market;
    this.key = market.newKey();
  }

  static String challenge() {
    return Bytes.sha256(VERIFIER.getBytes(StandardCharsets.US_ASCII)).toBase64Url();
  }

  Map<String, String> nativeRequest(String as) {
    var request = new LinkedHashMap<String, String>();
    request.put("response_type", "code");
    request.put("client_id", "hansa-cli");
    request.put("redirect_uri", NATIVE_RETURN);
    request.put("scope", "openid membership");
    request.put("state", "state-1");
    request.put("nonce", "nonce-1");
    request.put("code_challenge", challenge());
    request.put("code_challenge_method", "S256");
    request.put("login_as", as);
    return request;
  }

  Map<String, String> shopRequest(String as) {
    var request = nativeRequest(as);
    request.put("client_id", Market.SHOP);
    request.put("redirect_uri", Market.SHOP_RETURN);
    return request;
  }

  HttpResponse<String> authorize(Map<String, String> request) {
    var response = get("/authorize?" + form(request), "text/html");
    response
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(cookie -> {
          var path = cookie.replaceAll(".*; Path=([^;]*).*", "$1");
          cookies.put(path, cookie.substring(0, cookie.indexOf(';')));
        });
    return response;
  }

  /// Starts a login; the path of its page.
  String start(Map<String, String> request) {
    var response = authorize(request);
    assertThat(response.statusCode()).isEqualTo(303);
    return location(response);
  }

  ObjectNode state(String login) {
    return Json.parseObject(get(login, "application/json").body());
  }

  /// Starts a login, has these credentials shown, and takes the code.
  String code(Map<String, String> request, Market.Credential credential) {
    var login = start(request);
    market.verifier.verified(state(login).path("openid4vp").asText(), credential.json);
    return code(login);
  }

  String code(String login) {
    var state = state(login);
    assertThat(state.path("state").asText()).as(state.toString()).isEqualTo("verified");
    var response = get(state.path("next").asText(), "text/html");
    assertThat(response.statusCode()).isEqualTo(303);
    return parameter(location(response), "code").orElseThrow();
  }

  Map<String, String> redemption(String code) {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", NATIVE_RETURN);
    form.put("code_verifier", VERIFIER);
    form.put("client_id", "hansa-cli");
    return form;
  }

  HttpResponse<String> token(Map<String, String> form) {
    return post("/token", form, "DPoP", proof("POST", "/token", Optional.empty()));
  }

  /// Signs in and holds the tokens.
  SignedIn signIn(String as, Market.Credential credential) {
    var response = token(redemption(code(nativeRequest(as), credential)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new SignedIn(Json.parseObject(response.body()));
  }

  final class SignedIn {
    final ObjectNode tokens;

    SignedIn(ObjectNode tokens) {
      this.tokens = tokens;
    }

    String access() {
      return tokens.path("access_token").asText();
    }

    ObjectNode claims() {
      return Jws.parse(access(), 8192).unverifiedClaims();
    }

    String session() {
      return claims().path("sid").asText();
    }

    HttpResponse<String> call(String method, String path, String body) {
      return send(
          method,
          path,
          body,
          "application/json",
          "Authorization",
          "DPoP " + access(),
          "DPoP",
          proof(method, path, Optional.of(access())));
    }
  }

  String proof(String method, String path, Optional<String> accessToken) {
    return DpopProofs.sign(
        key,
        method,
        URI.create(market.base + path),
        accessToken,
        market.clock.instant(),
        market.random);
  }

  /// A call signed by an organisation.
  HttpResponse<String> as(Organisation organisation, String method, String path, String body) {
    var token =
        RequestTokens.sign(
            organisation.authenticationName(),
            organisation.authentication(),
            market.base,
            method,
            URI.create(market.base + path),
            body.getBytes(StandardCharsets.UTF_8),
            market.clock.instant(),
            market.random);
    return send(method, path, body, "application/json", "Authorization", "Bearer " + token);
  }

  /// The organisation joins with these credentials.
  ObjectNode join(Organisation organisation, Market.Credential... credentials) {
    var asked = as(organisation, "POST", "/members", "{}");
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
    var json = Json.parseObject(asked.body());
    var list = new ObjectNode[credentials.length];
    for (int i = 0; i < credentials.length; i++) {
      list[i] = credentials[i].json;
    }
    market.verifier.verified(json.path("openid4vp").asText(), list);
    return Json.parseObject(
        as(organisation, "GET", "/members/" + json.path("id").asText(), "").body());
  }

  HttpResponse<String> get(String path, String accept) {
    return send("GET", path, "", "", "Accept", accept);
  }

  HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
    return send("POST", path, form(form), "application/x-www-form-urlencoded", headers);
  }

  HttpResponse<String> send(
      String method, String path, String body, String contentType, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(market.base + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    cookies.forEach((prefix, cookie) -> {
      if (path.startsWith(prefix)) {
        request.header("Cookie", cookie);
      }
    });
    if (method.equals("POST")) {
      request.header("Content-Type", contentType);
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    } else {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElseThrow();
  }

  static Optional<String> parameter(String uri, String name) {
    for (var pair : uri.substring(uri.indexOf('?') + 1).split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return Optional.of(
            URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  static String form(Map<String, String> fields) {
    var text = new StringBuilder();
    fields.forEach((name, value) -> {
      text.append(text.isEmpty() ? "" : "&")
          .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    });
    return text.toString();
  }
}
