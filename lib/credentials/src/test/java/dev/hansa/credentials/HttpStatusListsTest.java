package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpStatusListsTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);

  private final World world = new World();
  private final StepClock clock = new StepClock();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger unchanged = new AtomicInteger();
  private HttpServer server = newServer();
  private HttpClient http = HttpClient.newHttpClient();
  private volatile String served = "";
  private volatile int status = 200;
  private Optional<CountDownLatch> gate = Optional.empty();

  private static final class StepClock extends Clock {
    volatile Instant now = World.NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    served = token(0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    http.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    try (exchange) {
      gate.ifPresent(HttpStatusListsTest::await);
      var body = served.getBytes(StandardCharsets.US_ASCII);
      var etag = "\"" + served.hashCode() + "\"";
      if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        unchanged.incrementAndGet();
        exchange.sendResponseHeaders(304, -1);
        return;
      }
      exchange.getResponseHeaders().add("ETag", etag);
      if (status == 302) {
        exchange.getResponseHeaders().add("Location", "/elsewhere");
      }
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/status-lists/1");
  }

  private String token(int value) {
    return StatusListToken.sign(
        StatusList.ofValid(2, 64).with(5, value),
        uri(),
        clock.now,
        Duration.ofHours(1),
        MINUTE,
        World.ISSUER_NAME,
        World.ISSUER_KEY);
  }

  private HttpStatusLists lists() {
    return new HttpStatusLists(http, world, clock);
  }

  private static int value(StatusResult result) {
    assertThat(result).isInstanceOf(StatusResult.Found.class);
    return ((StatusResult.Found) result).evidence().value();
  }

  @Test
  void a_list_is_asked_for_again_only_when_it_is_older_than_allowed() {
    var lists = lists();
    assertThat(value(lists.find(uri(), 5, World.ISSUER, MINUTE))).isZero();
    served = token(1);
    clock.now = World.NOW.plusSeconds(60);
    assertThat(value(lists.find(uri(), 5, World.ISSUER, MINUTE))).isZero();
    assertThat(asked).hasValue(1);
    assertThat(value(lists.find(uri(), 5, World.ISSUER, Duration.ofSeconds(1)))).isEqualTo(1);
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_list_that_did_not_change_is_not_sent_again_and_is_young_again() {
    var lists = lists();
    assertThat(value(lists.find(uri(), 5, World.ISSUER, MINUTE))).isZero();
    clock.now = World.NOW.plusSeconds(61);
    var again = lists.find(uri(), 5, World.ISSUER, MINUTE);
    assertThat(unchanged).hasValue(1);
    assertThat(((StatusResult.Found) again).evidence().checkedAt()).isEqualTo(clock.now);
  }

  @Test
  void a_list_is_not_used_longer_than_its_own_ttl() {
    var lists = lists();
    assertThat(value(lists.find(uri(), 5, World.ISSUER, Duration.ofHours(1)))).isZero();
    clock.now = World.NOW.plusSeconds(61);
    assertThat(value(lists.find(uri(), 5, World.ISSUER, Duration.ofHours(1)))).isZero();
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_list_that_expired_is_invalid_also_when_the_server_says_it_did_not_change() {
    var lists = lists();
    assertThat(value(lists.find(uri(), 5, World.ISSUER, MINUTE))).isZero();
    clock.now = World.NOW.plusSeconds(3600);
    assertThat(lists.find(uri(), 5, World.ISSUER, MINUTE)).isInstanceOf(StatusResult.Invalid.class);
  }

  @Test
  void the_evidence_names_the_version_of_the_list() {
    var found = (StatusResult.Found) lists().find(uri(), 5, World.ISSUER, MINUTE);
    var evidence = found.evidence();
    assertThat(evidence.token()).isEqualTo(served);
    assertThat(evidence.listHash()).isEqualTo(StatusListToken.parse(served).hash());
    assertThat(evidence.uri()).isEqualTo(uri());
    assertThat(evidence.ttl()).isEqualTo(MINUTE);
    assertThat(evidence.valid()).isTrue();
  }

  @Test
  void only_the_credentials_issuer_speaks_of_its_status() {
    assertThat(lists().find(uri(), 5, World.OTHER_ISSUER, MINUTE))
        .isInstanceOf(StatusResult.Invalid.class);
  }

  @Test
  void an_index_beyond_the_list_is_invalid() {
    assertThat(lists().find(uri(), 64, World.ISSUER, MINUTE))
        .isInstanceOf(StatusResult.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 404, 500})
  void any_other_answer_is_no_list(int code) {
    status = code;
    served = code == 204 ? "" : served;
    assertThat(lists().find(uri(), 5, World.ISSUER, MINUTE))
        .isInstanceOf(StatusResult.Unavailable.class);
    assertThat(asked).hasValue(1);
  }

  @Test
  void what_is_longer_than_the_limit_is_not_read() {
    served = "a".repeat(StatusListToken.LENGTH_MAX + 1);
    assertThat(lists().find(uri(), 5, World.ISSUER, MINUTE))
        .isInstanceOf(StatusResult.Unavailable.class);
  }

  @Test
  void a_list_that_is_none_is_invalid() {
    served = "hello";
    assertThat(lists().find(uri(), 5, World.ISSUER, MINUTE))
        .isInstanceOf(StatusResult.Invalid.class);
  }

  @Test
  void a_server_that_is_away_makes_it_unavailable_and_what_is_young_stays_good() {
    var lists = lists();
    assertThat(value(lists.find(uri(), 5, World.ISSUER, MINUTE))).isZero();
    var uri = uri();
    server.stop(0);
    assertThat(value(lists.find(uri, 5, World.ISSUER, MINUTE))).isZero();
    clock.now = World.NOW.plusSeconds(2);
    assertThat(lists.find(uri, 5, World.ISSUER, Duration.ofSeconds(1)))
        .isInstanceOf(StatusResult.Unavailable.class);
  }

  @Test
  void many_who_ask_at_once_are_answered_by_one_request() throws Exception {
    var latch = new CountDownLatch(1);
    gate = Optional.of(latch);
    var lists = lists();
    var answers = new ArrayList<Future<StatusResult>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        answers.add(threads.submit(() -> lists.find(uri(), 5, World.ISSUER, MINUTE)));
      }
      latch.countDown();
      for (var answer : answers) {
        assertThat(value(answer.get())).isZero();
      }
    }
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example/1",
        "http://localhost/1",
        "http://127.0.0.1.example/1",
        "http://10.0.0.1/1",
        "ftp://127.0.0.1/1",
        "file:///etc/passwd",
        "https://user@issuer.example/1",
        "https://issuer.example/1#x",
        "mailto:a@b",
      })
  void an_address_that_is_not_https_or_loopback_is_not_asked(String address) {
    assertThat(lists().find(URI.create(address), 5, World.ISSUER, MINUTE))
        .isInstanceOf(StatusResult.Invalid.class);
  }

  @Test
  void a_client_that_follows_redirects_is_not_taken() {
    try (var follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      assertThatThrownBy(() -> new HttpStatusLists(follows, world, clock))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(asked).hasValue(0);
  }
}
