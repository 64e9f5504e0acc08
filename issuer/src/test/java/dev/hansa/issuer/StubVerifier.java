package dev.hansa.issuer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.Json;
import dev.hansa.identity.RequestTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// The verifier's API as the issuer uses it. It lets in who signs its calls, and says of each
/// request what a test wants.
public final class StubVerifier implements AutoCloseable {
  private final HttpServer server;
  private final DidResolver resolver;
  private final Clock clock;
  private final AtomicInteger ids = new AtomicInteger();
  final Map<String, ObjectNode> asked = new ConcurrentHashMap<>();
  private final Map<String, Did> callers = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> states = new ConcurrentHashMap<>();

  StubVerifier(DidResolver resolver, Clock clock) {
    this.resolver = resolver;
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/requests", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var path = exchange.getRequestURI().getPath();
      var header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      var check =
          RequestTokens.verify(
              header.replaceFirst("^Bearer ", ""),
              base(),
              exchange.getRequestMethod(),
              URI.create(base() + path),
              body,
              resolver,
              clock.instant());
      if (!(check instanceof RequestTokens.Check.Accepted(var caller, _, _))) {
        reply(exchange, 401, Json.newObject());
      } else if (exchange.getRequestMethod().equals("POST")) {
        ask(exchange, caller, Json.parseObject(new String(body, StandardCharsets.UTF_8)));
      } else {
        var id = path.substring(path.lastIndexOf('/') + 1);
        var state = states.get(id);
        boolean own = state != null && caller.equals(callers.get(id));
        reply(exchange, own ? 200 : 404, own && state != null ? state : Json.newObject());
      }
    }
  }

  private void ask(HttpExchange exchange, Did caller, ObjectNode body) throws IOException {
    var id = "login-" + ids.incrementAndGet();
    asked.put(id, body);
    callers.put(id, caller);
    states.put(id, Json.newObject().put("id", id).put("state", "waiting"));
    reply(
        exchange,
        201,
        Json.newObject()
            .put("id", id)
            .put("request_uri", base() + "/request-objects/" + id)
            .put("openid4vp", "openid4vp://authorize?client_id=x&request_uri=" + id)
            .put("expires", clock.instant().plusSeconds(300).toString())
            .put("state", "waiting"));
  }

  private static void reply(HttpExchange exchange, int status, ObjectNode json) throws IOException {
    var bytes = Json.utf8(json);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// Somebody showed a credential about this subject.
  void show(String id, Did subject, String responseCode) {
    var json = Json.newObject().put("id", id).put("state", "verified");
    json.putObject("result")
        .put("verified", true)
        .putArray("credentials")
        .addObject()
        .put("queryId", "who")
        .put("subject", subject.toString());
    states.put(id, json.put("responseCode", responseCode));
  }

  void refuse(String id, String sentence) {
    var json = Json.newObject().put("id", id).put("state", "refused");
    json.putObject("result").put("verified", false).put("sentence", sentence);
    states.put(id, json);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
