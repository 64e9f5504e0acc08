package dev.hansa.issuer.http;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.Authorization;
import dev.hansa.issuer.domain.Authorizing;
import dev.hansa.issuer.domain.Authorizing.Showing;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TypeNames;
import dev.hansa.servicekit.Form;
import dev.hansa.servicekit.Html;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The authorization endpoint and its pages, [OpenID4VCI 1.0, section
/// 5](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): who are you, and
/// shall your wallet have it?
@Controller("/{tenant}/authorize")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.TEXT_HTML)
@Tag(name = "wallet")
final class AuthorizeController {
  private final TenantDoor door;
  private final Authorizing authorizing;
  private final TypeNames names;
  private final BrowserCookie cookies;
  private final Outcomes outcomes;

  AuthorizeController(
      TenantDoor door,
      Authorizing authorizing,
      TypeNames names,
      BrowserCookie cookies,
      Outcomes outcomes) {
    this.door = door;
    this.authorizing = authorizing;
    this.names = names;
    this.cookies = cookies;
    this.outcomes = outcomes;
  }

  /// Parameters beside `client_id` and `request_uri`, such as a `state`, say nothing: RFC 9126,
  /// section 4, has them in the pushed request.
  @Get
  @Operation(summary = "Where a wallet sends its holder's browser with a pushed request")
  @ApiResponse(responseCode = "303", description = "to the page of this authorization")
  @ApiResponse(responseCode = "400", description = "no pushed request of this client, a page")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> begin(
      @PathVariable String tenant,
      @QueryValue("client_id") Optional<String> clientId,
      @QueryValue("request_uri") Optional<String> requestUri) {
    var issuer = door.find(tenant);
    var found =
        requestUri
            .filter(uri -> uri.startsWith(ParController.REQUEST_URI))
            .flatMap(
                uri -> authorizing.find(issuer, uri.substring(ParController.REQUEST_URI.length())));
    if (found.isEmpty()
        || !(found.get() instanceof Authorization.Pushed pushed)
        || !clientId.equals(Optional.of(pushed.request().clientId()))) {
      return Page.message(
          HttpStatus.BAD_REQUEST,
          "This link does not work",
          "It was opened before, its time is over, or it is not whole. Start again in your wallet.");
    }
    var cookie = authorizing.chance();
    var path = path(issuer, pushed);
    var asking =
        authorizing.begin(
            issuer,
            pushed,
            cookie,
            issuer.displayName() + " asks who you are before it gives a credential to your wallet.",
            issuer.at("/authorize/" + pushed.id() + "/shown"));
    return asking.isEmpty()
        ? stale()
        : redirect(path).header("Set-Cookie", cookies.bind(path, cookie));
  }

  private static String path(Tenant issuer, Authorization authorization) {
    return "/" + issuer.name() + "/authorize/" + authorization.id();
  }

  private static MutableHttpResponse<String> redirect(String to) {
    return HttpResponse.<String>status(HttpStatus.SEE_OTHER)
        .header("Location", to)
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer");
  }

  private static MutableHttpResponse<String> stale() {
    return Page.message(
        HttpStatus.GONE, "This is over", "Start again in your wallet, if you still want to.");
  }

  private static MutableHttpResponse<String> otherBrowser() {
    return Page.message(
        HttpStatus.FORBIDDEN,
        "Go on in the other browser",
        "This was started in another browser. Go back to the one that your wallet opened first.");
  }

  @Get("/{id}")
  @Operation(summary = "The page of an authorization, for the browser that began it")
  @ApiResponse(responseCode = "200", description = "show who you are, or consent: a page")
  @ApiResponse(responseCode = "403", description = "another browser, a page")
  @ApiResponse(responseCode = "410", description = "over, a page")
  HttpResponse<String> page(
      HttpRequest<?> request, @PathVariable String tenant, @PathVariable String id) {
    var issuer = door.find(tenant);
    return show(issuer, id, BrowserCookie.read(request), Optional.empty());
  }

  @Get("/{id}/shown")
  @Operation(summary = "Where the wallet sends the browser after the credential was shown")
  @ApiResponse(responseCode = "303", description = "on, without the response code")
  HttpResponse<String> shown(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @QueryValue("response_code") Optional<String> responseCode) {
    var issuer = door.find(tenant);
    return show(issuer, id, BrowserCookie.read(request), responseCode);
  }

  private MutableHttpResponse<String> show(
      Tenant issuer, String id, Optional<String> cookie, Optional<String> responseCode) {
    var found = authorizing.find(issuer, id);
    if (found.isEmpty()) {
      return stale();
    }
    return switch (found.get()) {
      case Authorization.Asking asking when isBrowser(asking.browser(), cookie) ->
          look(issuer, asking, responseCode);
      case Authorization.Consenting consenting when isBrowser(consenting.browser(), cookie) ->
          responseCode.isPresent()
              ? redirect(path(issuer, consenting))
              : consent(issuer, consenting, cookie.orElseThrow());
      case Authorization.Asking _, Authorization.Consenting _ -> otherBrowser();
      case Authorization.Pushed _, Authorization.Granted _, Authorization.Over _ -> stale();
    };
  }

  private boolean isBrowser(String known, Optional<String> cookie) {
    return cookie.map(value -> authorizing.isBrowser(known, value)).orElse(false);
  }

  private MutableHttpResponse<String> look(
      Tenant issuer, Authorization.Asking asking, Optional<String> responseCode) {
    var showing = authorizing.look(issuer, asking, responseCode);
    outcomes.count("logins", showing);
    return switch (showing) {
      case Showing.Waiting _, Showing.Elsewhere _ -> ask(issuer, asking, says(showing));
      case Showing.Known _ -> redirect(path(issuer, asking));
      case Showing.Refused(var sentence) -> refuse(issuer, asking, sentence);
      case Showing.NothingForYou _ -> refuse(issuer, asking, nothing(issuer));
    };
  }

  private static String nothing(Tenant issuer) {
    return issuer.displayName()
        + " has no such credential for the one whom you showed yourself to be. If you have more than"
        + " one wallet, start again and show the other; else ask "
        + issuer.displayName()
        + ".";
  }

  private MutableHttpResponse<String> ask(
      Tenant issuer, Authorization.Asking asking, String progress) {
    return ConsentPage.ask(
        issuer,
        names.of(asking.request().configuration()).getFirst(),
        names.of(issuer.policy().loginWith()).getFirst(),
        asking,
        path(issuer, asking),
        progress);
  }

  private static String says(Showing showing) {
    return switch (showing) {
      case Showing.Waiting _ -> "Waiting for your wallet.";
      case Showing.Elsewhere _ ->
          "It was shown, but not from this browser. Open your wallet by the button on this page.";
      case Showing.Refused _, Showing.NothingForYou _, Showing.Known _ -> "Going on.";
    };
  }

  /// Tells the person, and then the wallet: `access_denied`.
  private MutableHttpResponse<String> refuse(
      Tenant issuer, Authorization authorization, String sentence) {
    authorizing.end(authorization);
    var back =
        Redirects.error(
            issuer, authorization.request(), "access_denied", "the holder was not known");
    return Page.of(
        HttpStatus.OK,
        "No credential for your wallet",
        Page.issuer(issuer)
            + "<h1>Your wallet gets no credential</h1>\n<p>"
            + Html.escape(sentence)
            + "</p>\n<p class=\"acts\"><a class=\"button\" href=\""
            + Html.escape(back)
            + "\">Back to my wallet</a></p>",
        "",
        false);
  }

  @Get("/{id}/state")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Whether the page may go on, for the page's own script")
  @ApiResponse(responseCode = "200", description = "state: waiting, ready or over; says")
  HttpResponse<String> state(
      HttpRequest<?> request, @PathVariable String tenant, @PathVariable String id) {
    var issuer = door.find(tenant);
    var cookie = BrowserCookie.read(request);
    var json = Json.newObject();
    switch (authorizing.find(issuer, id).orElse(null)) {
      case Authorization.Asking asking when isBrowser(asking.browser(), cookie) -> {
        var showing = authorizing.look(issuer, asking, Optional.empty());
        boolean waits = showing instanceof Showing.Waiting || showing instanceof Showing.Elsewhere;
        json.put("state", waits ? "waiting" : "ready").put("says", says(showing));
      }
      case Authorization.Consenting consenting when isBrowser(consenting.browser(), cookie) ->
          json.put("state", "ready").put("says", "Going on.");
      case null, default -> json.put("state", "over").put("says", "");
    }
    return Answers.json(HttpStatus.OK, json);
  }

  private MutableHttpResponse<String> consent(
      Tenant issuer, Authorization.Consenting consenting, String cookie) {
    var claims = authorizing.claims(issuer, consenting);
    return claims.isEmpty()
        ? refuse(issuer, consenting, nothing(issuer))
        : ConsentPage.consent(
            issuer,
            names.of(consenting.request().configuration()).getFirst(),
            claims.get(),
            consenting.request(),
            path(issuer, consenting),
            authorizing.formKey(cookie));
  }

  @Post("/{id}/consent")
  @Consumes(MediaType.ALL)
  @Operation(summary = "The person's answer")
  @ApiResponse(responseCode = "303", description = "to the wallet: code, state and iss, or error")
  @ApiResponse(responseCode = "403", description = "another browser or form, a page")
  @ApiResponse(responseCode = "410", description = "over, a page")
  HttpResponse<String> answer(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @Body @Nullable String body) {
    var issuer = door.find(tenant);
    var cookie = BrowserCookie.read(request);
    if (!(authorizing.find(issuer, id).orElse(null)
        instanceof Authorization.Consenting consenting)) {
      return stale();
    }
    if (!isBrowser(consenting.browser(), cookie)) {
      return otherBrowser();
    }
    var form = Form.parse(Answers.orEmpty(body), Answers.FORM_VALUE_MAX);
    if (!Bytes.utf8(form.find("key").orElse(""))
        .equalsInConstantTime(Bytes.utf8(authorizing.formKey(cookie.orElseThrow())))) {
      return otherBrowser();
    }
    return switch (form.require("answer")) {
      case "yes" -> agreed(issuer, consenting);
      case "no" -> {
        authorizing.end(consenting);
        yield redirect(
            Redirects.error(
                issuer, consenting.request(), "access_denied", "the holder did not agree"));
      }
      default -> throw new MalformedInput("answer is yes or no");
    };
  }

  private MutableHttpResponse<String> agreed(Tenant issuer, Authorization.Consenting consenting) {
    return authorizing
        .agree(consenting)
        .map(code -> {
          outcomes.changed("consent given", issuer.name().value());
          return redirect(Redirects.code(issuer, consenting.request(), code));
        })
        .orElseGet(AuthorizeController::stale);
  }
}
