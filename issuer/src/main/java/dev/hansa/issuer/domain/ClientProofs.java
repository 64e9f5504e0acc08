package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a wallet shows which client it is: by an attestation of its provider ([OAuth 2.0
/// Attestation-Based Client Authentication, draft
/// 07](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-attestation-based-client-auth-07)),
/// or by a JWT of its own ([RFC 7523](https://www.rfc-editor.org/rfc/rfc7523)). ES256 alone. That a
/// `jti` counts once is the caller's to check.
public final class ClientProofs {
  public static final String ATTESTATION_TYPE = "oauth-client-attestation+jwt";
  public static final String POP_TYPE = "oauth-client-attestation-pop+jwt";
  public static final int LENGTH_MAX = 16 * 1024;

  private static final int JTI_MAX = 256;
  private static final int CHALLENGE_MAX = 256;
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Duration POP_AGE = Duration.ofMinutes(5);
  private static final Duration ASSERTION_MAX = Duration.ofHours(1);
  private static final long SECONDS_MAX = 1L << 40;

  private ClientProofs() {}

  /// What looking at a proof found. `error` is the code that the client is told.
  public sealed interface Check {
    record Refused(String error, String says) implements Check {}

    record Shown(String clientId, String jti, Instant expires) implements Check {}
  }

  /// Looks whether a challenge is one of ours and holds still.
  public interface Challenges {
    boolean isFresh(String challenge);
  }

  /// An attestation with its proof of possession, as they stand in the two headers.
  public static Check attested(
      Tenant tenant, String attestation, String pop, Challenges challenges, Instant now) {
    var policy = tenant.policy().clients();
    try {
      var jws = Jws.parse(attestation, LENGTH_MAX);
      if (!jws.typ().equals(ATTESTATION_TYPE)) {
        return invalid("the attestation's typ is " + ATTESTATION_TYPE);
      }
      if (!isProviders(policy, jws, now)) {
        return invalid("the attestation is signed by a wallet provider that this issuer trusts");
      }
      var claims = jws.unverifiedClaims();
      var clientId = Json.text(claims, "sub", AuthorizationRequest.CLIENT_ID_MAX);
      if (clientId.isEmpty()) {
        return invalid("the attestation's sub is the client_id");
      }
      if (!instant(claims, "exp").plus(SKEW).isAfter(now)) {
        return new Check.Refused(
            "use_fresh_attestation", "the attestation is over; bring a new one");
      }
      if ((claims.has("iat") && instant(claims, "iat").isAfter(now.plus(SKEW)))
          || (claims.has("nbf") && instant(claims, "nbf").isAfter(now.plus(SKEW)))) {
        return invalid("the attestation holds now");
      }
      var key = VerificationKey.fromJwk(Json.object(Json.object(claims, "cnf"), "jwk"));
      return possessed(tenant, clientId, key, Jws.parse(pop, LENGTH_MAX), challenges, now);
    } catch (MalformedInput e) {
      return invalid(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isProviders(ClientPolicy policy, Jws attestation, Instant now) {
    var header = attestation.unverifiedHeader();
    if (header.has("x5c")) {
      var chain = X509Chain.parse(header.path("x5c"));
      return chain.refusal(policy.anchors(), now).isEmpty()
          && attestation.isSignedBy(chain.leafKey());
    }
    return policy.providers().stream().anyMatch(attestation::isSignedBy);
  }

  private static Check possessed(
      Tenant tenant,
      String clientId,
      VerificationKey key,
      Jws pop,
      Challenges challenges,
      Instant now) {
    if (!pop.typ().equals(POP_TYPE)) {
      return invalid("the proof's typ is " + POP_TYPE);
    }
    if (!(key instanceof VerificationKey.P256) || !pop.isSignedBy(key)) {
      return invalid("the proof is signed by the key that the attestation names");
    }
    var claims = pop.unverifiedClaims();
    // Draft 07 has `iss`, later ones do not: where it is there, it is the client.
    if (claims.has("iss") && !Json.text(claims, "iss", 512).equals(clientId)) {
      return invalid("the proof's iss, where it has one, is the client_id");
    }
    if (!isFor(claims.path("aud"), Set.of(tenant.identifier().toString()))) {
      return invalid("the proof's aud is this authorization server's issuer");
    }
    var issued = instant(claims, "iat");
    if (issued.isAfter(now.plus(SKEW)) || issued.isBefore(now.minus(POP_AGE))) {
      return invalid("the proof's iat is now");
    }
    var challenge =
        claims.has("challenge")
            ? Optional.of(Json.text(claims, "challenge", CHALLENGE_MAX))
            : Optional.<String>empty();
    if (challenge.isPresent()
        ? !challenges.isFresh(challenge.get())
        : tenant.policy().clients().challengeRequired()) {
      return new Check.Refused(
          "use_attestation_challenge", "the proof has a challenge of this server, and a young one");
    }
    return new Check.Shown(
        clientId, Json.text(claims, "jti", JTI_MAX), issued.plus(POP_AGE).plus(SKEW));
  }

  /// A client assertion. `addresses` are what its `aud` may be beside the issuer.
  public static Check asserted(
      Tenant tenant, String assertion, Set<String> addresses, Instant now) {
    try {
      var jws = Jws.parse(assertion, LENGTH_MAX);
      var claims = jws.unverifiedClaims();
      var clientId = Json.text(claims, "sub", AuthorizationRequest.CLIENT_ID_MAX);
      if (!Json.text(claims, "iss", AuthorizationRequest.CLIENT_ID_MAX).equals(clientId)) {
        return unknown("the assertion's iss and sub are the client_id");
      }
      var client = tenant.policy().clients().registered().get(clientId);
      var keys = client == null ? List.<VerificationKey>of() : client.keys();
      if (keys.stream().noneMatch(jws::isSignedBy)) {
        return unknown("the assertion is signed by a key that the client registered");
      }
      if (!isFor(claims.path("aud"), addresses)) {
        return unknown("the assertion's aud is this authorization server");
      }
      var expires = instant(claims, "exp");
      if (!expires.plus(SKEW).isAfter(now) || expires.isAfter(now.plus(ASSERTION_MAX))) {
        return unknown("the assertion expires soon, and not before now");
      }
      if ((claims.has("iat") && instant(claims, "iat").isAfter(now.plus(SKEW)))
          || (claims.has("nbf") && instant(claims, "nbf").isAfter(now.plus(SKEW)))) {
        return unknown("the assertion holds now");
      }
      return new Check.Shown(clientId, Json.text(claims, "jti", JTI_MAX), expires.plus(SKEW));
    } catch (MalformedInput e) {
      return unknown(String.valueOf(e.getMessage()));
    }
  }

  /// Whether an `aud`, a text or an array of one, is one of these.
  private static boolean isFor(JsonNode aud, Set<String> accepted) {
    var one = aud.isArray() && aud.size() == 1 ? aud.get(0) : aud;
    return one.isTextual() && accepted.contains(one.textValue());
  }

  private static Instant instant(ObjectNode claims, String name) {
    return Instant.ofEpochSecond(Json.integer(claims, name, 0, SECONDS_MAX));
  }

  private static Check invalid(String says) {
    return new Check.Refused("invalid_client_attestation", says);
  }

  private static Check unknown(String says) {
    return new Check.Refused("invalid_client", says);
  }
}
