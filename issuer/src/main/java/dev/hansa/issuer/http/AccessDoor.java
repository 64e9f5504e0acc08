package dev.hansa.issuer.http;

import dev.hansa.issuer.domain.AccessToken;
import dev.hansa.issuer.domain.Tenant;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The access token of a call, [RFC 6750](https://www.rfc-editor.org/rfc/rfc6750) or [RFC 9449,
/// section 7](https://www.rfc-editor.org/rfc/rfc9449#section-7).
@Singleton
final class AccessDoor {
  private static final int TOKEN_MAX = 256;
  private static final String DPOP = "DPoP algs=\"ES256\"";

  private final DpopDoor dpop;

  AccessDoor(DpopDoor dpop) {
    this.dpop = dpop;
  }

  sealed interface Entry {
    record Refused(MutableHttpResponse<String> answer) implements Entry {}

    /// Whether the token is one of ours, the domain knows.
    record Token(AccessToken token) implements Entry {}
  }

  Entry look(HttpRequest<?> request, Tenant tenant) {
    if (request.getParameters().contains("access_token")) {
      return new Entry.Refused(
          Answers.badRequest(
              "invalid_request", "an access token stands in the header, never in the address"));
    }
    var headers = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
    if (headers.isEmpty()) {
      return new Entry.Refused(
          HttpResponse.<String>unauthorized()
              .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
              .header(HttpHeaders.WWW_AUTHENTICATE, DPOP)
              .header("Cache-Control", "no-store"));
    }
    var header = headers.getFirst();
    int space = header.indexOf(' ');
    if (headers.size() > 1 || space < 0 || header.length() > TOKEN_MAX) {
      return new Entry.Refused(invalidToken());
    }
    var token = header.substring(space + 1).strip();
    if (header.regionMatches(true, 0, "Bearer ", 0, space + 1)) {
      return new Entry.Token(new AccessToken(token, Optional.empty()));
    }
    return header.regionMatches(true, 0, "DPoP ", 0, space + 1)
        ? bound(request, tenant, token)
        : new Entry.Refused(invalidToken());
  }

  private Entry bound(HttpRequest<?> request, Tenant tenant, String token) {
    return switch (dpop.look(request, tenant, Optional.of(token))) {
      case DpopDoor.Shown.Key(var thumbprint) ->
          new Entry.Token(new AccessToken(token, Optional.of(thumbprint)));
      case DpopDoor.Shown.Nothing _ ->
          refused(tenant, "invalid_dpop_proof", "a token of this kind comes with a DPoP proof");
      case DpopDoor.Shown.Refused(var error, var says) -> refused(tenant, error, says);
    };
  }

  private Entry refused(Tenant tenant, String error, String says) {
    return new Entry.Refused(
        dpop.withNonce(
            tenant,
            Answers.error(HttpStatus.UNAUTHORIZED, error, says)
                .header(HttpHeaders.WWW_AUTHENTICATE, DPOP + ", error=\"" + error + "\"")));
  }

  /// An answer to this caller, with what its next call needs.
  MutableHttpResponse<String> answer(
      Tenant tenant, AccessToken token, MutableHttpResponse<String> answer) {
    return token.dpopKey().isPresent() ? dpop.withNonce(tenant, answer) : answer;
  }

  /// The answer where a token is not ours, too old, or bound to another key.
  static MutableHttpResponse<String> invalidToken() {
    return Answers.error(
            HttpStatus.UNAUTHORIZED, "invalid_token", "the access token is one of ours, and young")
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
        .header(HttpHeaders.WWW_AUTHENTICATE, DPOP + ", error=\"invalid_token\"");
  }
}
