package dev.hansa.marketplaceauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// The verifier's documented API, with results that a test says.
final class VerifierStandIn {
  private final HttpServer server;
  private final Clock clock;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, ObjectNode> asked = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> results = new ConcurrentHashMap<>();
  private final Map<String, String> states = new ConcurrentHashMap<>();

  VerifierStandIn(Clock clock) throws IOException {
    this.clock = clock;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/requests", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What was asked with the request behind this link.
  ObjectNode asked(String openid4vp) {
    return java.util.Objects.requireNonNull(asked.get(id(openid4vp)));
  }

  /// A wallet answers the request behind this link, and every check passes.
  void verified(String openid4vp, ObjectNode... credentials) {
    var result = Json.newObject().put("verified", true).put("ledgerHeight", 1);
    var list = result.putArray("credentials");
    for (var credential : credentials) {
      list.add(credential);
    }
    results.put(id(openid4vp), result);
    states.put(id(openid4vp), "verified");
  }

  void refused(String openid4vp, String reason, String sentence) {
    results.put(
        id(openid4vp),
        Json.newObject().put("verified", false).put("reason", reason).put("sentence", sentence));
    states.put(id(openid4vp), "refused");
  }

  void state(String openid4vp, String state) {
    states.put(id(openid4vp), state);
  }

  private static String id(String openid4vp) {
    return openid4vp.substring(openid4vp.lastIndexOf('%') + 3);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      answer(exchange, 401, Json.newObject());
    } else if (exchange.getRequestMethod().equals("POST")) {
      var body =
          Json.parseObject(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      var id = "request" + count.incrementAndGet();
      asked.put(id, body);
      states.put(id, "waiting");
      answer(
          exchange,
          201,
          Json.newObject()
              .put("id", id)
              .put("request_uri", url() + "/request-objects/" + id)
              .put(
                  "openid4vp",
                  "openid4vp://authorize?client_id=decentralized_identifier%3Adid%3Aindy%3Ahansa%3A"
                      + "7Tqg6BwSSWapxgUDm9KKgg&request_uri=http%3A%2F%2F127.0.0.1%2Frequest-objects%2F"
                      + id)
              .put("expires", clock.instant().plus(Duration.ofMinutes(5)).toString())
              .put("state", "waiting"));
    } else {
      var path = exchange.getRequestURI().getPath();
      var id = path.substring(path.lastIndexOf('/') + 1);
      var state = states.get(id);
      if (state == null) {
        answer(exchange, 404, Json.newObject());
        return;
      }
      var body = Json.newObject().put("id", id).put("state", state);
      var result = results.get(id);
      if (result != null) {
        body.set("result", result);
      }
      answer(exchange, 200, body);
    }
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    var bytes = Json.utf8(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
