package dev.hansa.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpWebTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final HttpWeb web = new HttpWeb(client);
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/ten", 200, 10);
    answer("/eleven", 200, 11);
    answer("/missing", 404, 10);
    server.createContext(
        "/elsewhere",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/ten");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/never-ends",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    client.shutdownNow();
  }

  private void answer(String path, int status, int length) {
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, length);
          try (var out = exchange.getResponseBody()) {
            out.write(new byte[length]);
          }
        });
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void a_body_of_the_allowed_length_is_read_and_one_byte_more_is_not() {
    assertThat(web.get(at("/ten"), 10, Duration.ofSeconds(10))).isPresent();
    assertThat(web.get(at("/eleven"), 10, Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void only_200_is_an_answer_and_a_redirect_is_not_followed() {
    assertThat(web.get(at("/missing"), 10, Duration.ofSeconds(10))).isEmpty();
    assertThat(web.get(at("/elsewhere"), 10, Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void a_body_that_does_not_end_is_given_up_in_time() {
    assertThat(web.get(at("/never-ends"), 10, SECOND)).isEmpty();
  }

  @Test
  void a_client_that_follows_redirects_is_refused() {
    try (var follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
      assertThatThrownBy(() -> new HttpWeb(follows)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
