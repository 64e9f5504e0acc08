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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Where a browser on this machine comes back to: one page on a loopback port, as RFC 8252, section
/// 7.3, has it.
public final class BrowserReturn implements AutoCloseable {
  private static final String PATH = "/back";
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
      var page = page(exchange.getRequestURI());
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
      came.complete(address() + "?" + exchange.getRequestURI().getRawQuery());
    }
  }

  /// What the person reads: RFC 6749, section 4.1.2.1, has `error` where there is no code.
  private static byte[] page(URI came) {
    boolean refused =
        Stream.of(Objects.requireNonNullElse(came.getRawQuery(), "").split("&", -1))
            .anyMatch(parameter -> parameter.startsWith("error="));
    var title = refused ? "Nothing was given" : "You agreed";
    var text =
        refused
            ? "The wallet gets no credential. The command line says why."
            : "The wallet on the command line fetches the credential now.";
    return ("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>"
            + title
            + "</title>\n</head>\n<body>\n<main>\n<h1>"
            + title
            + "</h1>\n<p>"
            + text
            + " This page can be closed.</p>\n</main>\n</body>\n</html>\n")
        .getBytes(StandardCharsets.UTF_8);
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
