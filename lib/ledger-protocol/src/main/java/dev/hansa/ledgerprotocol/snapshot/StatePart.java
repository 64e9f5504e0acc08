package dev.hansa.ledgerprotocol.snapshot;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Trie;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRefused.Reason;
import java.util.ArrayDeque;
import java.util.Deque;

/// The nodes of a state: each is known by its hash before it comes.
final class StatePart implements SnapshotRestore.Part {
  private final Deque<Bytes> named = new ArrayDeque<>();
  private final SnapshotRestore.Sink sink;

  StatePart(Bytes root, SnapshotRestore.Sink sink) {
    this.sink = sink;
    if (!root.equals(Trie.EMPTY_ROOT)) {
      named.push(root);
    }
  }

  @Override
  public boolean isDone() {
    return named.isEmpty();
  }

  @Override
  public void take(byte[] item) {
    var hash = named.pop();
    if (!Trie.nodeHash(item).equals(hash)) {
      throw new SnapshotRefused(Reason.STATE_CHANGED);
    }
    var node = Bytes.copyOf(item);
    try {
      Trie.named(node).reversed().forEach(named::push);
    } catch (MalformedInput e) {
      throw new SnapshotRefused(Reason.STATE_CHANGED);
    }
    sink.trieNode(hash, node);
  }
}
