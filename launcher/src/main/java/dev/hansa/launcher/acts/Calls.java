package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.RequestTokens;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// HTTP calls with JSON bodies: as anyone, or as an organisation that signs the call with its
/// `#auth` key.
public final class Calls {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final Clock clock;
  private final SecureRandom random;

  public Calls(HttpClient http, Clock clock, SecureRandom random) {
    this.http = http;
    this.clock = clock;
    this.random = random;
  }

  public Answer get(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).GET());
  }

  public Answer post(String url, JsonNode body) {
    return post(url, body.toString());
  }

  public Answer post(String url, String json) {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8)));
  }

  /// `base` is the service's base URL, `path` starts with a slash.
  public Answer getAs(Organisation caller, String base, String path) {
    return send(signed(caller, base, "GET", path, Optional.empty()).GET());
  }

  public Answer postAs(Organisation caller, String base, String path, ObjectNode body) {
    return send(
        signed(caller, base, "POST", path, Optional.of(body))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.utf8(body))));
  }

  private HttpRequest.Builder signed(
      Organisation caller, String base, String method, String path, Optional<ObjectNode> body) {
    var uri = URI.create(base + path);
    var token =
        RequestTokens.sign(
            caller.authenticationName(),
            caller.authentication(),
            base,
            method,
            uri,
            body.map(Json::utf8).orElseGet(() -> new byte[0]),
            clock.instant(),
            random);
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
  }

  /// Sends what others built, such as the clock's token.
  public Answer send(HttpRequest.Builder request) {
    var built =
        request
            .timeout(TIMEOUT)
            .header("Accept", "application/json, application/problem+json, */*;q=0.1")
            .build();
    try {
      var response = http.send(built, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      var text = response.body();
      return new Answer(
          response.statusCode(),
          text.isBlank() ? Json.newObject() : Json.parseObject(text, 16 << 20));
    } catch (ConnectException e) {
      throw new Stop(
          ExitCode.UNAVAILABLE,
          "Nothing answers at "
              + built.uri().getScheme()
              + "://"
              + built.uri().getAuthority()
              + "; start the network with ./hansa up.",
          e);
    } catch (IOException e) {
      throw new Stop(
          ExitCode.UNAVAILABLE, "The call to " + built.uri().getAuthority() + " failed.", e);
    } catch (MalformedInput e) {
      throw new Stop(
          ExitCode.UNAVAILABLE,
          built.uri().getAuthority() + " answered with something that is not a JSON object.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stop(ExitCode.UNAVAILABLE, "The command was interrupted.", e);
    }
  }
}
