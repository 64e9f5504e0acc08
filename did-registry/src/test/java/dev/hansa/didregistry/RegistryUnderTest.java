package dev.hansa.didregistry;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/// The registry on a free port above a ledger in this process, whose clock is set and whose line is
/// cut by the test.
final class RegistryUnderTest implements AutoCloseable {
  final LocalLedger ledger;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ApplicationContext context;
  private final URI base;
  private volatile Instant now;
  private volatile boolean cut;

  RegistryUnderTest(Instant now) {
    this.now = now;
    var clock = new SetClock();
    this.ledger = LocalLedger.found(clock, new SecureRandom());
    this.context =
        ApplicationContext.builder()
            .environments("did-registry")
            .deduceEnvironment(false)
            .banner(false)
            .properties(Map.of("micronaut.server.port", -1))
            .build();
    var _ = context.registerSingleton(Clock.class, clock, null, false);
    var _ = context.registerSingleton(Genesis.class, ledger.genesis(), null, false);
    var _ = context.registerSingleton(LedgerTransport.class, new Line(), null, false);
    var _ = context.start();
    this.base = context.getBean(EmbeddedServer.class).start().getURI();
  }

  void setTime(Instant time) {
    now = time;
  }

  void cutLine(boolean isCut) {
    cut = isCut;
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(base + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    context.close();
  }

  private final class SetClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final class Line implements LedgerTransport {
    private LedgerTransport node() {
      if (cut) {
        throw new LedgerUnavailable("the line is cut");
      }
      return ledger;
    }

    @Override
    public Answer submit(String request) {
      return node().submit(request);
    }

    @Override
    public Answer state(SubLedger subLedger, Bytes key) {
      return node().state(subLedger, key);
    }

    @Override
    public Answer list(SubLedger subLedger, Bytes prefix) {
      return node().list(subLedger, prefix);
    }

    @Override
    public Answer transaction(SubLedger subLedger, long seqNo) {
      return node().transaction(subLedger, seqNo);
    }

    @Override
    public Answer checkpoint() {
      return node().checkpoint();
    }

    @Override
    public Answer consistency(SubLedger subLedger, long first, long second) {
      return node().consistency(subLedger, first, second);
    }
  }
}
