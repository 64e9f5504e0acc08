package dev.hansa.issuer.http;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.Login.Brought;
import dev.hansa.issuer.domain.ProviderLogin;
import dev.hansa.servicekit.Form;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What an issuer shows the OpenID provider at which its people log in: where they come back to,
/// and the key by which the issuer is known there.
@Controller("/{tenant}/login")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class LoginController {
  /// A code of a provider that puts everything into it.
  private static final int VALUE_MAX = 4096;

  private final TenantDoor door;

  LoginController(TenantDoor door) {
    this.door = door;
  }

  /// One redirect URI is registered with a provider, and the cookie of the browser that began is of
  /// its authorization's own path: so the answer is handed on to that path, and judged there.
  @Get("/callback")
  @Produces(MediaType.TEXT_HTML)
  @Operation(summary = "Where the issuer's provider sends the browser after a login")
  @ApiResponse(responseCode = "303", description = "to the authorization that the login is for")
  @ApiResponse(responseCode = "400", description = "no answer of a provider, a page")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> callback(HttpRequest<?> request, @PathVariable String tenant) {
    var issuer = door.find(tenant);
    var redirect = parse(request);
    var authorization =
        redirect.map(Brought.Redirect::state).flatMap(ProviderLogin::authorizationOf);
    return authorization.isEmpty()
        ? notWhole()
        : HttpResponse.<String>status(HttpStatus.SEE_OTHER)
            .header(
                "Location",
                "/"
                    + issuer.name()
                    + "/authorize/"
                    + authorization.get()
                    + "/back?"
                    + query(redirect.orElseThrow()))
            .header("Cache-Control", "no-store")
            .header("Referrer-Policy", "no-referrer");
  }

  private static String query(Brought.Redirect redirect) {
    var query = new StringBuilder("state=").append(encode(redirect.state()));
    redirect.code().ifPresent(code -> query.append("&code=").append(encode(code)));
    redirect.error().ifPresent(error -> query.append("&error=").append(encode(error)));
    redirect.iss().ifPresent(iss -> query.append("&iss=").append(encode(iss)));
    return query.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// What a provider sent the browser back with, each parameter once, RFC 6749, section 4.1.2; the
  /// provider's own words to the person are not among it.
  static Optional<Brought.Redirect> parse(HttpRequest<?> request) {
    var query = request.getUri().getRawQuery();
    try {
      var form = Form.parse(query == null ? "" : query, VALUE_MAX);
      return form.find("state")
          .map(state ->
              new Brought.Redirect(state, form.find("code"), form.find("error"), form.find("iss")));
    } catch (MalformedInput e) {
      return Optional.empty();
    }
  }

  static MutableHttpResponse<String> notWhole() {
    return Page.message(
        HttpStatus.BAD_REQUEST,
        "This link does not work",
        "It is not whole. If you logged in just now, start again in your wallet.");
  }

  @Get("/jwks")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The key with which the issuer authenticates as a client: private_key_jwt")
  @ApiResponse(responseCode = "200", description = "a JWK set, RFC 7517")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> keys(@PathVariable String tenant) {
    var issuer = door.find(tenant);
    var json = Json.newObject();
    var keys = json.putArray("keys");
    issuer
        .authentication()
        .ifPresent(key ->
            keys.add(
                key.publicKey()
                    .toJwk()
                    .put("kid", issuer.did() + "#auth")
                    .put("use", "sig")
                    .put("alg", key.publicKey().algorithm())));
    return HttpResponse.ok(json.toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "public, max-age=300");
  }
}
