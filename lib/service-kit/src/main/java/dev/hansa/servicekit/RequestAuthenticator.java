package dev.hansa.servicekit;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.RequestTokens;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/// Tells which DID called: organisations and services authenticate by [RequestTokens].
@Singleton
@Requires(beans = {DidResolver.class, UsedTokens.class})
@Requires(property = "hansa.public-url")
public final class RequestAuthenticator {
  private final String publicUrl;
  private final DidResolver resolver;
  private final UsedTokens usedTokens;
  private final Clock clock;

  public RequestAuthenticator(
      @Value("${hansa.public-url}") String publicUrl,
      DidResolver resolver,
      UsedTokens usedTokens,
      Clock clock) {
    this.publicUrl = publicUrl;
    this.resolver = resolver;
    this.usedTokens = usedTokens;
    this.clock = clock;
  }

  /// The caller of a request without a body.
  public Did caller(HttpRequest<?> request) {
    return caller(request, new byte[0]);
  }

  public Did caller(HttpRequest<?> request, String body) {
    return caller(request, body.getBytes(StandardCharsets.UTF_8));
  }

  /// The DID that signed this call; anything else ends as a 401 that names the rule.
  public Did caller(HttpRequest<?> request, byte[] body) {
    var header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.startsWith("Bearer ")) {
      throw ProblemException.unauthorized(
          "Bearer", "the call carries a " + RequestTokens.TYPE + " in Authorization: Bearer");
    }
    var target = URI.create(publicUrl + request.getUri().getRawPath());
    var check =
        RequestTokens.verify(
            header.substring("Bearer ".length()).strip(),
            publicUrl,
            request.getMethodName(),
            target,
            body,
            resolver,
            clock.instant());
    return switch (check) {
      case RequestTokens.Check.Refused(var rule) ->
          throw ProblemException.unauthorized("Bearer", rule);
      case RequestTokens.Check.Accepted(var caller, var jti, var expires) -> {
        if (!usedTokens.use("req:" + jti, expires)) {
          throw ProblemException.unauthorized("Bearer", "the token's jti is used once");
        }
        yield caller;
      }
    };
  }
}
