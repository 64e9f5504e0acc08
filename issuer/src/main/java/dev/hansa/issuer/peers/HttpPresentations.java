package dev.hansa.issuer.peers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.RequestTokens;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Login.Asked;
import dev.hansa.issuer.domain.Presentations;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.servicekit.PeerUnavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Asks by the verifier's API, in the issuer's own name and with its key. It is a peer that we
/// chose, so what it calls verified is believed; an answer that cannot be read counts as none.
public final class HttpPresentations implements Presentations {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ANSWER_MAX = 256 * 1024;
  private static final int CREDENTIALS_MAX = 16;
  private static final String QUERY = "who";

  private final Optional<String> verifier;
  private final HttpClient http;
  private final Clock clock;
  private final SecureRandom random;

  /// `verifier` is its base URL; where there is none, nobody can be asked.
  public HttpPresentations(
      Optional<String> verifier, HttpClient http, Clock clock, SecureRandom random) {
    this.verifier = verifier;
    this.http = http;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public boolean canAsk(Tenant tenant) {
    return verifier.isPresent() && tenant.authentication().isPresent();
  }

  private record Reply(int status, ObjectNode body) {}

  @Override
  public Asked ask(Tenant tenant, Vct vct, String purpose, URI back) {
    var body =
        Json.newObject()
            .put("purpose", purpose)
            .put("redirect_uri", back.toString())
            .put("statusAgeMaxSeconds", 60);
    var credential =
        body.putObject("dcql_query")
            .putArray("credentials")
            .addObject()
            .put("id", QUERY)
            .put("format", SdJwt.TYPE);
    credential.putObject("meta").putArray("vct_values").add(vct.value());
    var reply = send(tenant, "POST", "/requests", Json.utf8(body));
    if (reply.status() != 201) {
      throw new PeerUnavailable("the verifier answered " + reply.status(), null);
    }
    try {
      return new Asked(
          Json.text(reply.body(), "id", 128), Json.text(reply.body(), "openid4vp", 4096));
    } catch (MalformedInput e) {
      throw new PeerUnavailable("the verifier's answer is not as its API says", e);
    }
  }

  @Override
  public Shown find(Tenant tenant, String login) {
    var reply = send(tenant, "GET", "/requests/" + login, new byte[0]);
    if (reply.status() == 404 || reply.status() == 410) {
      return new Shown.Expired();
    }
    if (reply.status() != 200) {
      throw new PeerUnavailable("the verifier answered " + reply.status(), null);
    }
    try {
      return switch (Json.text(reply.body(), "state", 16)) {
        case "waiting", "fetched" -> new Shown.Waiting();
        case "expired" -> new Shown.Expired();
        case "refused" -> refused(reply.body());
        case "verified" -> shown(reply.body());
        default -> throw new PeerUnavailable("the verifier has a state that we do not know", null);
      };
    } catch (MalformedInput e) {
      throw new PeerUnavailable("the verifier's answer is not as its API says", e);
    }
  }

  private static Shown refused(ObjectNode body) {
    return new Shown.Refused(body.path("result").path("sentence").asText("Nothing was shown."));
  }

  private static Shown shown(ObjectNode body) {
    var result = Json.object(body, "result");
    if (!result.path("verified").asBoolean(false)) {
      return refused(body);
    }
    for (var credential : Json.array(result, "credentials", CREDENTIALS_MAX)) {
      if (credential.path("queryId").asText().equals(QUERY) && credential.hasNonNull("subject")) {
        return new Shown.Subject(
            Did.parse(Json.text(credential, "subject", Did.LENGTH_MAX)),
            body.hasNonNull("responseCode")
                ? Optional.of(Json.text(body, "responseCode", 256))
                : Optional.empty());
      }
    }
    return new Shown.Refused("The credential that was shown says of nobody who it is about.");
  }

  private Reply send(Tenant tenant, String method, String path, byte[] body) {
    var base = verifier.orElseThrow(() -> new PeerUnavailable("there is no verifier", null));
    var key =
        tenant
            .authentication()
            .orElseThrow(() -> new PeerUnavailable("the issuer has no key for calls", null));
    var uri = URI.create(base + path);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token(tenant, key, base, method, uri, body))
            .header("Accept", "application/json, application/problem+json");
    if (method.equals("POST")) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (var in = response.body()) {
        var bytes = in.readNBytes(ANSWER_MAX + 1);
        if (response.statusCode() >= 500 || bytes.length > ANSWER_MAX) {
          throw new PeerUnavailable("the verifier answered " + response.statusCode(), null);
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        return new Reply(
            response.statusCode(), text.isBlank() ? Json.newObject() : Json.parseObject(text));
      }
    } catch (IOException e) {
      throw new PeerUnavailable("the verifier does not answer", e);
    } catch (MalformedInput e) {
      throw new PeerUnavailable("the verifier's answer is not JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerUnavailable("the call to the verifier was interrupted", e);
    }
  }

  private String token(
      Tenant tenant, Signer key, String base, String method, URI uri, byte[] body) {
    return RequestTokens.sign(
        new DidUrl(tenant.did(), "auth"), key, base, method, uri, body, clock.instant(), random);
  }
}
