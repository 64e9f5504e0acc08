package dev.hansa.launcher.acts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Where a browser on this machine comes back to: one page on a loopback port, as RFC 8252, section
/// 7.3, has it.
public final class BrowserReturn implements AutoCloseable {
  private static final String PATH = "/back";
  private static final byte[] PAGE =
      ("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Done</title>"
              + "<h1>Go back to the command line</h1><p>This page can be closed.</p></html>")
          .getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final CompletableFuture<String> came = new CompletableFuture<>();

  public BrowserReturn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new Stop(ExitCode.PORTS, "No port of this machine is free.", e);
    }
    server.createContext(PATH, this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "text/html;charset=utf-8");
      exchange.getResponseHeaders().add("Content-Security-Policy", "default-src 'none'");
      exchange.sendResponseHeaders(200, PAGE.length);
      exchange.getResponseBody().write(PAGE);
      came.complete(address() + "?" + exchange.getRequestURI().getRawQuery());
    }
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  /// The whole address that the browser came back to.
  public String await(Duration atMost) {
    try {
      return came.get(atMost.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new Stop(ExitCode.REFUSED, "Nobody came back from the browser in time.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stop(ExitCode.UNAVAILABLE, "The command was interrupted.", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
