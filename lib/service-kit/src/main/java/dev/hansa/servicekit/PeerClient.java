package dev.hansa.servicekit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.RequestTokens;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/// Calls another service's API in the name of this service's operator.
@Singleton
@Requires(beans = OperatorKeys.class)
public final class PeerClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final OperatorKeys keys;
  private final Clock clock;
  private final SecureRandom random;

  public PeerClient(HttpClient http, OperatorKeys keys, Clock clock, SecureRandom random) {
    this.http = http;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  /// What a peer answered. A status of 5xx never comes here: it is thrown as [PeerUnavailable].
  public record Answer(int status, ObjectNode body) {
    public boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /// `base` is the peer's base URL, `path` starts with a slash.
  public Answer post(String base, String path, ObjectNode body) {
    return send(base, "POST", path, Json.utf8(body));
  }

  public Answer get(String base, String path) {
    return send(base, "GET", path, new byte[0]);
  }

  private Answer send(String base, String method, String path, byte[] body) {
    var uri = URI.create(base + path);
    var token =
        RequestTokens.sign(
            keys.authenticationName(),
            keys.authentication(),
            base,
            method,
            uri,
            body,
            clock.instant(),
            random);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json, application/problem+json");
    if (method.equals("POST")) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() >= 500) {
        throw new PeerUnavailable("a peer answered " + response.statusCode(), null);
      }
      var text = new String(response.body(), StandardCharsets.UTF_8);
      return new Answer(
          response.statusCode(), text.isBlank() ? Json.newObject() : Json.parseObject(text));
    } catch (IOException e) {
      throw new PeerUnavailable("a peer does not answer", e);
    } catch (MalformedInput e) {
      throw new PeerUnavailable("a peer's answer is not JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerUnavailable("the call to a peer was interrupted", e);
    }
  }
}
