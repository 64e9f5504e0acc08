package dev.hansa.marketplaceauth.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplaceauth.AuthConfig;
import dev.hansa.marketplaceauth.domain.AuthorizationRequest;
import dev.hansa.marketplaceauth.domain.Client;
import dev.hansa.marketplaceauth.domain.Clients;
import dev.hansa.marketplaceauth.domain.Login;
import dev.hansa.marketplaceauth.domain.Logins;
import dev.hansa.servicekit.Form;
import dev.hansa.servicekit.Html;
import dev.hansa.servicekit.PeerUnavailable;
import dev.hansa.servicekit.QrSvg;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import java.util.function.BiFunction;

/// The login page: an OpenID4VP request in words and as a picture, for the browser that started.
@Controller("/login/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "sign-in")
final class LoginController {
  private final Logins logins;
  private final Clients clients;
  private final AuthConfig config;
  private final AuthorizationRequests requests;
  private final Measures measures;

  LoginController(Logins logins, Clients clients, AuthConfig config, Measures measures) {
    this.logins = logins;
    this.clients = clients;
    this.config = config;
    this.requests = new AuthorizationRequests(clients, config.issuer());
    this.measures = measures;
  }

  @Get
  @Produces({MediaType.TEXT_HTML, MediaType.APPLICATION_JSON})
  @Operation(
      summary = "The login page, or with Accept: application/json its state",
      description = "state: choose, waiting, fetched, verified, refused, expired or done")
  @ApiResponse(responseCode = "200", description = "state, openid4vp?, expires, next?, reason?")
  @ApiResponse(responseCode = "403", description = "another browser started this login")
  @ApiResponse(responseCode = "404", description = "no such login")
  HttpResponse<String> look(HttpRequest<?> request, @PathVariable String id) {
    boolean json = wantsJson(request);
    return mine(
        request,
        id,
        json,
        (login, client) -> json ? Answers.ok(state(login)) : page(login, client));
  }

  /// Where the wallet sends the browser when it is done.
  @Get("/return")
  @Produces(MediaType.TEXT_HTML)
  @Operation(summary = "Back from the wallet")
  HttpResponse<String> back(HttpRequest<?> request, @PathVariable String id) {
    return mine(request, id, false, this::page);
  }

  @Post("/choice")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.TEXT_HTML)
  @Operation(summary = "Choose as whom: as=person or as=organisation")
  HttpResponse<String> choose(HttpRequest<?> request, @PathVariable String id, @Body String body) {
    var as =
        Form.parse(body, AuthorizationRequest.PARAMETER_MAX)
            .find("as")
            .flatMap(AuthorizationRequests::as);
    if (as.isEmpty()) {
      throw new MalformedInput("as is person or organisation");
    }
    return mine(
        request,
        id,
        false,
        (login, _) -> {
          var _ = logins.choose(login, as.get());
          return AuthorizeController.seeOther(URI.create("/login/" + id));
        });
  }

  @Get("/finish")
  @Produces(MediaType.TEXT_HTML)
  @Operation(summary = "Back to the client with the code; once")
  @ApiResponse(responseCode = "303", description = "to the redirect URI: code, state, iss")
  HttpResponse<String> finish(HttpRequest<?> request, @PathVariable String id) {
    return mine(
        request,
        id,
        false,
        (login, client) -> {
          if (login instanceof Login.Confirmed confirmed) {
            var code = logins.finish(confirmed);
            if (code.isPresent()) {
              measures.login("done");
              return AuthorizeController.seeOther(success(login, code.get()));
            }
          }
          return page(logins.look(id).orElse(login), client);
        });
  }

  private URI success(Login login, String code) {
    var request = login.head().request();
    return new AuthenticationSuccessResponse(
            URI.create(request.redirectUri().orElseThrow()),
            new AuthorizationCode(code),
            null,
            null,
            request.state().map(State::new).orElse(null),
            null,
            new Issuer(config.issuer()),
            ResponseMode.QUERY)
        .toURI();
  }

  /// The login, if this browser started it. A login of the challenge endpoint has no page.
  private HttpResponse<String> mine(
      HttpRequest<?> request,
      String id,
      boolean json,
      BiFunction<Login, Client, HttpResponse<String>> then) {
    var found = logins.look(id).filter(l -> l.head().request().redirectUri().isPresent());
    var client = found.flatMap(l -> clients.find(l.head().request().clientId()));
    if (found.isEmpty() || client.isEmpty()) {
      return gone(json);
    }
    var cookie = Cookies.read(request);
    if (cookie.isEmpty() || !found.get().head().isBoundTo(cookie.get())) {
      return json
          ? Answers.json(HttpStatus.FORBIDDEN, Json.newObject().put("state", "other-browser"))
          : Page.message(
              HttpStatus.FORBIDDEN,
              "Go back to the window where you started",
              "You are signing in from another window or device, and only there does it go on."
                  + " You can close this page.");
    }
    return then.apply(found.get(), client.get());
  }

  private static HttpResponse<String> gone(boolean json) {
    return json
        ? Answers.json(HttpStatus.NOT_FOUND, Json.newObject().put("state", "expired"))
        : Page.message(
            HttpStatus.NOT_FOUND,
            "This sign-in is over",
            "It took too long, or it never was. Go back to where you came from and start again.");
  }

  private static boolean wantsJson(HttpRequest<?> request) {
    return request.accept().stream()
        .findFirst()
        .map(type -> type.equals(MediaType.APPLICATION_JSON_TYPE))
        .orElse(false);
  }

  static ObjectNode state(Login login) {
    var json = Json.newObject();
    switch (login) {
      case Login.Choosing _ -> json.put("state", "choose");
      case Login.Asking(_, var asked, _, boolean fetched) ->
          json.put("state", fetched ? "fetched" : "waiting").put("openid4vp", asked.openid4vp());
      case Login.Confirmed(var head, _) ->
          json.put("state", "verified").put("next", "/login/" + head.id() + "/finish");
      case Login.Done _ -> json.put("state", "done");
      case Login.Refused(_, var refusal) ->
          json.put("state", "refused")
              .put("reason", refusal.reason())
              .put("sentence", refusal.sentence());
      case Login.Expired _ -> json.put("state", "expired");
    }
    return json.put("expires", login.head().expires().toString());
  }

  private HttpResponse<String> page(Login login, Client client) {
    return switch (login) {
      case Login.Choosing(var head) ->
          Page.of(
              HttpStatus.OK,
              "Sign in to " + client.name(),
              "",
              "choose.html",
              Map.of("client", client.name(), "id", head.id()));
      case Login.Asking asking -> ask(asking, client);
      // The wallet sent the browser back, or the page cannot poll: straight on to the client.
      case Login.Confirmed(var head, _) ->
          AuthorizeController.seeOther(URI.create("/login/" + head.id() + "/finish"));
      case Login.Done _ ->
          Page.message(
              HttpStatus.OK,
              "You are signed in",
              "You were sent on to " + client.name() + " already. You can close this page.");
      case Login.Refused(_, var refusal) -> refused(login, client, refusal.sentence());
      case Login.Expired _ ->
          again(login, client, "This sign-in took too long", "Nothing was shown in time.");
    };
  }

  private HttpResponse<String> refused(Login login, Client client, String sentence) {
    return again(login, client, "You could not be signed in", sentence);
  }

  private HttpResponse<String> again(Login login, Client client, String title, String sentence) {
    var request = login.head().request();
    var back =
        requests.back(
            request.redirectUri().orElseThrow(), OAuth2Error.ACCESS_DENIED, request.state());
    return Page.message(
        HttpStatus.OK,
        title,
        sentence,
        "<p><a class=\"button\" href=\""
            + Html.escape(back.toString())
            + "\">Back to "
            + Html.escape(client.name())
            + "</a></p>");
  }

  private static HttpResponse<String> ask(Login.Asking asking, Client client) {
    boolean person = asking.as() == Login.As.PERSON;
    var link = asking.asked().openid4vp();
    return Page.of(
        HttpStatus.OK,
        "Sign in to " + client.name(),
        "<script src=\"/pages/login.js\" defer></script>"
            + "<noscript><meta http-equiv=\"refresh\" content=\"4\"></noscript>",
        "ask.html",
        Map.of(
            "client",
            client.name(),
            "id",
            asking.head().id(),
            "who",
            person
                ? "For yourself, with your membership of the market."
                : "For your organisation, with the authorisation it gave you.",
            "qr",
            QrSvg.of(link, "QR code for your wallet; the same link stands below as text"),
            "openid4vp",
            link,
            "progress",
            asking.fetched()
                ? "Your wallet has the request. Agree there to go on."
                : "Waiting for your wallet.",
            "otherAs",
            person ? "organisation" : "person",
            "other",
            person ? "Sign in for an organisation instead" : "Sign in for myself instead"));
  }

  @Error(exception = PeerUnavailable.class)
  HttpResponse<String> unavailable(HttpRequest<?> request) {
    return wantsJson(request)
        ? Answers.json(HttpStatus.SERVICE_UNAVAILABLE, Json.newObject().put("state", "unavailable"))
        : Page.message(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The market does not answer just now",
            "Please load this page again in a moment. Nothing is lost.");
  }

  @Error(exception = MalformedInput.class)
  HttpResponse<String> malformed(MalformedInput malformed) {
    return Page.message(
        HttpStatus.BAD_REQUEST, "This cannot be read", malformed.getMessage() + ".");
  }
}
