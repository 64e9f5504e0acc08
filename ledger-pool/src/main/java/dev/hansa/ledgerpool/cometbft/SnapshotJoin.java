package dev.hansa.ledgerpool.cometbft;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.Signer;
import dev.hansa.ledgerpool.domain.LedgerStore;
import dev.hansa.ledgerpool.domain.Restoration;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.Trie;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import dev.hansa.ledgerprotocol.snapshot.SnapshotManifest;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRefused;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRestore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a ledger over from a snapshot that the engine fetches from its peers. The engine says
/// which app hash the pool's validators signed for the snapshot's height; nothing else that it
/// hands on is believed. One thread of the engine; [#progress] may be asked by any.
final class SnapshotJoin {
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private final Genesis genesis;
  private final LedgerStore store;
  private final Restoration.Place place;
  private final LongFunction<PoolSeal> seals;
  private final Signer key;
  private final Consumer<SnapshotBase> joined;
  private final AtomicReference<@Nullable Progress> progress = new AtomicReference<>();
  private @Nullable Running running;

  private record Running(
      SnapshotManifest manifest, Restoration restoration, SnapshotRestore restore) {}

  /// How far it is: of which height, and how many chunks of how many.
  record Progress(long height, int taken, int chunks) {}

  /// A snapshot as a peer announced it.
  record Offered(long height, int format, int chunks, Bytes hash, Bytes metadata) {}

  /// What the engine is told of an offer, by the number in its protocol.
  enum OnOffer {
    ACCEPT(1),
    /// This node joins by no snapshot any more.
    ABORT(2),
    REJECT(3),
    REJECT_FORMAT(4),
    REJECT_SENDER(5);

    private final int code;

    OnOffer(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /// What the engine is told of a chunk.
  enum OnChunk {
    ACCEPT(1),
    ABORT(2),
    /// Another peer may have it right.
    AGAIN(3),
    REJECT(5);

    private final int code;

    OnChunk(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /// `seals` gives a seal of the pool, followed from the genesis, of a header above a height;
  /// throws [LedgerUnavailable]. `joined` is told of the ledger once it is in its place.
  SnapshotJoin(
      Genesis genesis,
      LedgerStore store,
      Restoration.Place place,
      LongFunction<PoolSeal> seals,
      Signer key,
      Consumer<SnapshotBase> joined) {
    this.genesis = genesis;
    this.store = store;
    this.place = place;
    this.seals = seals;
    this.key = key;
    this.joined = joined;
  }

  /// How far it is, in words; nothing once the ledger is there.
  Optional<String> words() {
    var now = progress.get();
    if (now == null) {
      return store.base().isPresent()
          ? Optional.empty()
          : Optional.of("it looks for a snapshot that other nodes keep");
    }
    return now.taken() == now.chunks()
        ? Optional.empty()
        : Optional.of(
            "it has "
                + now.taken()
                + " of "
                + now.chunks()
                + " chunks of the snapshot at height "
                + now.height());
  }

  /// Nothing while no snapshot was accepted.
  Optional<Progress> progress() {
    return Optional.ofNullable(progress.get());
  }

  synchronized OnOffer offer(Offered offered, Bytes appHash) {
    forget();
    if (offered.format() != SnapshotManifest.FORM) {
      return OnOffer.REJECT_FORMAT;
    }
    if (!store.isUntouched()) {
      return OnOffer.ABORT;
    }
    try {
      var manifest =
          SnapshotManifest.offered(
              offered.metadata(),
              offered.hash(),
              offered.height(),
              offered.chunks(),
              genesis,
              appHash);
      // Before anything is fetched: without it this node could prove nothing afterwards.
      var _ = seals.apply(manifest.height());
      var restoration = place.begin();
      running =
          new Running(manifest, restoration, new SnapshotRestore(manifest, genesis, restoration));
      progress.set(new Progress(manifest.height(), 0, manifest.chunks().size()));
      LOG.info(
          "a snapshot at height {} is fetched, {} chunks",
          manifest.height(),
          manifest.chunks().size());
      return OnOffer.ACCEPT;
    } catch (SnapshotRefused e) {
      LOG.warn("a snapshot that was offered is refused: {}", e.getMessage());
      return OnOffer.REJECT_SENDER;
    } catch (LedgerUnavailable e) {
      LOG.warn("a snapshot that was offered cannot be used now: {}", e.getMessage());
      return OnOffer.REJECT;
    }
  }

  synchronized OnChunk take(int index, byte[] packed) {
    var now = running;
    if (now == null) {
      return OnChunk.ABORT;
    }
    try {
      now.restore().take(index, packed);
      int taken = now.restore().taken();
      int chunks = now.manifest().chunks().size();
      progress.set(new Progress(now.manifest().height(), taken, chunks));
      if (taken == chunks) {
        adopt(now);
      }
      return OnChunk.ACCEPT;
    } catch (SnapshotRefused e) {
      LOG.warn("chunk {} of the snapshot is refused: {}", index, e.getMessage());
      return switch (e.reason()) {
        case CHUNK_CHANGED, TOO_LARGE -> OnChunk.AGAIN;
        default -> rejected();
      };
    } catch (LedgerUnavailable e) {
      LOG.warn("the snapshot cannot be used: {}", e.getMessage());
      return rejected();
    }
  }

  private OnChunk rejected() {
    forget();
    return OnChunk.REJECT;
  }

  private void adopt(Running now) {
    var head = now.restore().finish();
    var base =
        new SnapshotBase(
            Checkpoint.sign(genesis.network(), head, head.time(), key), seals.apply(head.height()));
    requireTrail(now.restoration(), head, base);
    now.restoration().adopt(base);
    running = null;
    LOG.info("the ledger at height {} was taken over from a snapshot", head.height());
    joined.accept(base);
  }

  // The seal shows by which steps the validators became who they are; the snapshot says who they
  // are.
  private void requireTrail(Restoration restored, LedgerHead head, SnapshotBase base) {
    var root = head.roots(SubLedger.POOL).stateRoot();
    var named = NodeEntry.validators(new Trie(root, restored::findTrieNode).list(Bytes.utf8("")));
    var trail = base.trail();
    var shown = trail.isEmpty() ? genesis.validators() : trail.getLast().next();
    if (!named.equals(Optional.of(shown))) {
      throw new LedgerUnavailable("no node shows how the pool's validators became those of now");
    }
  }

  /// Ends it where it is.
  synchronized void close() {
    forget();
  }

  private void forget() {
    var now = running;
    running = null;
    progress.set(null);
    if (now != null) {
      now.restoration().close();
    }
  }
}
