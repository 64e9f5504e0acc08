package dev.hansa.marketplaceauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.credentials.StatusList;
import dev.hansa.credentials.StatusListToken;
import dev.hansa.ledgerprotocol.local.Organisation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// Issuers' status lists, really signed, with ETag; one may be taken away.
final class StatusStandIn {
  private static final int SIZE = 1000;

  private final HttpServer server;
  private final Clock clock;
  private final Map<String, Listed> lists = new ConcurrentHashMap<>();
  private volatile boolean down;

  private record Listed(Organisation issuer, StatusList list, int version) {}

  StatusStandIn(Clock clock) throws IOException {
    this.clock = clock;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/lists", this::handle);
    server.start();
  }

  /// The address of an issuer's list.
  URI list(Organisation issuer) {
    var name = issuer.did().id().substring(issuer.did().id().indexOf(':') + 1);
    lists.putIfAbsent(name, new Listed(issuer, StatusList.ofValid(2, SIZE), 1));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/lists/" + name);
  }

  void set(URI list, long idx, int value) {
    var name = list.getPath().substring(list.getPath().lastIndexOf('/') + 1);
    lists.computeIfPresent(
        name, (_, l) -> new Listed(l.issuer(), l.list().with(idx, value), l.version() + 1));
  }

  void down(boolean isDown) {
    down = isDown;
  }

  private void handle(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var listed = lists.get(path.substring(path.lastIndexOf('/') + 1));
    if (down || listed == null) {
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
      return;
    }
    var etag = "\"" + listed.version() + "\"";
    exchange.getResponseHeaders().set("ETag", etag);
    if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      exchange.close();
      return;
    }
    var token =
        StatusListToken.sign(
            listed.list(),
            list(listed.issuer()),
            clock.instant(),
            Duration.ofDays(1),
            Duration.ofSeconds(60),
            listed.issuer().assertionName(),
            listed.issuer().assertion());
    var bytes = token.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", StatusListToken.MEDIA_TYPE);
    exchange.sendResponseHeaders(200, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
