package dev.hansa.receipts;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import dev.hansa.ledgerprotocol.MerkleLog;
import dev.hansa.ledgerprotocol.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// The log of an operator's receipts, an [RFC
/// 6962](https://www.rfc-editor.org/rfc/rfc6962#section-2) tree over their signed texts. Receipts
/// wait until [#sequence] gives them places; complete subtrees are kept, so roots and paths cost as
/// many reads as the tree is high.
public final class ReceiptLog {
  /// The log's name in ANCHOR requests.
  public static final String NAME = "receipts";

  private static final int BATCH = 2000;

  private final LogStore store;

  public ReceiptLog(LogStore store) {
    this.store = store;
  }

  /// Keeps a receipt durably.
  public void add(StoredReceipt receipt) {
    store.add(receipt);
  }

  public Optional<StoredReceipt> find(String id) {
    return store.find(id);
  }

  /// Gives places to all that wait, and returns the size of the log.
  public long sequence() {
    while (true) {
      var waiting = store.waiting(BATCH);
      if (waiting.isEmpty()) {
        return store.size();
      }
      long size = store.size();
      var tree = new MerkleTree(size, this::kept);
      var ids = new ArrayList<String>();
      for (var receipt : waiting) {
        var _ = tree.append(leafHash(receipt.jws()));
        ids.add(receipt.id());
      }
      var nodes = new HashMap<LogStore.Node, Bytes>();
      for (var node : tree.newNodes()) {
        nodes.put(new LogStore.Node(node.level(), node.index()), node.hash());
      }
      // Where another instance was faster, the next round sees what is left.
      if (store.extend(size, ids, nodes) && waiting.size() < BATCH) {
        return size + ids.size();
      }
    }
  }

  static Bytes leafHash(String jws) {
    return MerkleLog.leafHash(jws.getBytes(StandardCharsets.US_ASCII));
  }

  private Bytes kept(int level, long index) {
    var node = store.node(new LogStore.Node(level, index));
    Invariant.holds(node.isPresent(), "every complete subtree of a log is kept");
    return node.orElseThrow();
  }

  /// The root of the first `size` receipts.
  public Bytes root(long size) {
    return MerkleLog.root(size, this::kept);
  }

  /// The audit path of a receipt in the log of this size.
  public List<Bytes> path(long index, long size) {
    return MerkleLog.inclusionPath(index, size, this::kept);
  }

  LogStore store() {
    return store;
  }
}
