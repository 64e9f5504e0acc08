package dev.hansa.marketplaceauth.http;

import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplaceauth.AuthConfig;
import dev.hansa.marketplaceauth.domain.Session;
import dev.hansa.marketplaceauth.domain.Sessions;
import dev.hansa.servicekit.AccessTokenVerifier;
import dev.hansa.servicekit.OperatorKeys;
import dev.hansa.servicekit.Problem;
import dev.hansa.servicekit.ProblemException;
import dev.hansa.servicekit.RequestAuthenticator;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who calls: a service or organisation by its DID, or somebody who is signed in.
@Singleton
final class Callers {
  private final RequestAuthenticator authenticator;
  private final AccessTokenVerifier verifier;
  private final Sessions sessions;
  private final OperatorKeys keys;
  private final AuthConfig config;
  private final Clock clock;

  Callers(
      RequestAuthenticator authenticator,
      AccessTokenVerifier verifier,
      Sessions sessions,
      OperatorKeys keys,
      AuthConfig config,
      Clock clock) {
    this.authenticator = authenticator;
    this.verifier = verifier;
    this.sessions = sessions;
    this.keys = keys;
    this.config = config;
    this.clock = clock;
  }

  Did organisation(HttpRequest<?> request, String body) {
    return authenticator.caller(request, body);
  }

  /// A marketplace that we serve.
  Did marketplace(HttpRequest<?> request, String body) {
    var caller = authenticator.caller(request, body);
    if (!config.marketplaces().contains(caller)) {
      throw new ProblemException(
          Problem.of(HttpStatus.FORBIDDEN, "not-a-peer", "Only a marketplace may ask this"));
    }
    return caller;
  }

  /// Somebody who is signed in, with a token bound to their key.
  Session.Head signedIn(HttpRequest<?> request) {
    return open(verifier.verify(request).sessionId());
  }

  /// Whether a call carries an access token rather than a DID's.
  static boolean hasAccessToken(HttpRequest<?> request) {
    var header = request.getHeaders().get("Authorization");
    return header != null && header.startsWith("DPoP ");
  }

  /// A caller of `/userinfo`: the session, and what the client may know.
  record UserInfoCaller(Session.Head session, List<String> scope) {}

  UserInfoCaller userInfo(HttpRequest<?> request) {
    if (hasAccessToken(request)) {
      var session = signedIn(request);
      var token = String.valueOf(request.getHeaders().get("Authorization")).substring(5).strip();
      return new UserInfoCaller(session, scope(Jws.parse(token, AccessTokenVerifier.LENGTH_MAX)));
    }
    var header = Optional.ofNullable(request.getHeaders().get("Authorization")).orElse("");
    if (!header.startsWith("Bearer ")) {
      throw invalidToken();
    }
    try {
      var jws = Jws.parse(header.substring(7).strip(), AccessTokenVerifier.LENGTH_MAX);
      if (!jws.typ().equals("at+jwt") || !jws.isSignedBy(keys.assertion().publicKey())) {
        throw invalidToken();
      }
      var claims = jws.unverifiedClaims();
      if (!Json.text(claims, "iss", 512).equals(config.issuer())
          // A token that is bound to a key is not good without it.
          || claims.has("cnf")
          || !claims.path("aud").asText().equals(config.issuer() + "/userinfo")
          || !clock
              .instant()
              .isBefore(Instant.ofEpochSecond(Json.integer(claims, "exp", 0, 1L << 40)))) {
        throw invalidToken();
      }
      return new UserInfoCaller(open(Json.text(claims, "sid", 64)), scope(jws));
    } catch (MalformedInput e) {
      throw invalidToken();
    }
  }

  private static List<String> scope(Jws token) {
    return List.of(token.unverifiedClaims().path("scope").asText("").split(" ", -1));
  }

  private Session.Head open(String sessionId) {
    return sessions
        .find(sessionId)
        .filter(
            s -> s instanceof Session.Open(var head) && clock.instant().isBefore(head.expires()))
        .map(Session::head)
        .orElseThrow(this::ended);
  }

  ProblemException ended() {
    return ProblemException.unauthorized(
        "DPoP error=\"invalid_token\"", "the session that the token belongs to is open");
  }

  private static ProblemException invalidToken() {
    return ProblemException.unauthorized(
        "Bearer error=\"invalid_token\"", "the call carries an access token for /userinfo");
  }
}
