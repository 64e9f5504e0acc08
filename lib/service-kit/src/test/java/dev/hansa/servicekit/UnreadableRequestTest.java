package dev.hansa.servicekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the framework cannot read is the caller's mistake, and said so that the caller can mend it.
class UnreadableRequestTest {
  private static EmbeddedServer server;

  @BeforeAll
  static void serve() {
    server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port",
                -1,
                "micronaut.server.host",
                "127.0.0.1",
                "unreadable.request.test",
                true));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// Takes text, as a token endpoint does.
  @Controller("/text")
  @Requires(property = "unreadable.request.test")
  static final class Taking {
    @Post
    @Consumes(MediaType.TEXT_PLAIN)
    String take(@Body String body) {
      return body;
    }
  }

  private static HttpResponse<String> post(String type, String body) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(server.getURI().resolve("/text"))
              .header("Content-Type", type)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bogus", "a'b", "utf-99"})
  void a_charset_that_is_none_is_the_callers_mistake(String charset) throws Exception {
    var answer = post("text/plain;charset=" + charset, "x");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("/problems/malformed-input", "send UTF-8");
  }

  @Test
  void a_body_that_is_missing_is_said() throws Exception {
    var answer = post("text/plain", "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("is missing or has not the form of this path");
  }

  @Test
  void another_content_type_is_said() throws Exception {
    var answer = post("application/pdf", "x");

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("takes another Content-Type");
  }

  @Test
  void what_can_be_read_is_taken() throws Exception {
    assertThat(post("text/plain;charset=utf-8", "grüße").body()).isEqualTo("grüße");
  }
}
