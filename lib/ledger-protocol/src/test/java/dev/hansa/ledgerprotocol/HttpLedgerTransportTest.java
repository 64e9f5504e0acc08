package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.LedgerUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLedgerTransportTest {
  private final Fixture f = new Fixture();
  private final Queue<String> paths = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer good = start();
  private HttpServer bad = start();

  private static HttpServer start() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void serve() {
    good.createContext(
        "/v1/",
        exchange -> {
          var path = exchange.getRequestURI().getPath();
          paths.add(exchange.getRequestMethod() + " " + path);
          var parts = List.of(path.split("/"));
          var answer =
              switch (parts.get(2)) {
                case "requests" ->
                    f.ledger.submit(
                        new String(
                            exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                case "state" -> f.ledger.state(ledger(parts.get(3)), key(parts.get(4)));
                case "lists" -> f.ledger.list(ledger(parts.get(3)), key(parts.get(4)));
                case "ledgers" ->
                    parts.get(4).equals("consistency")
                        ? f.ledger.consistency(
                            ledger(parts.get(3)),
                            Long.parseLong(parts.get(5)),
                            Long.parseLong(parts.get(6)))
                        : f.ledger.transaction(ledger(parts.get(3)), Long.parseLong(parts.get(5)));
                default -> f.ledger.checkpoint();
              };
          reply(exchange, answer.status(), answer.body().toString());
        });
    good.start();
    bad.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    good.stop(0);
    bad.stop(0);
  }

  private static SubLedger ledger(String code) {
    return SubLedger.of(Long.parseLong(code));
  }

  private static Bytes key(String text) {
    return Bytes.fromBase64Url(text);
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static URI uri(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private HttpLedgerTransport transport(HttpServer... nodes) {
    return transport(HttpLedgerTransport.TIMEOUT, nodes);
  }

  private static HttpLedgerTransport transport(Duration timeout, HttpServer... nodes) {
    return new HttpLedgerTransport(
        List.of(nodes).stream().map(HttpLedgerTransportTest::uri).toList(),
        HttpClient.newHttpClient(),
        timeout);
  }

  private void badAnswers(com.sun.net.httpserver.HttpHandler handler) {
    bad.createContext("/", handler);
  }

  @Test
  void every_question_has_its_path() {
    var client = new LedgerClient(f.ledger.genesis(), transport(good), f);
    var account = f.newAccount();
    var written =
        client.submit(
            f.build(
                RequestBuilder.newNym(f.trustee.did(), account.did(), Fixture.key(account.nym())),
                f.trustee));
    assertThat(written).isInstanceOf(WriteResult.Written.class);
    assertThat(client.state(SubLedger.DOMAIN, Bytes.utf8("k")).value()).isEmpty();
    assertThat(client.list(SubLedger.CONFIG, Keys.AUTH_RULES).value()).isNotEmpty();
    assertThat(client.transaction(SubLedger.POOL, 1).value()).isNotNull();
    assertThat(client.checkpoint().height()).isEqualTo(1);
    assertThat(transport(good).consistency(SubLedger.DOMAIN, 1, 2).status()).isEqualTo(200);
    assertThat(paths)
        .containsExactly(
            "POST /v1/requests",
            "GET /v1/state/1/aw",
            "GET /v1/lists/2/MTo",
            "GET /v1/ledgers/0/transactions/1",
            "GET /v1/checkpoint",
            "GET /v1/ledgers/1/consistency/1/2");
  }

  @Test
  void a_node_that_cannot_answer_is_passed_over_and_the_good_one_preferred() {
    badAnswers(exchange -> reply(exchange, 503, "{}"));
    var transport = transport(bad, good);
    assertThat(transport.checkpoint().status()).isEqualTo(200);
    assertThat(transport.nodes().getFirst().checkpoint().status()).isEqualTo(200);
  }

  @Test
  void a_node_that_is_not_there_is_passed_over() {
    var transport = transport(bad, good);
    bad.stop(0);
    assertThat(transport.checkpoint().status()).isEqualTo(200);
  }

  @Test
  void a_node_that_is_silent_is_passed_over_in_time() {
    badAnswers(exchange -> {
      try {
        var _ = over.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    });
    assertThat(transport(Duration.ofSeconds(2), bad, good).checkpoint().status()).isEqualTo(200);
  }

  @Test
  void an_answer_that_is_too_long_or_no_json_is_none() {
    badAnswers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      var chunk = new byte[1 << 20];
      try {
        for (int i = 0; i < 9; i++) {
          exchange.getResponseBody().write(chunk);
        }
      } catch (IOException e) {
        exchange.close();
      }
      exchange.close();
    });
    var transport = new HttpLedgerTransport(List.of(uri(bad)), HttpClient.newHttpClient());
    assertThatThrownBy(transport::checkpoint).isInstanceOf(LedgerUnavailable.class);
    bad.removeContext("/");
    badAnswers(exchange -> reply(exchange, 200, "<html>"));
    assertThatThrownBy(transport::checkpoint).isInstanceOf(LedgerUnavailable.class);
  }

  @Test
  void a_node_that_lies_is_passed_over_by_the_client() {
    badAnswers(exchange -> reply(exchange, 200, "{\"checkpoint\":{}}"));
    var client = new LedgerClient(f.ledger.genesis(), transport(bad, good), f);
    assertThat(client.state(SubLedger.DOMAIN, Bytes.utf8("k")).value()).isEmpty();
  }

  @Test
  void a_node_that_is_busy_makes_the_ledger_unavailable() {
    badAnswers(exchange -> reply(exchange, 429, "{}"));
    var client = new LedgerClient(f.ledger.genesis(), transport(bad), f);
    assertThatThrownBy(client::checkpoint).isInstanceOf(LedgerUnavailable.class);
    var account = f.newAccount();
    var request =
        f.build(
            RequestBuilder.nym(account.did(), account.did()).verkey(Fixture.key(account.nym())));
    assertThatThrownBy(() -> client.submit(request)).isInstanceOf(LedgerUnavailable.class);
  }
}
