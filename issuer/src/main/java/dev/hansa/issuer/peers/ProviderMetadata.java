package dev.hansa.issuer.peers;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.ProviderPolicy;
import dev.hansa.servicekit.PeerUnavailable;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What providers say of themselves, [OpenID Connect Discovery
/// 1.0](https://openid.net/specs/openid-connect-discovery-1_0.html), and their keys. Both are kept
/// for [#KEPT]; for a key that is not among them, keys are loaded again once in [#RELOAD] at most.
final class ProviderMetadata {
  static final Duration KEPT = Duration.ofHours(1);
  static final Duration RELOAD = Duration.ofMinutes(1);

  private static final int ENDPOINT_MAX = 2048;

  private final ProviderHttp http;
  private final Clock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  ProviderMetadata(ProviderHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /// A provider as it was read; `keys` are those of its JWK set.
  private record Known(
      OIDCProviderMetadata metadata, Instant read, AtomicReference<@Nullable Keys> keys) {}

  private record Keys(JWKSet set, Instant loaded) {}

  /// The metadata of this provider, of which was checked that a client of ours can use them.
  OIDCProviderMetadata of(ProviderPolicy provider) {
    return known(provider).metadata();
  }

  private Known known(ProviderPolicy provider) {
    var now = clock.instant();
    var found = known.get(provider.issuer());
    if (found != null && isFresh(found.read(), now, KEPT)) {
      return found;
    }
    var fresh = new Known(read(provider), now, new AtomicReference<>());
    known.put(provider.issuer(), fresh);
    return fresh;
  }

  private static boolean isFresh(Instant since, Instant now, Duration kept) {
    return !now.isBefore(since) && now.isBefore(since.plus(kept));
  }

  private OIDCProviderMetadata read(ProviderPolicy provider) {
    // Section 4: the well-known path is appended, whatever path the issuer has.
    var base = provider.issuer().replaceFirst("/$", "");
    var text = fetch(URI.create(base + "/.well-known/openid-configuration"));
    var metadata = parse(text);
    check(provider, metadata);
    return metadata;
  }

  /// Reads metadata, of which nothing was compared yet.
  static OIDCProviderMetadata parse(String text) {
    try {
      // Strictly first: a member that stands twice is read by two readers in two ways.
      return OIDCProviderMetadata.parse(Json.parseObject(text).toString());
    } catch (ParseException | MalformedInput | IllegalArgumentException e) {
      // Nimbus' values refuse what they cannot be, as an empty issuer, by the last of the three.
      throw unusable("are as OpenID Connect Discovery says", e);
    }
  }

  private static PeerUnavailable unusable(String rule, @Nullable Exception cause) {
    return new PeerUnavailable("metadata of a login provider " + rule, cause);
  }

  private void check(ProviderPolicy provider, OIDCProviderMetadata metadata) {
    // Section 4.3: or another server could pass for this one.
    if (!metadata.getIssuer().getValue().equals(provider.issuer())) {
      throw unusable("have the very issuer that the policy names", null);
    }
    requireAddress(metadata.getAuthorizationEndpointURI(), "authorization_endpoint");
    requireAddress(metadata.getTokenEndpointURI(), "token_endpoint");
    requireAddress(metadata.getJWKSetURI(), "jwks_uri");
    if (provider.userInfo()) {
      requireAddress(metadata.getUserInfoEndpointURI(), "userinfo_endpoint");
    }
    var challenges = metadata.getCodeChallengeMethods();
    if (challenges != null && !challenges.contains(CodeChallengeMethod.S256)) {
      throw unusable("have PKCE with S256", null);
    }
    var methods = metadata.getTokenEndpointAuthMethods();
    var ours =
        switch (provider.authentication()) {
          case ProviderPolicy.Authentication.PrivateKey _ ->
              ClientAuthenticationMethod.PRIVATE_KEY_JWT;
          case ProviderPolicy.Authentication.SecretBasic _ ->
              ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
        };
    // Section 3: client_secret_basic where nothing is said.
    boolean takes =
        methods == null
            ? ours.equals(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            : methods.contains(ours);
    if (!takes) {
      throw unusable("have the clientAuthentication of the policy", null);
    }
  }

  private void requireAddress(@Nullable URI address, String name) {
    if (address == null || address.toString().length() > ENDPOINT_MAX || !http.isAllowed(address)) {
      throw unusable("have " + name + ", an https address", null);
    }
  }

  /// The provider's keys; loaded again if none has this `kid`, when that may be.
  JWKSet keys(ProviderPolicy provider, @Nullable String kid) {
    var at = known(provider);
    var now = clock.instant();
    var kept = at.keys().get();
    if (kept != null && isFresh(kept.loaded(), now, KEPT)) {
      boolean there = kid == null || kept.set().getKeyByKeyId(kid) != null;
      if (there || isFresh(kept.loaded(), now, RELOAD)) {
        return kept.set();
      }
      // Whoever comes meanwhile goes on with those that are there.
      if (!at.keys().compareAndSet(kept, new Keys(kept.set(), now))) {
        return kept.set();
      }
    }
    var fresh = new Keys(parseKeys(fetch(at.metadata().getJWKSetURI())), now);
    at.keys().set(fresh);
    return fresh.set();
  }

  /// Reads a JWK set, RFC 7517, section 5; keys of kinds that nobody knows are passed over.
  static JWKSet parseKeys(String text) {
    try {
      return JWKSet.parse(Json.parseObject(text).toString());
    } catch (java.text.ParseException | MalformedInput | IllegalArgumentException e) {
      throw new PeerUnavailable("the keys of a login provider are a JWK set", e);
    }
  }

  private String fetch(URI address) {
    try {
      var answer = http.get(address);
      if (answer.getStatusCode() != 200) {
        throw new PeerUnavailable("a login provider answered " + answer.getStatusCode(), null);
      }
      return String.valueOf(answer.getBody());
    } catch (IOException e) {
      throw new PeerUnavailable("a login provider does not answer", e);
    }
  }
}
