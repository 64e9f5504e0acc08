package dev.hansa.issuer.peers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.Login;
import dev.hansa.issuer.domain.OpenIdProviders;
import dev.hansa.issuer.domain.ProviderPolicy;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.peers.IdTokens.Unbelievable;
import dev.hansa.servicekit.PeerUnavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/// OpenID providers by HTTP, with Nimbus' messages and our own client. No token leaves this class,
/// and none is in a message of it.
public final class HttpOpenIdProviders implements OpenIdProviders {
  private static final long ASSERTION_SECONDS = 60;

  private final ProviderHttp http;
  private final ProviderMetadata metadata;
  private final Clock clock;
  private final SecureRandom random;

  /// `loopback` lets providers be http on a literal loopback address.
  public HttpOpenIdProviders(HttpClient http, boolean loopback, Clock clock, SecureRandom random) {
    this.http = new ProviderHttp(http, loopback);
    this.metadata = new ProviderMetadata(this.http, clock);
    this.clock = clock;
    this.random = random;
  }

  @Override
  public URI authenticationRequest(Tenant tenant, ProviderPolicy provider, Handshake handshake) {
    var request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope(provider.scopes().toArray(String[]::new)),
                new ClientID(provider.clientId()),
                handshake.redirect())
            .endpointURI(metadata.of(provider).getAuthorizationEndpointURI())
            .state(new State(handshake.state()))
            .nonce(new Nonce(handshake.nonce()))
            .codeChallenge(new CodeVerifier(handshake.verifier()), CodeChallengeMethod.S256);
    provider.maxAge().ifPresent(age -> request.maxAge((int) age.toSeconds()));
    if (!provider.acr().isEmpty()) {
      request.acrValues(provider.acr().stream().map(ACR::new).toList());
    }
    var address = request.build().toURI();
    if (address.toString().length() > Login.Asked.LINK_MAX) {
      throw new PeerUnavailable("the address of a login is too long to be kept", null);
    }
    return address;
  }

  @Override
  public Redeemed redeem(
      Tenant tenant,
      ProviderPolicy provider,
      Handshake handshake,
      String code,
      Optional<String> iss) {
    try {
      var at = metadata.of(provider);
      // RFC 9207, section 2.4: before anything of the answer is used.
      if (iss.isPresent()
          ? !iss.get().equals(provider.issuer())
          : at.supportsAuthorizationResponseIssuerParam()) {
        throw new Unbelievable("iss in the answer is the provider's identifier");
      }
      return new Redeemed.Believed(exchange(tenant, provider, at, handshake, code));
    } catch (Unbelievable e) {
      return new Redeemed.Unbelievable(e.rule());
    } catch (PeerUnavailable | IOException e) {
      return new Redeemed.Silent();
    }
  }

  private ObjectNode exchange(
      Tenant tenant,
      ProviderPolicy provider,
      OIDCProviderMetadata at,
      Handshake handshake,
      String code)
      throws IOException, Unbelievable {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code),
            handshake.redirect(),
            new CodeVerifier(handshake.verifier()));
    var request =
        new TokenRequest.Builder(at.getTokenEndpointURI(), authentication(tenant, provider), grant)
            .build();
    var answer = answered(http.send(request.toHTTPRequest()), "the provider takes the code");
    var tokens = Tokens.parse(answer);
    var idToken = IdTokens.parse(tokens.idToken());
    var keys = metadata.keys(provider, idToken.getHeader().getKeyID());
    var claims = IdTokens.verify(idToken, provider, keys, handshake.nonce(), clock.instant());
    checkHash(tokens.accessToken(), idToken, claims);
    return provider.userInfo() ? withUserInfo(at, tokens.accessToken(), claims) : claims;
  }

  /// What a token endpoint gives, section 3.1.3.3; the ID token is not believed yet.
  record Tokens(AccessToken accessToken, String idToken) {
    static Tokens parse(HTTPResponse answer) throws Unbelievable {
      try {
        var idToken = Json.text(strict(answer), "id_token", IdTokens.LENGTH_MAX);
        return new Tokens(AccessTokenResponse.parse(answer).getTokens().getAccessToken(), idToken);
      } catch (ParseException | MalformedInput | IllegalArgumentException e) {
        throw new Unbelievable("a token response has an ID token and an access token");
      }
    }
  }

  /// Section 3.1.3.8: where the ID token has a hash of the access token, it is that of this one.
  private static void checkHash(AccessToken token, SignedJWT idToken, ObjectNode claims)
      throws Unbelievable {
    if (!claims.has("at_hash")) {
      return;
    }
    try {
      AccessTokenValidator.validate(
          token,
          JWSAlgorithm.parse(idToken.getHeader().getAlgorithm().getName()),
          new AccessTokenHash(Json.text(claims, "at_hash", 128)));
    } catch (InvalidHashException | MalformedInput e) {
      throw new Unbelievable("at_hash is that of the access token");
    }
  }

  /// Section 5.3.2: about the same `sub`, and what the ID token says stands.
  private ObjectNode withUserInfo(
      OIDCProviderMetadata at, AccessToken accessToken, ObjectNode claims)
      throws IOException, Unbelievable {
    var request = new UserInfoRequest(at.getUserInfoEndpointURI(), accessToken).toHTTPRequest();
    var answer = answered(http.send(request), "UserInfo is answered");
    try {
      var more = strict(answer);
      if (!more.path("sub").equals(claims.path("sub"))) {
        throw new Unbelievable("UserInfo is about the sub of the ID token");
      }
      return more.setAll(claims);
    } catch (MalformedInput e) {
      throw new Unbelievable("UserInfo is a JSON object, unsigned");
    }
  }

  /// A JSON object in which no member stands twice.
  private static ObjectNode strict(HTTPResponse answer) {
    return Json.parseObject(String.valueOf(answer.getBody()));
  }

  /// An answer of 200; a redirect is none, and a server that is not well is silent.
  private static HTTPResponse answered(HTTPResponse answer, String rule)
      throws IOException, Unbelievable {
    if (answer.getStatusCode() >= 500 || answer.getStatusCode() == 429) {
      throw new IOException("a login provider answered " + answer.getStatusCode());
    }
    if (answer.getStatusCode() != 200) {
      throw new Unbelievable(rule + ": it answered " + answer.getStatusCode());
    }
    return answer;
  }

  private ClientAuthentication authentication(Tenant tenant, ProviderPolicy provider) {
    return switch (provider.authentication()) {
      case ProviderPolicy.Authentication.SecretBasic(var secret) ->
          new ClientSecretBasic(
              new ClientID(provider.clientId()),
              new Secret(new String(secret.expose(), StandardCharsets.UTF_8)));
      case ProviderPolicy.Authentication.PrivateKey _ -> assertion(tenant, provider);
    };
  }

  /// Section 9, `private_key_jwt`, by the issuer's `#auth` key. The audience is the provider's
  /// identifier alone: at no other server is the assertion worth anything.
  private PrivateKeyJWT assertion(Tenant tenant, ProviderPolicy provider) {
    var key =
        tenant
            .authentication()
            .orElseThrow(() -> new PeerUnavailable("the issuer has no key for calls", null));
    var now = clock.instant().getEpochSecond();
    var claims =
        Json.newObject()
            .put("iss", provider.clientId())
            .put("sub", provider.clientId())
            .put("aud", provider.issuer())
            .put("jti", Bytes.random(16, random).toBase64Url())
            .put("iat", now)
            .put("exp", now + ASSERTION_SECONDS);
    var signed = Jws.signJwt("JWT", new DidUrl(tenant.did(), "auth"), claims, key);
    try {
      return new PrivateKeyJWT(SignedJWT.parse(signed));
    } catch (java.text.ParseException e) {
      throw new IllegalStateException("we sign JWTs", e);
    }
  }
}
