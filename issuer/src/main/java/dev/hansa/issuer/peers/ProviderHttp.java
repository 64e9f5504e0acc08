package dev.hansa.issuer.peers;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends what Nimbus' classes ask for, by a client that follows no redirect: to https addresses,
/// and to http on a literal loopback address where the issuer itself is served there. An answer has
/// at most [#ANSWER_MAX] bytes and comes whole within [#TIMEOUT].
final class ProviderHttp {
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  static final int ANSWER_MAX = 256 * 1024;

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

  private final HttpClient http;
  private final boolean loopback;

  /// `loopback` says that http on a literal loopback address is let through.
  ProviderHttp(HttpClient http, boolean loopback) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException("providers are asked without following redirects");
    }
    this.http = http;
    this.loopback = loopback;
  }

  /// Whether this is an address that a browser may be sent to, or that is asked.
  boolean isAllowed(URI address) {
    if (address.getHost() == null
        || address.getRawUserInfo() != null
        || address.getRawFragment() != null) {
      return false;
    }
    return "https".equals(address.getScheme())
        || (loopback && "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost()));
  }

  HTTPResponse get(URI address) throws IOException {
    return exchange(HttpRequest.newBuilder(address).header("Accept", "application/json").GET());
  }

  HTTPResponse send(HTTPRequest request) throws IOException {
    return exchange(translated(request));
  }

  private static HttpRequest.Builder translated(ReadOnlyHTTPRequest request) {
    var builder = HttpRequest.newBuilder(request.getURI());
    request
        .getHeaderMap()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    var body = request.getBody();
    return request.getMethod() == HTTPRequest.Method.POST
        ? builder.POST(HttpRequest.BodyPublishers.ofString(body == null ? "" : body))
        : builder.GET();
  }

  private HTTPResponse exchange(HttpRequest.Builder builder) throws IOException {
    var request = builder.timeout(TIMEOUT).build();
    if (!isAllowed(request.uri())) {
      throw new IOException("a provider is asked by https");
    }
    var exchange =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), ANSWER_MAX));
    try {
      // Over the body too: a server that sends a byte a second is no server.
      var response = exchange.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      var answer = new HTTPResponse(response.statusCode());
      response
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> answer.setHeader("Content-Type", type));
      answer.setBody(new String(response.body(), StandardCharsets.UTF_8));
      return answer;
    } catch (InterruptedException e) {
      var _ = exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the call to the provider was interrupted");
    } catch (ExecutionException | TimeoutException e) {
      var _ = exchange.cancel(true);
      throw new IOException("the provider did not answer whole and in time", e);
    }
  }
}
