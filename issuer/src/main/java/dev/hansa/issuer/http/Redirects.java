package dev.hansa.issuer.http;

import dev.hansa.issuer.domain.AuthorizationRequest;
import dev.hansa.issuer.domain.Tenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The authorization response, with `iss` as [RFC 9207](https://www.rfc-editor.org/rfc/rfc9207)
/// wants it, also in an error.
final class Redirects {
  private Redirects() {}

  static String code(Tenant issuer, AuthorizationRequest request, String code) {
    return to(issuer, request, Map.of("code", code));
  }

  static String error(
      Tenant issuer, AuthorizationRequest request, String error, String description) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("error", error);
    parameters.put("error_description", description);
    return to(issuer, request, parameters);
  }

  private static String to(
      Tenant issuer, AuthorizationRequest request, Map<String, String> parameters) {
    var all = new LinkedHashMap<>(parameters);
    request.state().ifPresent(state -> all.put("state", state));
    all.put("iss", issuer.identifier().toString());
    var query =
        all.entrySet().stream()
            .map(each -> each.getKey() + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    var address = request.redirectUri().toString();
    return address + (address.indexOf('?') < 0 ? "?" : "&") + query;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
