package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import dev.hansa.identity.MalformedInput;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Reads a whole store and says whether everything in it hangs together: each log's leaves give its
/// root, and each state is complete under its root.
public final class LedgerAudit {
  private final LedgerReader reader;

  private LedgerAudit(LedgerReader reader) {
    this.reader = reader;
  }

  /// Nothing if all is well, else the first thing that is damaged, in a sentence.
  public static Optional<String> firstDamage(LedgerReader reader) {
    var head = reader.head();
    if (head.isEmpty()) {
      return Optional.of("The store has no head.");
    }
    return new LedgerAudit(reader).check(head.get());
  }

  private Optional<String> check(LedgerHead head) {
    for (var roots : head.ledgers()) {
      var name = "The " + roots.ledger() + " ledger's ";
      try {
        if (!logRoot(roots.ledger(), roots.size()).equals(roots.logRoot())) {
          return Optional.of(name + "log does not give its root.");
        }
        if (!keptRoot(roots).equals(roots.logRoot())) {
          return Optional.of(name + "log has kept hashes that do not give its root.");
        }
      } catch (NoSuchElementException | MalformedInput e) {
        return Optional.of(name + "log is incomplete or unreadable.");
      }
      try {
        var _ = new Trie(roots.stateRoot(), reader::trieNode).list(Bytes.utf8(""));
      } catch (Invariant.Broken | MalformedInput e) {
        return Optional.of(name + "state is incomplete or damaged.");
      }
    }
    return Optional.empty();
  }

  private Bytes logRoot(SubLedger ledger, long size) {
    var tree = new MerkleTree();
    for (long seqNo = 1; seqNo <= size; seqNo++) {
      var leaf = reader.transaction(ledger, seqNo).orElseThrow();
      var transaction = Leaves.decode(leaf);
      if (transaction.path("txnMetadata").path("seqNo").asLong(0) != seqNo) {
        throw new MalformedInput("a transaction stands under its number");
      }
      var _ = tree.append(MerkleLog.leafHash(leaf.toArray()));
    }
    return tree.root();
  }

  private Bytes keptRoot(LedgerRoots roots) {
    return MerkleLog.root(roots.size(), Block.nodes(reader, roots.ledger()));
  }
}
