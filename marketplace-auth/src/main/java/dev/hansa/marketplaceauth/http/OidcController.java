package dev.hansa.marketplaceauth.http;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.hansa.identity.Json;
import dev.hansa.marketplaceauth.AuthConfig;
import dev.hansa.marketplaceauth.domain.Clients;
import dev.hansa.marketplaceauth.domain.Members;
import dev.hansa.marketplaceauth.domain.Tokens;
import dev.hansa.servicekit.OperatorKeys;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/// What an OpenID provider says about itself, and to clients about who signed in.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sign-in")
final class OidcController {
  private final AuthConfig config;
  private final OperatorKeys keys;
  private final Callers callers;
  private final Clients clients;
  private final Members members;
  private final Tokens tokens;

  OidcController(
      AuthConfig config,
      OperatorKeys keys,
      Callers callers,
      Clients clients,
      Members members,
      Tokens tokens) {
    this.config = config;
    this.keys = keys;
    this.callers = callers;
    this.clients = clients;
    this.members = members;
    this.tokens = tokens;
  }

  @Get("/.well-known/openid-configuration")
  @Operation(summary = "The provider's metadata (OpenID Connect Discovery 1.0)")
  HttpResponse<String> openid() {
    return HttpResponse.ok(metadata().toJSONObject().toString());
  }

  @Get("/.well-known/oauth-authorization-server")
  @Operation(summary = "The authorization server's metadata (RFC 8414)")
  HttpResponse<String> oauth() {
    return openid();
  }

  private OIDCProviderMetadata metadata() {
    var metadata =
        new OIDCProviderMetadata(
            new Issuer(config.issuer()), List.of(SubjectType.PAIRWISE), config.at("/jwks"));
    metadata.setAuthorizationEndpointURI(config.at("/authorize"));
    metadata.setTokenEndpointURI(config.at("/token"));
    metadata.setUserInfoEndpointURI(config.at("/userinfo"));
    metadata.setScopes(new Scope(AuthorizationRequests.SCOPES.toArray(String[]::new)));
    metadata.setResponseTypes(List.of(ResponseType.CODE));
    metadata.setResponseModes(List.of(ResponseMode.QUERY));
    metadata.setGrantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
    metadata.setCodeChallengeMethods(List.of(CodeChallengeMethod.S256));
    metadata.setTokenEndpointAuthMethods(
        List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.NONE));
    metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.ES256));
    metadata.setDPoPJWSAlgs(List.of(JWSAlgorithm.ES256));
    metadata.setACRs(
        List.of(
            new ACR("urn:hansa:loa:low"),
            new ACR("urn:hansa:loa:substantial"),
            new ACR("urn:hansa:loa:high")));
    metadata.setClaims(
        List.of(
            "sub", "iss", "auth_time", "acr", "amr", "member", "roles", "country", "organisation"));
    metadata.setSupportsAuthorizationResponseIssuerParam(true);
    metadata.setSupportsRequestParam(false);
    metadata.setSupportsRequestURIParam(false);
    metadata.setSupportsClaimsParams(false);
    metadata.setCustomParameter(
        "authorization_challenge_endpoint", config.at("/authorize-challenge").toString());
    return metadata;
  }

  @Get("/jwks")
  @Operation(summary = "The keys that sign tokens")
  HttpResponse<String> jwks() {
    var set = Json.newObject();
    var key = keys.assertion().publicKey().toJwk();
    key.put("kid", keys.assertionName().toString()).put("use", "sig").put("alg", "ES256");
    set.putArray("keys").add(key);
    return HttpResponse.ok(set.toString()).header("Cache-Control", "public, max-age=300");
  }

  @Get("/userinfo")
  @Operation(summary = "Who signed in, as the client may know it")
  @ApiResponse(responseCode = "200", description = "sub, and with scope membership more")
  @ApiResponse(responseCode = "401", description = "no good access token")
  HttpResponse<String> userInfo(HttpRequest<?> request) {
    var caller = callers.userInfo(request);
    var client = clients.find(caller.session().clientId()).orElseThrow(callers::ended);
    return Answers.ok(
        tokens.userInfo(
            caller.session(), client, caller.scope(), members.find(caller.session().party())));
  }

  @Post("/userinfo")
  @Operation(summary = "The same by POST (OpenID Connect Core, section 5.3.1)")
  HttpResponse<String> userInfoByPost(HttpRequest<?> request) {
    return userInfo(request);
  }
}
