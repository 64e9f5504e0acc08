package dev.hansa.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RawHttpTest {
  private final HttpServer server;
  private final URI base;

  RawHttpTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/echo",
        exchange -> {
          var body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(201, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void one_connection_carries_call_after_call() throws IOException {
    try (var http = new RawHttp(base)) {
      for (var text : new String[] {"{\"a\":\"å\"}", "{}", "{\"b\":1}"}) {
        var answer = http.exchange(RawHttp.post(base, "/echo", text));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.text()).isEqualTo(text);
      }
    }
  }

  @Test
  void an_answer_that_does_not_say_how_long_it_is_is_refused() throws IOException {
    try (var http = new RawHttp(base)) {
      assertThatThrownBy(() -> http.exchange(RawHttp.get(base, "/endless")))
          .isInstanceOf(IOException.class);
    }
  }
}
