package dev.hansa.servicekit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.DpopProofs;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationRelationship;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks the access token and the DPoP proof of a call: RFC 9068, section 4, and RFC 9449, section
/// 7. The key is the one that marketplace-auth's operator has on the ledger.
@Singleton
@Requires(beans = {DidResolver.class, UsedTokens.class})
@Requires(property = "hansa.public-url")
@Requires(property = "hansa.peers.marketplace-auth")
@Requires(property = "hansa.urls.marketplace-auth")
public final class AccessTokenVerifier {
  public static final int LENGTH_MAX = 4096;

  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final String RULE_SHAPE = "the call carries an access token of marketplace-auth";

  private final String publicUrl;
  private final Did issuerDid;
  private final String issuerUrl;
  private final DidResolver resolver;
  private final UsedTokens usedTokens;
  private final Clock clock;

  public AccessTokenVerifier(
      @Value("${hansa.public-url}") String publicUrl,
      @Value("${hansa.peers.marketplace-auth}") String issuerDid,
      @Value("${hansa.urls.marketplace-auth}") String issuerUrl,
      DidResolver resolver,
      UsedTokens usedTokens,
      Clock clock) {
    this.publicUrl = publicUrl;
    this.issuerDid = Did.parse(issuerDid);
    this.issuerUrl = issuerUrl;
    this.resolver = resolver;
    this.usedTokens = usedTokens;
    this.clock = clock;
  }

  /// The token of this call; anything else ends as a 401 that names the rule.
  public AccessToken verify(HttpRequest<?> request) {
    var header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    var proof = request.getHeaders().getAll("DPoP");
    if (header == null || !header.startsWith("DPoP ") || proof.size() != 1) {
      throw refused("the call carries Authorization: DPoP with a token, and one DPoP header");
    }
    var token = header.substring("DPoP ".length()).strip();
    var target = URI.create(publicUrl + request.getUri().getRawPath());
    var now = clock.instant();
    try {
      var claims = verifiedClaims(token, now);
      var check =
          DpopProofs.verify(
              proof.getFirst(), request.getMethodName(), target, Optional.of(token), now);
      return switch (check) {
        case DpopProofs.Check.Refused(var rule) -> throw refused(rule);
        case DpopProofs.Check.Accepted(var thumbprint, var jti, var expires) -> {
          var bound = Json.text(Json.object(claims, "cnf"), "jkt", 64);
          if (!thumbprint.toBase64Url().equals(bound)) {
            throw refused("the proof's key is the one that the token is bound to");
          }
          if (!usedTokens.use("dpop:" + jti, expires)) {
            throw refused("the proof's jti is used once");
          }
          yield read(claims);
        }
      };
    } catch (MalformedInput e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode verifiedClaims(String token, Instant now) {
    var jws = Jws.parse(token, LENGTH_MAX);
    var kid = DidUrl.parse(Json.text(jws.unverifiedHeader(), "kid", Did.LENGTH_MAX + 130));
    if (!jws.typ().equals("at+jwt") || !kid.did().equals(issuerDid)) {
      throw refused(RULE_SHAPE);
    }
    if (!(resolver.resolve(issuerDid) instanceof DidResolution.Resolved(var document, _))) {
      throw refused("the token's issuer is on the ledger");
    }
    var key = document.key(kid, VerificationRelationship.ASSERTION_METHOD);
    if (key.isEmpty() || !jws.isSignedBy(key.get())) {
      throw refused("the token is signed by its issuer's key");
    }
    var claims = jws.unverifiedClaims();
    if (!Json.text(claims, "iss", 512).equals(issuerUrl) || !isForUs(claims.path("aud"))) {
      throw refused("the token's iss is marketplace-auth and its aud this service");
    }
    var expires = Instant.ofEpochSecond(Json.integer(claims, "exp", 0, 1L << 40));
    var issued = Instant.ofEpochSecond(Json.integer(claims, "iat", 0, 1L << 40));
    if (!expires.isAfter(now) || issued.isAfter(now.plus(SKEW))) {
      throw refused("the token is used in its lifetime");
    }
    return claims;
  }

  private boolean isForUs(JsonNode audience) {
    if (audience.isTextual()) {
      return audience.textValue().equals(publicUrl);
    }
    for (var one : audience) {
      if (one.asText().equals(publicUrl)) {
        return true;
      }
    }
    return false;
  }

  private AccessToken read(ObjectNode claims) {
    List<String> roles = new ArrayList<>();
    Json.array(claims, "roles", 32).forEach(role -> roles.add(role.asText()));
    return new AccessToken(
        issuerDid,
        Json.text(claims, "sub", 256),
        Json.text(claims, "party", Did.LENGTH_MAX),
        Json.text(claims, "sid", 128),
        Json.text(claims, "agent", 256),
        roles,
        claims.path("machine").asBoolean(false),
        Json.text(claims, "client_id", 256),
        Instant.ofEpochSecond(Json.integer(claims, "exp", 0, 1L << 40)));
  }

  private static ProblemException refused(String rule) {
    return ProblemException.unauthorized("DPoP algs=\"ES256\"", rule);
  }
}
