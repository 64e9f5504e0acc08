package dev.hansa.marketplace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The documented answers of marketplace-auth and of the verifier, over real HTTP: what the market
/// asks is kept, so that a test sees which facts it gave.
final class StandIns implements AutoCloseable {
  private final HttpServer server;
  final Map<String, ObjectNode> evidence = new ConcurrentHashMap<>();
  final Map<String, ObjectNode> signatures = new ConcurrentHashMap<>();
  final Map<String, Boolean> standing = new ConcurrentHashMap<>();
  volatile Function<ObjectNode, ObjectNode> decide = StandIns::allow;
  volatile ObjectNode lastEvaluation = Json.newObject();
  volatile ObjectNode verification = Json.newObject();
  private int receipts;

  StandIns() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static ObjectNode allow(ObjectNode asked) {
    return Json.newObject().put("decision", true);
  }

  static Function<ObjectNode, ObjectNode> deny(String rule, String type) {
    return asked -> {
      var answer = Json.newObject().put("decision", false);
      answer
          .putObject("context")
          .putArray("reasons")
          .addObject()
          .put("rule", rule)
          .put("says", "No.")
          .put("credentialType", type);
      return answer;
    };
  }

  private synchronized String newReceipt() {
    receipts++;
    return "rcp-" + receipts;
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var answer = answer(path, body);
      var bytes = Json.utf8(answer == null ? Json.newObject() : answer);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @org.jspecify.annotations.Nullable ObjectNode answer(String path, String body) {
    if (path.equals("/access/v1/evaluation")) {
      lastEvaluation = Json.parseObject(body);
      var answer = decide.apply(lastEvaluation);
      var context =
          answer.get("context") instanceof ObjectNode there ? there : answer.putObject("context");
      var receipt = newReceipt();
      context.put("receipt", receipt).put("ledgerHeight", 7);
      standing.putIfAbsent(receipt, true);
      return answer;
    }
    if (path.equals("/access/v1/standing")) {
      var answer = Json.newObject();
      var list = answer.putArray("standing");
      Json.parseObject(body)
          .path("receipts")
          .forEach(id ->
              list.addObject()
                  .put("receipt", id.asText())
                  .put("valid", standing.getOrDefault(id.asText(), false)));
      return answer;
    }
    if (path.startsWith("/evidence/")) {
      return evidence.get(path.substring("/evidence/".length()));
    }
    if (path.startsWith("/signatures/")) {
      return signatures.get(path.substring("/signatures/".length()));
    }
    if (path.equals("/meter-keys")) {
      return Json.newObject()
          .put("meterKey", "meter-" + Json.parseObject(body).path("meteringPointId").asText());
    }
    return path.equals("/verify") ? verification : null;
  }

  /// An evidence of a metering point, as marketplace-auth tells it.
  void meter(String id, String party, String meterKey, String zone, long exportWh) {
    var answer = Json.newObject().put("id", id).put("state", "verified").put("party", party);
    answer
        .putArray("facts")
        .addObject()
        .put("type", "grid-connection-point")
        .put("party", party)
        .put("meterKey", meterKey)
        .put("zone", zone)
        .put("maxExportWhPerInterval", exportWh);
    evidence.put(id, answer);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
