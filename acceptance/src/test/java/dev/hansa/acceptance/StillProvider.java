package dev.hansa.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An OpenID provider at whose page nobody logs in: the person turns back there. Whoever brings it
/// a code waits until it is closed.
final class StillProvider implements AutoCloseable {
  static final String HEADING = "The page of a provider";

  /// Counted down when somebody brought a code.
  final CountDownLatch asked = new CountDownLatch(1);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;

  StillProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().equals("/token")) {
        asked.countDown();
        var _ = closed.await(1, TimeUnit.MINUTES);
        return;
      }
      boolean page = exchange.getRequestURI().getPath().equals("/authorize");
      var metadata =
          Json.newObject()
              .put("issuer", issuer())
              .put("authorization_endpoint", issuer() + "/authorize")
              .put("token_endpoint", issuer() + "/token")
              .put("jwks_uri", issuer() + "/jwks");
      metadata.putArray("token_endpoint_auth_methods_supported").add("client_secret_basic");
      metadata.putArray("response_types_supported").add("code");
      metadata.putArray("subject_types_supported").add("public");
      metadata.putArray("id_token_signing_alg_values_supported").add("ES256");
      var body =
          page
              ? "<!doctype html><title>A provider</title><h1>" + HEADING + "</h1>"
              : metadata.toString();
      exchange
          .getResponseHeaders()
          .add("Content-Type", page ? "text/html;charset=utf-8" : "application/json");
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
