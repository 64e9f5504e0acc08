package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.local.Account;
import dev.hansa.ledgerprotocol.local.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The network of the vector files: its keys are made of public seeds, so everything in it can be
/// written again, byte for byte.
final class TestNetwork {
  static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

  final Account trustee = account("trustee-1");
  final Account second = account("trustee-2");
  final Account third = account("trustee-3");
  final Account steward = account("steward-1");
  final Account node = account("node-1");
  final Genesis genesis;
  final BlockExecutor executor;
  final MemoryStore store = new MemoryStore();
  final List<String> lines = new ArrayList<>();
  private Instant now = BEGIN;
  private long reqId = 1_795_521_600_000_000_000L;

  TestNetwork() {
    this(
        new GenesisBuilder("hansa", BEGIN)
            .trustee(Fixture.key(account("trustee-1").nym()))
            .trustee(Fixture.key(account("trustee-2").nym()))
            .trustee(Fixture.key(account("trustee-3").nym()))
            .steward(Fixture.key(account("steward-1").nym()))
            .node(
                "Node1",
                Fixture.key(account("node-1").nym()),
                account("steward-1").did(),
                "127.0.0.1",
                9701,
                9702)
            .build());
  }

  /// The same trustees, in another network.
  TestNetwork(Genesis genesis) {
    this.genesis = genesis;
    executor = new BlockExecutor(genesis);
    store.commit(executor.found(store).writes());
  }

  static Account account(String name) {
    var seed = ("hansa-vectors-" + name + ".".repeat(32)).substring(0, 32);
    var signer = Vectors.signer(seed);
    return new Account(DidIndy.of("hansa", Fixture.key(signer)), signer);
  }

  Instant now() {
    return now;
  }

  IndyRequest request(RequestBuilder builder, Account... signers) {
    var request = builder.reqId(reqId++).build();
    for (var signer : signers) {
      request = request.signedBy(signer.did(), signer.nym());
    }
    return request;
  }

  /// The next block, five seconds later.
  List<Outcome> block(List<IndyRequest> requests) {
    now = now.plusSeconds(5);
    var line = Json.newObject().put("time", now.toString());
    var array = line.putArray("requests");
    requests.forEach(request -> array.add(request.text()));
    lines.add(line.toString());
    var result = executor.execute(store, store.head().orElseThrow().height() + 1, now, requests);
    if (result.isChange()) {
      store.commit(result.writes());
    }
    return result.outcomes();
  }

  /// A block in which nothing is written, as an engine makes it that keeps every block.
  void idle(Duration time) {
    now = now.plus(time);
    long height = store.head().orElseThrow().height() + 1;
    store.commit(executor.execute(store, height, now, List.of()).at(height, now).writes());
  }

  Checkpoint checkpoint(Instant signedAt) {
    return Checkpoint.sign("hansa", store.head().orElseThrow(), signedAt, node.nym());
  }

  static Bytes hash(String of) {
    return Bytes.utf8(of).sha256();
  }
}
