package dev.hansa.ledgerpool.cometbft;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.cometbft.EnginePassage.Passed;
import dev.hansa.ledgerpool.domain.NotInStep;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/// What a joining node asks of a node of the pool, over HTTP, where its ledger says that clients
/// reach it; without the framework.
final class NodeDoor implements AutoCloseable {
  private final HttpServer server;

  private NodeDoor(HttpServer server) {
    this.server = server;
  }

  static NodeDoor open(RunningNode node, String host, int port) throws IOException {
    return open(node, host, port, UnaryOperator.identity());
  }

  /// One whose node changes what its engine says.
  static NodeDoor open(RunningNode node, String host, int port, UnaryOperator<String> lie)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress(host, port), 0);
    var door = new NodeDoor(server);
    server.createContext("/", exchange -> answer(node, exchange, lie));
    server.start();
    return door;
  }

  private static void answer(RunningNode node, HttpExchange exchange, UnaryOperator<String> lie)
      throws IOException {
    try (exchange) {
      var question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var answer =
          switch (exchange.getRequestURI().getPath()) {
            case "/v1/checkpoint" -> node.reads().checkpoint().toJson().toString();
            case "/v1/snapshots" -> snapshots(node);
            case "/v1/engine" -> lie.apply(passed(node, question));
            default -> "";
          };
      var body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    } catch (NotInStep e) {
      exchange.sendResponseHeaders(503, -1);
    }
  }

  private static String snapshots(RunningNode node) {
    var json = Json.newObject();
    var array = json.putArray("snapshots");
    node.snapshots().list().forEach(one -> array.addObject().put("height", one.height()));
    return json.toString();
  }

  private static String passed(RunningNode node, String question) {
    return node.passage().orElseThrow().ask(question) instanceof Passed.Answered(var answer)
        ? answer
        : "";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
