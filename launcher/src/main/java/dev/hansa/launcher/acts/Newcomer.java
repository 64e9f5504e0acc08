package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.HttpLedgerTransport;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.rules.InStep;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A node that is to get a vote. A pool of four with a vote that nobody casts bears no fault any
/// more, so the node is asked for what it holds before the request is drafted, and the rules look
/// again when it is written.
final class Newcomer {
  private static final long IN_STEP_BLOCKS = 5;

  /// How often it is asked until what it signed and what its pool vouches for are of one height.
  private static final int ASKED_MAX = 5;

  /// No checkpoint that one node signed is longer, in bytes.
  private static final int ANSWER_MAX = 64 << 10;

  private final Genesis genesis;
  private final NodeEntry node;
  private final LedgerClient pool;
  private final Clock clock;
  private final HttpClient http;
  private final URI url;

  /// `pool` is who knows how far the others are.
  Newcomer(Genesis genesis, NodeEntry node, LedgerClient pool, Clock clock, HttpClient http) {
    this.genesis = genesis;
    this.node = node;
    this.pool = pool;
    this.clock = clock;
    this.http = http;
    this.url = url(node);
  }

  private static URI url(NodeEntry node) {
    var host = node.clientHost();
    try {
      return URI.create(
          "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + node.clientPort());
    } catch (IllegalArgumentException e) {
      throw new Stop(
          ExitCode.REFUSED,
          node.alias()
              + " is at an address on the ledger that is none; its steward mends it first.",
          e);
    }
  }

  /// The checkpoint that the node signed itself, of a ledger that its pool vouches for and that is
  /// not older than five blocks. Whatever is wrong is a [Stop] that says what to do.
  Checkpoint inStep() {
    try {
      long height = pool.checkpoint().height();
      var own =
          new LedgerClient(
              genesis, new HttpLedgerTransport(List.of(url), http), clock, pool.freshnessMax());
      for (int asked = 0; asked < ASKED_MAX; asked++) {
        var vouched = own.checkpoint();
        requireNear(vouched.height(), height);
        var signed = signed();
        if (signed.height() == vouched.height()) {
          requireSame(signed, vouched);
          return signed;
        }
      }
      throw new Stop(
          ExitCode.UNAVAILABLE,
          node.alias()
              + " signs for other heights than its pool has vouched for. Ask again; if it stays so,"
              + " look at hansa node status there.");
    } catch (LedgerUnavailable e) {
      throw new Stop(
          ExitCode.UNAVAILABLE,
          node.alias()
              + " does not answer at "
              + url
              + ", or not with a proof of the last minute. A node gets its vote when it is in step.",
          e);
    }
  }

  private void requireNear(long own, long height) {
    if (own + IN_STEP_BLOCKS < height) {
      throw new Stop(
          ExitCode.REFUSED,
          node.alias()
              + " is at height "
              + own
              + ", the pool at "
              + height
              + ". A node gets its vote when it is in step; ask again.");
    }
  }

  private void requireSame(Checkpoint signed, Checkpoint vouched) {
    if (!signed.network().equals(genesis.network()) || !signed.isSignedBy(node.key())) {
      throw new Stop(
          ExitCode.REFUSED,
          "Who answers at "
              + url
              + " signs with another key than that of "
              + node.alias()
              + " on the ledger. Start the node there with the folder that the ledger knows.");
    }
    if (!signed.appHash().equals(vouched.appHash())) {
      throw new Stop(
          ExitCode.REFUSED,
          node.alias()
              + " holds another ledger than its pool at height "
              + signed.height()
              + ". Recover it before it votes (docs/guides/recover-a-node.md).");
    }
  }

  private Checkpoint signed() {
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url + "/v1/node/checkpoint"))
                  .timeout(HttpLedgerTransport.TIMEOUT)
                  .build(),
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX));
      if (answer.statusCode() >= 500) {
        throw new LedgerUnavailable("a node says that it cannot answer now");
      }
      if (answer.statusCode() != 200) {
        throw noCheckpoint(null);
      }
      return Checkpoint.parse(json(answer.body()));
    } catch (IOException e) {
      throw new LedgerUnavailable("a node did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerUnavailable("waiting for a node was interrupted", e);
    } catch (MalformedInput e) {
      throw noCheckpoint(e);
    }
  }

  private static ObjectNode json(byte[] body) {
    return Json.parseObject(new String(body, StandardCharsets.UTF_8), ANSWER_MAX);
  }

  private Stop noCheckpoint(@Nullable MalformedInput why) {
    return new Stop(
        ExitCode.REFUSED,
        node.alias()
            + " gives no checkpoint that it signed, which the rules want to see before it votes."
            + " Put the program of its pool in its place, and ask again.",
        why);
  }

  /// What a request that gives `node` its vote shows of it, in sentences, and until when it is
  /// good.
  static List<String> words(NodeEntry node, Optional<Checkpoint> inStep, Instant now) {
    if (inStep.isEmpty()) {
      return List.of("Nothing shows that " + node.alias() + " is in step: it will be refused.");
    }
    var shown = inStep.orElseThrow();
    if (!shown.isSignedBy(node.key())) {
      return List.of(
          "It shows a checkpoint that " + node.alias() + " did not sign: it will be refused.");
    }
    var until = InStep.goodUntil(shown);
    return List.of(
        node.alias()
            + " signed that it had the ledger of height "
            + shown.height()
            + ", of "
            + shown.time()
            + ".",
        now.isAfter(until)
            ? "It could be handed in until " + until + ", which is over: draft it again."
            : "It can be handed in until " + until + ".");
  }
}
