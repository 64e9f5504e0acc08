package dev.hansa.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DpopProofs;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Signs a wallet's holder in at marketplace-auth: a person by the OpenID Connect code flow, in
/// which the wallet takes the browser's part; a machine by the authorization challenge endpoint.
public final class SignIn {
  public static final String CLIENT = "hansa-cli";

  private static final String REDIRECT = "http://127.0.0.1:1/callback";
  private static final int ID_TOKEN_MAX = 8192;
  private static final long SECONDS_MAX = Json.INTEGER_MAX / 1_000_000;
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final int STEPS_MAX = 300;

  private final Wallet wallet;
  private final String base;
  private final String resource;
  private final Signer key;

  /// `base` is marketplace-auth's base URL, `resource` the service that the token is for, `key` the
  /// one that it will be bound to.
  public SignIn(Wallet wallet, String base, String resource, Signer key) {
    this.wallet = wallet;
    this.base = base;
    this.resource = resource;
    this.key = key;
  }

  /// As oneself, by the `participant` credential.
  public Tokens asPerson() {
    return byBrowser("person");
  }

  /// For an organisation, by a `mandate`.
  public Tokens forOrganisation() {
    return byBrowser("organisation");
  }

  private Tokens byBrowser(String loginAs) {
    var verifier = random();
    var state = random();
    var nonce = random();
    var query = new LinkedHashMap<String, String>();
    query.put("response_type", "code");
    query.put("client_id", CLIENT);
    query.put("redirect_uri", REDIRECT);
    query.put("scope", "openid membership");
    query.put("state", state);
    query.put("nonce", nonce);
    query.put("code_challenge", challenge(verifier));
    query.put("code_challenge_method", "S256");
    query.put("login_as", loginAs);
    query.put("resource", resource);
    query.put("dpop_jkt", key.publicKey().thumbprint().toBase64Url());
    var started = wallet.http().get(base + "/authorize?" + Http.form(query), Map.of());
    var login = location(started);
    var cookie = started.header("set-cookie").map(text -> text.split(";", 2)[0]).orElse("");
    var headers = Map.of("Accept", "application/json", "Cookie", cookie);
    var waiting = json(wallet.http().get(login, headers));
    var _ = wallet.present(wallet.ask(Json.text(waiting, "openid4vp", 8192)));
    var next = untilVerified(login, headers);
    var back = parameters(location(wallet.http().get(next, Map.of("Cookie", cookie))));
    if (!state.equals(back.get("state")) || !base.equals(back.get("iss"))) {
      throw new WalletFailure("wrong-answer", "the sign-in's answer is of another sign-in");
    }
    var form = new LinkedHashMap<String, String>();
    form.put("redirect_uri", REDIRECT);
    var tokens = token(form, back.getOrDefault("code", ""), verifier);
    requireIdToken(tokens.idToken(), nonce);
    return tokens;
  }

  /// [OpenID Connect Core 1.0, section
  /// 3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation), with the
  /// key that the provider publishes.
  private void requireIdToken(Optional<String> idToken, String nonce) {
    boolean good;
    try {
      var jws = Jws.parse(idToken.orElse(""), ID_TOKEN_MAX);
      var claims = jws.unverifiedClaims();
      good =
          isSignedByProvider(jws)
              && claims.path("iss").asText().equals(base)
              && isForUs(claims.path("aud"))
              && claims.path("nonce").asText().equals(nonce)
              && Instant.ofEpochSecond(Json.integer(claims, "exp", 0, SECONDS_MAX))
                  .isAfter(wallet.clock().instant().minus(SKEW));
    } catch (MalformedInput e) {
      throw new WalletFailure("id-token", "the sign-in's ID token cannot be read", e);
    }
    if (!good) {
      throw new WalletFailure("id-token", "the sign-in's ID token is not of this sign-in");
    }
  }

  private boolean isSignedByProvider(Jws jws) {
    var kid = jws.unverifiedHeader().path("kid");
    for (var key : json(wallet.http().get(base + "/jwks", Map.of())).path("keys")) {
      if (key.path("kid").equals(kid) && jws.isSignedBy(VerificationKey.fromJwk(key))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isForUs(JsonNode audience) {
    if (audience.isTextual()) {
      return audience.asText().equals(CLIENT);
    }
    return audience.size() == 1 && audience.path(0).asText().equals(CLIENT);
  }

  private String untilVerified(String login, Map<String, String> headers) {
    for (int step = 0; step < STEPS_MAX; step++) {
      var seen = json(wallet.http().get(login, headers));
      switch (seen.path("state").asText()) {
        case "verified" -> {
          return absolute(Json.text(seen, "next", 2048));
        }
        case "refused", "expired" ->
            throw new WalletFailure(
                seen.path("reason").asText("expired"),
                seen.path("sentence").asText("the sign-in was refused"));
        default -> pause();
      }
    }
    throw new WalletFailure("no-answer", "the sign-in was not finished in time");
  }

  /// As a machine, by its `mandate`: OAuth 2.0 for First-Party Applications.
  public Tokens asMachine() {
    var verifier = random();
    var form = new LinkedHashMap<String, String>();
    form.put("client_id", CLIENT);
    form.put("response_type", "code");
    form.put("scope", "openid membership");
    form.put("code_challenge", challenge(verifier));
    form.put("code_challenge_method", "S256");
    form.put("login_as", "organisation");
    form.put("resource", resource);
    var first = challenge(form);
    var session = Json.text(first, "auth_session", 1024);
    var _ = wallet.present(wallet.ask(Json.text(first, "openid4vp", 8192)));
    var again = Map.of("client_id", CLIENT, "auth_session", session);
    for (int step = 0; step < STEPS_MAX; step++) {
      var answer = challenge(again);
      if (answer.has("authorization_code")) {
        return token(
            new LinkedHashMap<>(), Json.text(answer, "authorization_code", 1024), verifier);
      }
      pause();
    }
    throw new WalletFailure("no-answer", "the sign-in was not finished in time");
  }

  private ObjectNode challenge(Map<String, String> form) {
    var endpoint = base + "/authorize-challenge";
    var answer = wallet.http().postForm(endpoint, form, Map.of("DPoP", proof(endpoint)));
    var body = json(answer);
    if (answer.isSuccess() || body.path("error").asText().equals("insufficient_authorization")) {
      return body;
    }
    throw new WalletFailure(
        body.path("reason").asText(body.path("error").asText("refused")),
        body.path("error_description").asText("the sign-in was refused"));
  }

  /// New tokens for a refresh token; the credentials are looked at again.
  public Tokens refresh(Tokens tokens) {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "refresh_token");
    form.put(
        "refresh_token",
        tokens.refreshToken().orElseThrow(() -> new WalletFailure("no-refresh", "sign in again")));
    form.put("client_id", CLIENT);
    form.put("resource", resource);
    return tokens(form);
  }

  private Tokens token(Map<String, String> form, String code, String verifier) {
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("code_verifier", verifier);
    form.put("client_id", CLIENT);
    form.put("resource", resource);
    return tokens(form);
  }

  private Tokens tokens(Map<String, String> form) {
    var endpoint = base + "/token";
    var answer =
        wallet
            .http()
            .postForm(
                endpoint, form, Map.of("DPoP", proof(endpoint), "Accept", "application/json"));
    var body = json(answer);
    if (!answer.isSuccess()) {
      throw new WalletFailure(
          body.path("error").asText("refused"),
          body.path("error_description").asText("no token was given"));
    }
    return new Tokens(
        Json.text(body, "access_token", 8192),
        Optional.ofNullable(body.path("refresh_token").textValue()),
        Optional.ofNullable(body.path("id_token").textValue()),
        wallet.clock().instant().plusSeconds(body.path("expires_in").asLong(300)),
        key);
  }

  private String proof(String endpoint) {
    return DpopProofs.sign(
        key,
        "POST",
        URI.create(endpoint),
        Optional.empty(),
        wallet.clock().instant(),
        wallet.random());
  }

  private String random() {
    return Bytes.random(32, wallet.random()).toBase64Url();
  }

  private static String challenge(String verifier) {
    return Bytes.sha256(verifier.getBytes(StandardCharsets.US_ASCII)).toBase64Url();
  }

  private String location(Http.Answer answer) {
    if (answer.status() / 100 != 3) {
      throw new WalletFailure(
          "status-" + answer.status(), "the sign-in did not go on as it should");
    }
    return absolute(
        answer
            .header("location")
            .orElseThrow(() -> new WalletFailure("no-location", "the sign-in went nowhere")));
  }

  private String absolute(String location) {
    return location.startsWith("/") ? base + location : location;
  }

  private static Map<String, String> parameters(String address) {
    var found = Http.parameters(address);
    if (found.containsKey("error")) {
      throw new WalletFailure(
          found.getOrDefault("error", ""), found.getOrDefault("error_description", "refused"));
    }
    return found;
  }

  private static ObjectNode json(Http.Answer answer) {
    if (!answer.body().startsWith("{")) {
      throw new WalletFailure(
          "status-" + answer.status(), "the sign-in did not go on as it should");
    }
    return answer.json();
  }

  private static void pause() {
    try {
      var _ = new CountDownLatch(1).await(STEP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WalletFailure("interrupted", "the sign-in was interrupted", e);
    }
  }
}
