package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import java.util.Optional;

/// What was committed. A store gives it; all but [#head] never changes once it is there, so several
/// threads may read while a block is executed.
public interface LedgerReader {
  /// The last committed height with all roots, or nothing before the genesis was committed.
  Optional<LedgerHead> head();

  /// The RLP of a node of any sub-ledger's state, by its SHA3-256.
  Optional<Bytes> trieNode(Bytes hash);

  /// The hash of a complete subtree of a log, as in [MerkleLog.Nodes].
  Optional<Bytes> logNode(SubLedger ledger, int level, long index);

  /// The leaf of a transaction (sorted msgpack); the first has `seqNo` 1.
  Optional<Bytes> transaction(SubLedger ledger, long seqNo);

  /// Whether a payload was written, and as what.
  Optional<Seen> seen(Bytes payloadDigest);

  /// A payload that was written: the digest of the request with its signatures, and where it is.
  record Seen(Bytes digest, SubLedger ledger, long seqNo, long height) {}
}
