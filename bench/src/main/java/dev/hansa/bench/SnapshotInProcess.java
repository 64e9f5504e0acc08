package dev.hansa.bench;

import dev.hansa.bench.Row.Limit;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerpool.domain.CommittedBlock;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerpool.store.LedgerFolder;
import dev.hansa.ledgerprotocol.BlockExecutor;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.GenesisBuilder;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.consensus.Header;
import dev.hansa.ledgerprotocol.consensus.Header.BlockId;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import dev.hansa.ledgerprotocol.consensus.SignedHeader;
import dev.hansa.ledgerprotocol.consensus.Validators;
import dev.hansa.ledgerprotocol.local.MemoryStore;
import dev.hansa.ledgerprotocol.snapshot.SnapshotChunks;
import dev.hansa.ledgerprotocol.snapshot.SnapshotManifest;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRestore;
import dev.hansa.ledgerprotocol.snapshot.SnapshotWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// A ledger of so many new DIDs, made by the rules and kept by the store, its snapshot written, and
/// another node's store restored from that: unpacked, checked, on the disk and in its place.
/// Without the engines, which carry the chunks between two nodes.
final class SnapshotInProcess implements Measurement {
  private static final int BLOCK = 1000;
  private static final int TARGET_TRANSACTIONS = 1_000_000;
  private static final double TARGET_SECONDS = 30;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final int transactions;

  SnapshotInProcess(int transactions) {
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "snapshot";
  }

  @Override
  public String what() {
    return "a ledger of " + transactions + " new DIDs restored from its snapshot, in process";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var folder = Files.createTempDirectory("hansa-bench-snapshot-");
    try {
      return measure(stand, folder);
    } finally {
      RunningHouse.remove(folder);
    }
  }

  private Row measure(Stand stand, Path folder) throws Exception {
    var node = signer(stand);
    var trustee = signer(stand);
    var steward = key(signer(stand));
    var genesis =
        new GenesisBuilder("hansa", BEGIN)
            .trustee(key(trustee))
            .steward(steward)
            .node("node1", key(node), DidIndy.of("hansa", steward), "127.0.0.1", 9701, 9702)
            .build();
    SnapshotManifest manifest;
    double written;
    var chunks = folder.resolve("chunks");
    Files.createDirectories(chunks);
    try (var full = open(folder.resolve("full"), genesis, node)) {
      stand.say(transactions + " new DIDs are written");
      fill(stand, genesis, full, node, trustee);
      stand.say("their snapshot is written");
      long began = System.nanoTime();
      manifest =
          SnapshotWriter.write(
              genesis,
              full.store(),
              full.store().head().orElseThrow(),
              (index, chunk) -> keep(chunks.resolve(Integer.toString(index)), chunk));
      written = (System.nanoTime() - began) / 1e9;
    }
    stand.say(manifest.chunks().size() + " chunks were written in " + Math.round(written) + " s");
    try (var empty = open(folder.resolve("joined"), genesis, node)) {
      long began = System.nanoTime();
      restore(genesis, manifest, chunks, empty, node);
      double seconds = (System.nanoTime() - began) / 1e9;
      Measurement.require(
          empty.store().head().orElseThrow().appHash().equals(manifest.appHash()),
          "the restored ledger has the app hash of the one it came from");
      var target =
          transactions < TARGET_TRANSACTIONS
              ? OptionalDouble.empty()
              : OptionalDouble.of(TARGET_SECONDS);
      return new Row(
          name(),
          what(),
          seconds,
          " s",
          target,
          List.of(new Limit("writing it, one thread", written)),
          "");
    }
  }

  private static Signer signer(Stand stand) {
    return PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(stand.random()));
  }

  private static Ed25519Key key(Signer signer) {
    return (Ed25519Key) signer.publicKey();
  }

  private static LedgerFolder open(Path folder, Genesis genesis, Signer node) {
    return LedgerFolder.open(
        folder,
        genesis,
        () -> {
          var first = new BlockExecutor(genesis).found(new MemoryStore());
          var checkpoint =
              Checkpoint.sign(genesis.network(), first.head(), first.head().time(), node);
          return new LedgerFolder.Founding(
              new CommittedBlock(List.of(), genesis.hash(), checkpoint), first.writes());
        });
  }

  // Signatures are not what is measured: they are random, and counted as good.
  private void fill(Stand stand, Genesis genesis, LedgerFolder full, Signer node, Signer trustee) {
    var executor = new BlockExecutor(genesis, (verkey, input, signature) -> true);
    var author = DidIndy.of("hansa", key(trustee));
    var store = full.store();
    for (int done = 0; done < transactions; done += BLOCK) {
      var head = store.head().orElseThrow();
      var requests = new ArrayList<IndyRequest>();
      for (int i = done; i < Math.min(done + BLOCK, transactions); i++) {
        var verkey = key(signer(stand));
        requests.add(
            RequestBuilder.newNym(author, DidIndy.of("hansa", verkey), verkey)
                .reqId(i + 1L)
                .build()
                .signedBy(author, new RandomSigner(trustee, stand)));
      }
      var time = head.time().plusSeconds(1);
      var result = executor.execute(store, head.height() + 1, time, requests);
      store.commit(
          new CommittedBlock(
              requests,
              head.appHash(),
              Checkpoint.sign(genesis.network(), result.head(), time, node)),
          result.writes());
    }
    Measurement.require(
        store.head().orElseThrow().ledgers().get(1).size() > transactions,
        "every new DID was written");
  }

  private record RandomSigner(Signer of, Stand stand) implements Signer {
    @Override
    public VerificationKey publicKey() {
      return of.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
      return Bytes.random(64, stand.random()).toArray();
    }
  }

  private static void keep(Path file, byte[] chunk) {
    try {
      Files.write(file, SnapshotChunks.pack(chunk));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void restore(
      Genesis genesis, SnapshotManifest manifest, Path chunks, LedgerFolder empty, Signer node)
      throws IOException {
    try (var restoration = empty.restore()) {
      var restore = new SnapshotRestore(manifest, genesis, restoration);
      for (int i = 0; i < manifest.chunks().size(); i++) {
        restore.take(i, Files.readAllBytes(chunks.resolve(Integer.toString(i))));
      }
      var head = restore.finish();
      restoration.adopt(
          new SnapshotBase(
              Checkpoint.sign(genesis.network(), head, head.time(), node), seal(head, key(node))));
    }
  }

  // Nobody reads it here: whoever takes a pool's ledger over has the pool's own.
  private static PoolSeal seal(LedgerHead head, Ed25519Key node) {
    var none = Bytes.utf8("");
    var validators = Validators.of(List.of(node));
    var header =
        new Header(
            11,
            1,
            "bench",
            head.height() + 1,
            head.time(),
            new BlockId(none, 0, none),
            none,
            none,
            validators.hash(),
            validators.hash(),
            none,
            head.appHash(),
            none,
            none,
            Validators.address(node));
    return new PoolSeal(
        new SignedHeader(header, 0, new BlockId(header.hash(), 1, none), List.of()),
        validators,
        List.of());
  }
}
