package dev.hansa.wallet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.DpopProofs;
import dev.hansa.identity.Json;
import dev.hansa.identity.RequestTokens;
import dev.hansa.identity.Signer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// Calls Hansa's APIs: for people and machines with an access token and its DPoP proof, for
/// organisations with a token that their DID's key signed.
public final class ApiClient {
  private final Http http;
  private final Clock clock;
  private final SecureRandom random;

  public ApiClient(HttpClient client, Clock clock, SecureRandom random) {
    this.http = new Http(client);
    this.clock = clock;
    this.random = random;
  }

  /// An answer as it came; `json` is empty where the body is none.
  public record Answer(int status, ObjectNode json, String body) {
    public boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /// With an access token. `address` is the whole URL.
  public Answer call(String method, String address, String body, Tokens tokens) {
    var proof =
        DpopProofs.sign(
            tokens.boundTo(),
            method,
            URI.create(address),
            Optional.of(tokens.accessToken()),
            clock.instant(),
            random);
    return answer(
        http.send(
            method,
            address,
            body,
            Map.of("Authorization", "DPoP " + tokens.accessToken(), "DPoP", proof)));
  }

  /// In the name of a DID: `audience` is the service's base URL, `key` the one under `kid`.
  public Answer callAs(
      DidUrl kid, Signer key, String audience, String method, String address, String body) {
    var token =
        RequestTokens.sign(
            kid,
            key,
            audience,
            method,
            URI.create(address),
            body.getBytes(StandardCharsets.UTF_8),
            clock.instant(),
            random);
    return answer(http.send(method, address, body, Map.of("Authorization", "Bearer " + token)));
  }

  /// Without saying who calls.
  public Answer call(String method, String address, String body) {
    return answer(http.send(method, address, body, Map.of()));
  }

  private static Answer answer(Http.Answer answer) {
    var json = answer.body().startsWith("{") ? answer.json() : Json.newObject();
    return new Answer(answer.status(), json, answer.body());
  }
}
