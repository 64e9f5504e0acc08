package dev.hansa.servicekit;

import dev.hansa.identity.Bytes;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line a request: method, route template, status, time, request id. No path, query, header or
/// body, as these may name people.
@ServerFilter("/**")
final class RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger("requests");
  private static final String STARTED = "hansa.started";
  private static final String ID = "hansa.request-id";

  private final SecureRandom random;

  RequestLog(SecureRandom random) {
    this.random = random;
  }

  @RequestFilter
  void start(HttpRequest<?> request) {
    request.setAttribute(STARTED, System.nanoTime());
    request.setAttribute(ID, Bytes.random(9, random).toBase64Url());
  }

  @ResponseFilter
  void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
    var id = request.getAttribute(ID, String.class).orElse("-");
    response.header("X-Request-Id", id);
    response.header("X-Content-Type-Options", "nosniff");
    if (LOG.isInfoEnabled()) {
      long started = request.getAttribute(STARTED, Long.class).orElse(System.nanoTime());
      LOG.info(
          "{} {} {} {}us {}",
          request.getMethodName(),
          template(request),
          response.code(),
          (System.nanoTime() - started) / 1000,
          id);
    }
  }

  private static String template(HttpRequest<?> request) {
    return BasicHttpAttributes.getUriTemplate(request).orElse("(no route)");
  }
}
