package dev.hansa.issuer.http;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.Authorization;
import dev.hansa.issuer.domain.Authorizing;
import dev.hansa.issuer.domain.Authorizing.Showing;
import dev.hansa.issuer.domain.Login;
import dev.hansa.issuer.domain.Login.Brought;
import dev.hansa.issuer.domain.ProviderPolicy;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TypeNames;
import dev.hansa.servicekit.Form;
import dev.hansa.servicekit.PeerUnavailable;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The authorization endpoint and its pages, [OpenID4VCI 1.0, section
/// 5](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): who are you, and
/// shall your wallet have it?
@Controller("/{tenant}/authorize")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.TEXT_HTML)
@Tag(name = "wallet")
final class AuthorizeController {
  private static final Logger LOG = LoggerFactory.getLogger("logins");

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
  @ApiResponse(
      responseCode = "303",
      description = "to the page of this authorization, or to log in at the issuer's provider")
  @ApiResponse(responseCode = "503", description = "nobody can say who it is just now, a page")
  @ApiResponse(responseCode = "400", description = "no pushed request of this client, a page")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> begin(
      HttpRequest<?> request,
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
    try {
      return begin(issuer, pushed);
    } catch (PeerUnavailable e) {
      // The request was not taken up: the same address may be opened again while it lasts.
      return unavailable(issuer, pushed, request.getUri().getRawPath() + query(request), e);
    }
  }

  private MutableHttpResponse<String> begin(Tenant issuer, Authorization.Pushed pushed) {
    var cookie = authorizing.chance();
    var path = path(issuer, pushed);
    return authorizing
        .begin(
            issuer,
            pushed,
            cookie,
            issuer.displayName() + " asks who you are before it gives a credential to your wallet.",
            issuer.at("/authorize/" + pushed.id() + "/shown"))
        .map(asking ->
            switch (asking.way()) {
              case CREDENTIAL -> redirect(path);
              case PROVIDER -> redirect(asking.link());
            })
        .map(answer -> answer.header("Set-Cookie", cookies.bind(path, cookie)))
        .orElseGet(AuthorizeController::stale);
  }

  private static String query(HttpRequest<?> request) {
    var query = request.getUri().getRawQuery();
    return query == null ? "" : "?" + query;
  }

  private static MutableHttpResponse<String> unavailable(
      Tenant issuer, Authorization authorization, String again, PeerUnavailable e) {
    LOG.warn("a login cannot go on: issuer {}: {}", issuer.name(), e.getMessage());
    return ConsentPage.unavailable(
        issuer, LoginWords.SILENT, again, error(issuer, authorization, Login.Fault.UNAVAILABLE));
  }

  private static String error(Tenant issuer, Authorization authorization, Login.Fault fault) {
    return Redirects.error(issuer, authorization.request(), fault.error(), fault.description());
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
    return show(issuer, id, BrowserCookie.read(request), new Brought.Nothing());
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
    return show(
        issuer,
        id,
        BrowserCookie.read(request),
        responseCode.<Brought>map(Brought.ResponseCode::new).orElseGet(Brought.Nothing::new));
  }

  @Get("/{id}/back")
  @Operation(summary = "Where the browser is once it logged in at the issuer's provider")
  @ApiResponse(responseCode = "303", description = "on, without the provider's answer")
  @ApiResponse(responseCode = "400", description = "no answer of a provider, a page")
  @ApiResponse(responseCode = "403", description = "another browser or login, a page")
  HttpResponse<String> back(
      HttpRequest<?> request, @PathVariable String tenant, @PathVariable String id) {
    var issuer = door.find(tenant);
    return LoginController.parse(request)
        .map(redirect -> show(issuer, id, BrowserCookie.read(request), redirect))
        .orElseGet(LoginController::notWhole);
  }

  private MutableHttpResponse<String> show(
      Tenant issuer, String id, Optional<String> cookie, Brought brought) {
    var found = authorizing.find(issuer, id);
    if (found.isEmpty()) {
      return stale();
    }
    return switch (found.get()) {
      case Authorization.Asking asking when isBrowser(asking.browser(), cookie) ->
          look(issuer, asking, brought);
      case Authorization.Answering answering when isBrowser(answering.browser(), cookie) ->
          ConsentPage.answering(issuer, path(issuer, answering));
      case Authorization.Consenting consenting when isBrowser(consenting.browser(), cookie) ->
          brought instanceof Brought.Nothing
              ? consent(issuer, consenting, cookie.orElseThrow())
              : redirect(path(issuer, consenting));
      case Authorization.Asking _, Authorization.Answering _, Authorization.Consenting _ ->
          otherBrowser();
      case Authorization.Pushed _, Authorization.Granted _, Authorization.Over _ -> stale();
    };
  }

  private boolean isBrowser(String known, Optional<String> cookie) {
    return cookie.map(value -> authorizing.isBrowser(known, value)).orElse(false);
  }

  private MutableHttpResponse<String> look(
      Tenant issuer, Authorization.Asking asking, Brought brought) {
    Showing showing;
    try {
      showing = authorizing.look(issuer, asking, brought);
    } catch (PeerUnavailable e) {
      return unavailable(issuer, asking, path(issuer, asking), e);
    } catch (LedgerUnavailable e) {
      LOG.warn("a login cannot go on: issuer {}: the ledger is away", issuer.name());
      return refuse(issuer, asking, Login.Fault.UNAVAILABLE, LoginWords.LATER);
    }
    outcomes.count("logins", showing);
    return switch (showing) {
      case Showing.Waiting _, Showing.Elsewhere _ ->
          ask(issuer, asking, brought, LoginWords.says(showing));
      case Showing.Foreign _ -> otherLogin();
      case Showing.Known _ -> redirect(path(issuer, asking));
      case Showing.Refused(var fault, var sentence, var rule) -> {
        LOG.atLevel(fault == Login.Fault.DENIED ? Level.INFO : Level.WARN)
            .log("a login was refused: issuer {}: {}", issuer.name(), rule);
        yield refuse(issuer, asking, fault, sentence);
      }
      case Showing.NothingForYou _ ->
          refuse(issuer, asking, Login.Fault.DENIED, LoginWords.nothing(issuer, asking.way()));
      case Showing.NotMade(var rule) -> {
        LOG.warn("no credential follows from a login: issuer {}: {}", issuer.name(), rule);
        yield refuse(issuer, asking, Login.Fault.DENIED, LoginWords.notMade(issuer));
      }
    };
  }

  private static MutableHttpResponse<String> otherLogin() {
    return Page.message(
        HttpStatus.FORBIDDEN,
        "This belongs to another login",
        "What came back is not the answer to the login that this browser began. Start again in your"
            + " wallet, if you started this yourself.");
  }

  private MutableHttpResponse<String> ask(
      Tenant issuer, Authorization.Asking asking, Brought brought, String progress) {
    var wanted = names.of(asking.request().configuration()).getFirst();
    return switch (asking.way()) {
      case CREDENTIAL ->
          ConsentPage.ask(
              issuer,
              wanted,
              names.of(issuer.policy().loginWith()).getFirst(),
              asking,
              path(issuer, asking),
              progress);
      case PROVIDER ->
          brought instanceof Brought.Redirect
              ? ConsentPage.answering(issuer, path(issuer, asking))
              : ConsentPage.logIn(
                  issuer,
                  wanted,
                  issuer.policy().loginAt().map(ProviderPolicy::name).orElse("the provider"),
                  asking.link());
    };
  }

  /// Tells the person, and then the wallet.
  private MutableHttpResponse<String> refuse(
      Tenant issuer, Authorization authorization, Login.Fault fault, String sentence) {
    authorizing.end(authorization);
    return ConsentPage.refused(issuer, sentence, error(issuer, authorization, fault));
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
        var showing = authorizing.look(issuer, asking, new Brought.Nothing());
        boolean waits = showing instanceof Showing.Waiting || showing instanceof Showing.Elsewhere;
        json.put("state", waits ? "waiting" : "ready").put("says", LoginWords.says(showing));
      }
      case Authorization.Answering answering when isBrowser(answering.browser(), cookie) ->
          json.put("state", "waiting").put("says", "");
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
        ? refuse(issuer, consenting, Login.Fault.DENIED, LoginWords.gone(issuer))
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
        authorizing.decline(issuer, consenting);
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
