package dev.hansa.marketplaceauth.http;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplaceauth.AuthConfig;
import dev.hansa.marketplaceauth.domain.AuthorizationRequest;
import dev.hansa.marketplaceauth.domain.Client;
import dev.hansa.marketplaceauth.domain.Clients;
import dev.hansa.marketplaceauth.domain.Ids;
import dev.hansa.marketplaceauth.domain.Login;
import dev.hansa.marketplaceauth.domain.Logins;
import dev.hansa.servicekit.Form;
import dev.hansa.servicekit.PeerUnavailable;
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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Sign-in without a browser, for machines and the command line: the authorization challenge
/// endpoint of [OAuth 2.0 for First-Party
/// Applications](https://datatracker.ietf.org/doc/draft-ietf-oauth-first-party-apps/). The
/// challenge is an OpenID4VP request; `auth_session` is its secret.
@Controller("/authorize-challenge")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "sign-in")
final class ChallengeController {
  private static final int AUTH_SESSION_MAX = 160;

  private final AuthorizationRequests requests;
  private final Clients clients;
  private final Logins logins;
  private final Proofs proofs;
  private final Clock clock;
  private final Measures measures;

  ChallengeController(
      Clients clients,
      Logins logins,
      Proofs proofs,
      AuthConfig config,
      Clock clock,
      Measures measures) {
    this.requests = new AuthorizationRequests(clients, config.issuer());
    this.clients = clients;
    this.logins = logins;
    this.proofs = proofs;
    this.clock = clock;
    this.measures = measures;
  }

  @Post
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Sign in without a browser",
      description =
          "First: client_id, response_type=code, scope, code_challenge, code_challenge_method=S256,"
              + " login_as?, nonce?, resource?, header DPoP?. Then, after showing: auth_session.")
  @ApiResponse(responseCode = "200", description = "authorization_code")
  @ApiResponse(
      responseCode = "400",
      description = "insufficient_authorization with auth_session and openid4vp; or another error")
  HttpResponse<String> challenge(HttpRequest<?> request, @Body String body) {
    var form = Form.parse(body, AuthorizationRequest.PARAMETER_MAX);
    var client = form.find("client_id").flatMap(clients::find);
    if (client.isEmpty() || !client.get().firstParty()) {
      return Answers.oauth("unauthorized_client", "the client is one of the market's own");
    }
    return switch (proofs.read(request, "/authorize-challenge")) {
      case Proofs.Read.Refused(var rule) -> Answers.oauth("invalid_dpop_proof", rule);
      case Proofs.Read.None() -> challenge(form, client.get(), Optional.empty());
      case Proofs.Read.Proved(var thumbprint) ->
          challenge(form, client.get(), Optional.of(thumbprint));
    };
  }

  private HttpResponse<String> challenge(Form form, Client client, Optional<String> thumbprint) {
    var authSession = form.find("auth_session");
    return authSession.isPresent()
        ? next(authSession.get(), client, thumbprint)
        : first(form, client, thumbprint);
  }

  private HttpResponse<String> first(Form form, Client client, Optional<String> thumbprint) {
    if (!form.find("response_type").orElse("code").equals("code")) {
      return Answers.oauth("unsupported_response_type", "the response_type is code");
    }
    var scope = List.of(form.find("scope").orElse("openid").split(" ", -1));
    if (!scope.contains("openid")) {
      return Answers.oauth("invalid_scope", "the scope has openid");
    }
    var error = requests.refuse(form, client);
    if (error.isPresent()) {
      return Answers.oauth(error.get().getCode(), String.valueOf(error.get().getDescription()));
    }
    var read = AuthorizationRequests.request(form, client, Optional.empty(), scope);
    var as = AuthorizationRequests.as(form).or(() -> Optional.of(Login.As.ORGANISATION));
    var bound = thumbprint.map(read::boundTo).orElse(read);
    return switch (logins.start(bound, as)) {
      case Logins.Start.Busy() ->
          Answers.oauth(
              HttpStatus.SERVICE_UNAVAILABLE, "temporarily_unavailable", "too many are signing in");
      case Logins.Start.Started(var login, var binding) ->
          answer(login, login.head().id() + "." + binding);
    };
  }

  private HttpResponse<String> next(
      String authSession, Client client, Optional<String> thumbprint) {
    int dot = authSession.indexOf('.');
    if (authSession.length() > AUTH_SESSION_MAX || dot < 0) {
      return invalidSession();
    }
    var login = logins.look(Ids.parse(authSession.substring(0, dot)));
    if (login.isEmpty()
        || !login.get().head().isBoundTo(authSession.substring(dot + 1))
        || login.get().head().request().redirectUri().isPresent()
        || !login.get().head().request().clientId().equals(client.id())) {
      return invalidSession();
    }
    var bound = login.get().head().request().keyBound();
    if (bound.isPresent() && thumbprint.isPresent() && !bound.equals(thumbprint)) {
      return Answers.oauth("invalid_dpop_proof", "the key is the one of the first request");
    }
    return answer(login.get(), authSession);
  }

  private HttpResponse<String> answer(Login login, String authSession) {
    return switch (login) {
      case Login.Asking asking -> {
        var left = Duration.between(clock.instant(), asking.asked().expires()).toSeconds();
        yield Answers.json(
            HttpStatus.BAD_REQUEST,
            Json.newObject()
                .put("error", "insufficient_authorization")
                .put("error_description", "show what the openid4vp request asks for")
                .put("auth_session", authSession)
                .put("openid4vp", asking.asked().openid4vp())
                .put("expires_in", Math.max(0, left)));
      }
      case Login.Confirmed confirmed ->
          logins
              .finish(confirmed)
              .map(code -> {
                measures.login("done");
                return Answers.ok(Json.newObject().put("authorization_code", code));
              })
              .orElseGet(ChallengeController::invalidSession);
      case Login.Refused(_, var refusal) ->
          Answers.json(
              HttpStatus.BAD_REQUEST,
              Json.newObject()
                  .put("error", "access_denied")
                  .put("error_description", refusal.sentence())
                  .put("reason", refusal.reason()));
      case Login.Choosing _, Login.Done _, Login.Expired _ -> invalidSession();
    };
  }

  private static io.micronaut.http.MutableHttpResponse<String> invalidSession() {
    return Answers.oauth("invalid_session", "the auth_session is open and this client's");
  }

  @Error(exception = PeerUnavailable.class)
  HttpResponse<String> unavailable() {
    return Answers.oauth(
            HttpStatus.SERVICE_UNAVAILABLE,
            "temporarily_unavailable",
            "the verifier does not answer; try again in a moment")
        .header("Retry-After", "1");
  }

  @Error(exception = MalformedInput.class)
  HttpResponse<String> malformed(MalformedInput malformed) {
    return Answers.oauth("invalid_request", String.valueOf(malformed.getMessage()));
  }
}
