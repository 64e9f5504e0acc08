package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.cometbft.EngineRpc.EngineSilent;
import dev.hansa.ledgerpool.cometbft.EngineRpc.Taken;
import dev.hansa.ledgerpool.cometbft.Waitings.Waiting;
import dev.hansa.ledgerpool.domain.Submission;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the engine says of a transaction that it does not take, in its own words, and what the
/// writer is told.
class FullMempoolTest {
  private static final String FULL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\","
          + "\"data\":\"mempool is full: number of txs 5000 (max: 5000), total txs bytes 9"
          + " (max: 9)\"}}";
  private static final ByteString BUNDLE = ByteString.copyFromUtf8("a bundle");

  private HttpServer server;
  private EngineRpc rpc;
  private volatile String answer = FULL;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = answer.getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    rpc =
        new EngineRpc(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void the_engines_words_are_told_apart() throws Exception {
    assertThat(rpc.broadcast(BUNDLE)).isEqualTo(Taken.FULL);
    answer = FULL.replace("mempool is full", "tx already exists in cache");
    assertThat(rpc.broadcast(BUNDLE)).isEqualTo(Taken.KNOWN);
    answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"code\":1}}";
    assertThat(rpc.broadcast(BUNDLE)).isEqualTo(Taken.REFUSED);
    answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"code\":0}}";
    assertThat(rpc.broadcast(BUNDLE)).isEqualTo(Taken.TAKEN);
    answer = FULL.replace("mempool is full", "something else");
    assertThatThrownBy(() -> rpc.broadcast(BUNDLE)).isInstanceOf(EngineSilent.class);
  }

  @Test
  void whoever_writes_to_a_full_mempool_is_told_so_at_once() throws Exception {
    var waitings = new Waitings(10);
    try (var outbox = new Outbox(rpc, waitings)) {
      outbox.start();
      assertThat(waitings.enter()).isTrue();
      var waiting = new Waiting(TestNetwork.nym("too-many"), new CompletableFuture<>());
      outbox.add(waiting);
      // 429 to its writer: UnavailableNodeTest.a_full_queue_is_429.
      assertThat(waiting.answer().get(20, TimeUnit.SECONDS)).isEqualTo(new Submission.QueueFull());
      TestPool.until("its place is free", Duration.ofSeconds(20), () -> waitings.size() == 0);
    }
  }
}
