package dev.hansa.ledgerpool.cometbft;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.ledgerpool.cometbft.EngineRpc.EngineSilent;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Checkpoint.OfPool;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.HttpLedgerTransport;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.Unproved;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import dev.hansa.ledgerprotocol.consensus.PoolTrust;
import dev.hansa.ledgerprotocol.consensus.SignedHeader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a joining node believes of its pool before it has anything of it: what the validators
/// signed, followed from the genesis by the ledger's own client. The nodes that are asked are not
/// believed.
public final class JoinTrust {
  /// How old the header may be from which the engine goes on: half of the time in which a validator
  /// that left can still be held to what it signed.
  static final Duration HEADER_AGE_MAX = Duration.ofDays(7);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int ANSWER_MAX = 1 << 20;
  private static final int SNAPSHOTS_MAX = 10;
  private static final int SERVERS_MAX = 4;

  private final Genesis genesis;
  private final List<URI> nodes;
  private final HttpClient http;
  private final Clock clock;
  private @Nullable Checkpoint newest;

  /// Where the engine begins: a header that more than two thirds of the validators of its height
  /// signed, and the addresses that it asks for those that follow.
  record Anchor(long height, Bytes hash, List<URI> servers) {
    Anchor {
      servers = List.copyOf(servers);
    }
  }

  private record Listed(URI node, List<Long> heights) {}

  /// `nodes` are the addresses of nodes of the pool, as the ledger has them.
  public JoinTrust(Genesis genesis, List<URI> nodes, HttpClient http, Clock clock) {
    this.genesis = genesis;
    this.nodes = List.copyOf(nodes);
    this.http = http;
    this.clock = clock;
  }

  /// A seal of a header above this height, whose trail was followed from the genesis. Throws
  /// [LedgerUnavailable] where no node shows one.
  synchronized PoolSeal sealAbove(long height) {
    var known = newest;
    if (known == null || known.height() <= height) {
      known = checkpoint();
      newest = known;
    }
    if (known.height() <= height || !(known.seal() instanceof OfPool(var seal))) {
      throw new LedgerUnavailable("no node shows that the pool is above the snapshot's height");
    }
    return seal;
  }

  // By a client that knows nothing but the genesis, so that every step of the trail is followed.
  private Checkpoint checkpoint() {
    if (nodes.isEmpty()) {
      throw new LedgerUnavailable("the ledger names no node to ask");
    }
    return new LedgerClient(genesis, new HttpLedgerTransport(nodes, http, PATIENCE), clock)
        .checkpoint();
  }

  /// The anchor for the snapshots that the nodes offer now. Throws [LedgerUnavailable] where none
  /// is offered, or no node shows the header.
  Anchor anchor() {
    var seal = sealAbove(0);
    long below = seal.signed().header().height() - 1;
    var listed = listed();
    var servers = listed.stream().map(one -> passage(one.node())).limit(SERVERS_MAX).toList();
    var heights = new TreeSet<Long>();
    listed.forEach(one -> heights.addAll(one.heights()));
    // From the lowest that is young enough the engine reaches all the others in a few steps.
    for (long height : heights.headSet(below)) {
      for (var server : servers) {
        var header = header(server, height + 1, seal);
        if (header != null) {
          // Two are asked for, also where there is but one.
          return new Anchor(
              height + 1,
              header.header().hash(),
              servers.size() == 1 ? List.of(server, server) : servers);
        }
      }
    }
    throw new LedgerUnavailable("no node of the pool offers a snapshot that can be used");
  }

  private @Nullable SignedHeader header(URI server, long height, PoolSeal seal) {
    try {
      var header = new EngineRpc(server, http).commit(height);
      requireSigned(header, height, seal);
      return header;
    } catch (EngineSilent | Unproved e) {
      return null;
    }
  }

  private void requireSigned(SignedHeader header, long height, PoolSeal seal) throws EngineSilent {
    var oldest = clock.instant().minus(HEADER_AGE_MAX);
    if (header.header().height() != height || header.header().time().isBefore(oldest)) {
      throw new EngineSilent("a node gives another header than was asked for, or an old one");
    }
    var trail =
        seal.trail().stream().filter(step -> step.signed().header().height() < height).toList();
    var validators = trail.isEmpty() ? genesis.validators() : trail.getLast().next();
    PoolTrust.of(genesis.chainId(), 0, genesis.time(), genesis.validators())
        .verify(new PoolSeal(header, validators, trail));
  }

  // Those who answer, also where they keep no snapshot: they pass headers on.
  private List<Listed> listed() {
    var asked = new ArrayList<CompletableFuture<Optional<List<Long>>>>();
    for (var node : nodes) {
      asked.add(
          http.sendAsync(
                  HttpRequest.newBuilder(URI.create(node + "/v1/snapshots"))
                      .timeout(PATIENCE)
                      .build(),
                  BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX))
              // The request's own limit ends with the headers of the answer.
              .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .thenApply(answer -> Optional.of(heights(answer.body())))
              .exceptionally(_ -> Optional.empty()));
    }
    var listed = new ArrayList<Listed>();
    for (int i = 0; i < nodes.size(); i++) {
      var node = nodes.get(i);
      asked.get(i).join().ifPresent(heights -> listed.add(new Listed(node, heights)));
    }
    return listed;
  }

  private static List<Long> heights(byte[] body) {
    var json = Json.parseObject(new String(body, StandardCharsets.UTF_8), ANSWER_MAX);
    var heights = new ArrayList<Long>();
    for (var snapshot : Json.array(json, "snapshots", SNAPSHOTS_MAX)) {
      heights.add(Json.integer(snapshot, "height", 1, Json.INTEGER_MAX));
    }
    return heights;
  }

  private static URI passage(URI node) {
    return URI.create(node + "/v1/engine");
  }
}
