package dev.hansa.ledgerpool.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Signer;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.LedgerReader;
import dev.hansa.ledgerprotocol.consensus.Header;
import dev.hansa.ledgerprotocol.consensus.Header.BlockId;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import dev.hansa.ledgerprotocol.consensus.SignedHeader;
import dev.hansa.ledgerprotocol.consensus.Validators;
import dev.hansa.ledgerprotocol.snapshot.SnapshotChunks;
import dev.hansa.ledgerprotocol.snapshot.SnapshotManifest;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRestore;
import dev.hansa.ledgerprotocol.snapshot.SnapshotWriter;
import java.util.ArrayList;
import java.util.List;

/// Snapshots without engines.
public final class TestSnapshots {
  private TestSnapshots() {}

  /// A snapshot with its chunks as they travel.
  public record Packed(SnapshotManifest manifest, List<byte[]> chunks) {}

  public static Packed write(Genesis genesis, LedgerReader reader) {
    var chunks = new ArrayList<byte[]>();
    var manifest =
        SnapshotWriter.write(
            genesis,
            reader,
            reader.head().orElseThrow(),
            (index, chunk) -> chunks.add(SnapshotChunks.pack(chunk)));
    return new Packed(manifest, chunks);
  }

  /// Restores it into an opened folder.
  public static void restore(Genesis genesis, Packed packed, LedgerFolder into) {
    try (var restoration = into.restore()) {
      var restore = new SnapshotRestore(packed.manifest(), genesis, restoration);
      for (int i = 0; i < packed.chunks().size(); i++) {
        restore.take(i, packed.chunks().get(i));
      }
      restoration.adopt(base(restore.finish(), TestNetwork.NODE));
    }
  }

  static SnapshotBase base(LedgerHead head, Signer node) {
    return new SnapshotBase(
        Checkpoint.sign(TestNetwork.NAME, head, head.time(), node), seal(head.height() + 1));
  }

  /// A seal that nobody signed, without changes of the validators.
  public static PoolSeal seal(long height) {
    var none = Bytes.utf8("");
    var validators = Validators.of(List.of(TestNetwork.publicKey(TestNetwork.NODE)));
    var header =
        new Header(
            11,
            1,
            "test",
            height,
            TestNetwork.NOON,
            new BlockId(none, 0, none),
            none,
            none,
            validators.hash(),
            validators.hash(),
            none,
            none,
            none,
            none,
            Validators.address(TestNetwork.publicKey(TestNetwork.NODE)));
    return new PoolSeal(
        new SignedHeader(header, 0, new BlockId(header.hash(), 1, none), List.of()),
        validators,
        List.of());
  }
}
