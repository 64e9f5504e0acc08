package dev.hansa.marketplaceauth.http;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplaceauth.AuthConfig;
import dev.hansa.marketplaceauth.domain.AuthorizationRequest;
import dev.hansa.marketplaceauth.domain.Client;
import dev.hansa.marketplaceauth.domain.Clients;
import dev.hansa.marketplaceauth.domain.Session;
import dev.hansa.marketplaceauth.domain.TokenExchange;
import dev.hansa.servicekit.Form;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Optional;

/// The token endpoint: codes and refresh tokens against tokens. With a DPoP proof the access token
/// is bound to its key and opens the market; without, it opens `/userinfo` alone.
@Controller("/token")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "sign-in")
final class TokenController {
  private final TokenExchange exchange;
  private final Clients clients;
  private final Proofs proofs;
  private final AuthConfig config;
  private final Measures measures;

  TokenController(
      TokenExchange exchange,
      Clients clients,
      Proofs proofs,
      AuthConfig config,
      Measures measures) {
    this.exchange = exchange;
    this.clients = clients;
    this.proofs = proofs;
    this.config = config;
    this.measures = measures;
  }

  @Post
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Exchange a code or refresh token",
      description =
          "grant_type=authorization_code: code, redirect_uri, code_verifier; refresh_token:"
              + " refresh_token. client_id, or Basic for confidential clients; resource?; header DPoP?")
  @ApiResponse(responseCode = "200", description = "access_token, token_type, id_token, …")
  @ApiResponse(responseCode = "400", description = "an OAuth error")
  @ApiResponse(responseCode = "401", description = "invalid_client")
  HttpResponse<String> token(HttpRequest<?> request, @Body String body) {
    var form = Form.parse(body, AuthorizationRequest.PARAMETER_MAX);
    TokenRequest parsed;
    try {
      parsed = TokenRequest.parse(http(request, body));
    } catch (ParseException e) {
      var error = e.getErrorObject();
      return error != null && error.getHTTPStatusCode() == 401
          ? invalidClient()
          : Answers.oauth(
              error == null ? "invalid_request" : error.getCode(),
              "the request is a token request of RFC 6749 with a grant that is known here");
    }
    var client = authenticated(parsed);
    if (client.isEmpty()) {
      return invalidClient();
    }
    return switch (proofs.read(request, "/token")) {
      case Proofs.Read.Refused(var rule) -> {
        measures.token("any", "invalid-proof");
        yield Answers.oauth("invalid_dpop_proof", rule);
      }
      case Proofs.Read.None() -> exchange(parsed, form, client.get(), Optional.empty());
      case Proofs.Read.Proved(var thumbprint) ->
          exchange(parsed, form, client.get(), Optional.of(thumbprint));
    };
  }

  private HttpResponse<String> exchange(
      TokenRequest parsed, Form form, Client client, Optional<String> thumbprint) {
    var presented =
        new TokenExchange.Presented(
            client,
            form.find("redirect_uri"),
            form.find("code_verifier"),
            form.find("resource"),
            thumbprint);
    return switch (parsed.getAuthorizationGrant()) {
      case AuthorizationCodeGrant grant ->
          answer("code", exchange.code(grant.getAuthorizationCode().getValue(), presented));
      case RefreshTokenGrant grant ->
          answer("refresh", exchange.refresh(grant.getRefreshToken().getValue(), presented));
      default ->
          Answers.oauth(
              "unsupported_grant_type", "the grant is authorization_code or refresh_token");
    };
  }

  private HttpResponse<String> answer(String grant, TokenExchange.Outcome outcome) {
    return switch (outcome) {
      case TokenExchange.Outcome.InvalidGrant(var rule) -> {
        measures.token(grant, "invalid-grant");
        yield Answers.oauth("invalid_grant", rule);
      }
      case TokenExchange.Outcome.InvalidTarget() -> {
        measures.token(grant, "invalid-target");
        yield Answers.oauth(
            "invalid_target", "the resource is one that the client may use, with a DPoP key");
      }
      case TokenExchange.Outcome.Unconfirmed() -> {
        measures.token(grant, "unconfirmed");
        yield Answers.oauth(
                HttpStatus.SERVICE_UNAVAILABLE,
                "temporarily_unavailable",
                "the credentials cannot be looked at just now; try again in a moment")
            .header("Retry-After", "1");
      }
      case TokenExchange.Outcome.Issued issued -> {
        measures.token(grant, "issued");
        yield issued(issued);
      }
    };
  }

  private static HttpResponse<String> issued(TokenExchange.Outcome.Issued issued) {
    var scope = new Scope(issued.scope().toArray(String[]::new));
    long seconds = Session.ACCESS_TOKEN_LIFETIME.toSeconds();
    AccessToken access =
        issued.bound()
            ? new DPoPAccessToken(issued.accessToken(), seconds, scope)
            : new BearerAccessToken(issued.accessToken(), seconds, scope);
    var tokens =
        new OIDCTokens(
            issued.idToken(), access, issued.refreshToken().map(RefreshToken::new).orElse(null));
    return HttpResponse.ok(new OIDCTokenResponse(tokens).toJSONObject().toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store");
  }

  /// The client, if it is who it says: a confidential one by its secret, a public one by its name.
  private Optional<Client> authenticated(TokenRequest parsed) {
    return switch (parsed.getClientAuthentication()) {
      case null -> find(parsed.getClientID()).filter(client -> client.secret().isEmpty());
      case ClientSecretBasic basic ->
          find(basic.getClientID())
              .filter(client -> client.knows(basic.getClientSecret().getValue()));
      default -> Optional.empty();
    };
  }

  private Optional<Client> find(@org.jspecify.annotations.Nullable ClientID id) {
    return Optional.ofNullable(id).flatMap(known -> clients.find(known.getValue()));
  }

  private HTTPRequest http(HttpRequest<?> request, String body) {
    var http = new HTTPRequest(HTTPRequest.Method.POST, URI.create(config.issuer() + "/token"));
    http.setEntityContentType(ContentType.APPLICATION_URLENCODED);
    var authorization = request.getHeaders().get("Authorization");
    if (authorization != null) {
      http.setAuthorization(authorization);
    }
    http.setBody(body);
    return http;
  }

  private HttpResponse<String> invalidClient() {
    measures.token("any", "invalid-client");
    return Answers.oauth(
            HttpStatus.UNAUTHORIZED,
            "invalid_client",
            "the client is known, and a confidential one shows its secret by Basic")
        .header("WWW-Authenticate", "Basic realm=\"token\"");
  }

  @Error(exception = MalformedInput.class)
  HttpResponse<String> malformed(MalformedInput malformed) {
    return Answers.oauth("invalid_request", String.valueOf(malformed.getMessage()));
  }
}
