package dev.hansa.marketplaceauth.http;

import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplaceauth.AuthConfig;
import dev.hansa.marketplaceauth.domain.AuthorizationRequest;
import dev.hansa.marketplaceauth.domain.Clients;
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
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Optional;

/// The authorization endpoint: checks the request and starts a login that is bound to this browser.
@Controller("/authorize")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "sign-in")
final class AuthorizeController {
  private final AuthorizationRequests requests;
  private final Logins logins;
  private final AuthConfig config;
  private final Measures measures;

  AuthorizeController(Clients clients, Logins logins, AuthConfig config, Measures measures) {
    this.requests = new AuthorizationRequests(clients, config.issuer());
    this.logins = logins;
    this.config = config;
    this.measures = measures;
  }

  @Get
  @Produces(MediaType.TEXT_HTML)
  @Operation(
      summary = "Start to sign in",
      description =
          "response_type=code, client_id, redirect_uri, scope with openid, code_challenge,"
              + " code_challenge_method=S256, state?, nonce?, resource?, dpop_jkt?,"
              + " login_as? (person or organisation)")
  @ApiResponse(responseCode = "303", description = "to the login page, or back with an error")
  @ApiResponse(responseCode = "400", description = "a page: client or redirect URI is not known")
  HttpResponse<String> get(HttpRequest<?> request) {
    return authorize(
        Form.parse(
            Optional.ofNullable(request.getUri().getRawQuery()).orElse(""),
            AuthorizationRequest.PARAMETER_MAX));
  }

  @Post
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.TEXT_HTML)
  @Operation(summary = "Start to sign in, with the parameters in a form")
  HttpResponse<String> post(@Body String body) {
    return authorize(Form.parse(body, AuthorizationRequest.PARAMETER_MAX));
  }

  private HttpResponse<String> authorize(Form form) {
    return switch (requests.read(form)) {
      case AuthorizationRequests.Read.Nowhere(var sentence) ->
          Page.message(
              HttpStatus.BAD_REQUEST,
              "You cannot sign in from here",
              sentence + " Go back to it and try again, or tell its operator.");
      case AuthorizationRequests.Read.Back(var to) -> seeOther(to);
      case AuthorizationRequests.Read.Good(var request, _, var as) ->
          switch (logins.start(request, as)) {
            case Logins.Start.Busy() -> {
              measures.login("busy");
              yield Page.message(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "Too many people are signing in",
                  "Please try again in a few minutes.");
            }
            case Logins.Start.Started(var login, var binding) -> {
              var path = "/login/" + login.head().id();
              yield HttpResponse.<String>seeOther(URI.create(path))
                  .header("Set-Cookie", Cookies.bind(path, binding, config.isSecure()))
                  .header("Cache-Control", "no-store");
            }
          };
    };
  }

  @Error(exception = PeerUnavailable.class)
  HttpResponse<String> unavailable() {
    return Page.message(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The market does not answer just now",
        "Please load this page again in a moment.");
  }

  @Error(exception = MalformedInput.class)
  HttpResponse<String> malformed(MalformedInput malformed) {
    return Page.message(
        HttpStatus.BAD_REQUEST,
        "You cannot sign in from here",
        "The service that sent you here asked in a way that cannot be read: "
            + malformed.getMessage()
            + ".");
  }

  static HttpResponse<String> seeOther(URI to) {
    return HttpResponse.<String>seeOther(to).header("Cache-Control", "no-store");
  }
}
