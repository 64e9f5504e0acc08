package dev.hansa.bench;

import com.sun.net.httpserver.HttpServer;
import dev.hansa.credentials.HttpStatusLists;
import dev.hansa.credentials.StatusList;
import dev.hansa.credentials.StatusListToken;
import dev.hansa.credentials.StatusResult;
import dev.hansa.identity.DidMethods;
import dev.hansa.ledgerprotocol.LedgerDids;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/// The status of a credential from a list of a million entries that is at hand: fetched once over
/// HTTP, signed by an organisation of a ledger, looked at again and again.
final class StatusOfMillion implements Measurement {
  private static final int ENTRIES = 1_000_000;
  private static final int EVERY = 100;
  private static final double TARGET_MICROS = 5;

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String what() {
    return "status of a credential from a list of a million entries at hand, 1 thread";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var now = Instant.parse("2026-06-15T12:00:00Z");
    var clock = Clock.fixed(now, ZoneOffset.UTC);
    var ledger = LocalLedger.found(clock, stand.random());
    var issuer = ledger.organisation();
    var list = StatusList.ofValid(2, ENTRIES);
    for (int i = 0; i < ENTRIES; i += EVERY) {
      list.set(i, StatusList.INVALID);
    }
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (var http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()) {
      var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/list");
      var token =
          StatusListToken.sign(
                  list,
                  uri,
                  now,
                  Duration.ofHours(1),
                  Duration.ofHours(1),
                  issuer.assertionName(),
                  issuer.assertion())
              .getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/list",
          exchange -> {
            try (exchange) {
              exchange.getResponseHeaders().add("Content-Type", StatusListToken.MEDIA_TYPE);
              exchange.sendResponseHeaders(200, token.length);
              exchange.getResponseBody().write(token);
            }
          });
      server.start();
      var lists =
          new HttpStatusLists(
              http, DidMethods.withLedger(new LedgerDids(ledger.client(), clock)), clock);
      var next = new AtomicLong();
      double rate =
          Rate.of(
              stand.measured(),
              stand.measured(),
              () -> {
                long place = next.getAndAdd(7919) % ENTRIES;
                int expected = place % EVERY == 0 ? StatusList.INVALID : StatusList.VALID;
                Measurement.require(
                    lists.find(uri, place, issuer.did(), Duration.ofMinutes(1))
                            instanceof StatusResult.Found(var found)
                        && found.value() == expected,
                    "the list says what was set");
              });
      return inUnit(" µs", 1e6 / rate, TARGET_MICROS);
    } finally {
      server.stop(0);
    }
  }
}
