package dev.hansa.receipts;

import dev.hansa.identity.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Keeps receipts and the hash tree of their log. Adding is cheap and in no order; the order, and
/// with it the log, is made from time to time for all that are new ([#extend]).
public interface LogStore {
  /// Keeps a receipt durably. The same id twice is an error of ours.
  void add(StoredReceipt receipt);

  Optional<StoredReceipt> find(String id);

  /// Receipts that have no place in the log yet, the oldest first.
  List<Waiting> waiting(int max);

  /// Gives the receipts the places from `sizeBefore` on and keeps the new nodes, all or nothing.
  /// False if the log is not `sizeBefore` long any more: another instance was faster.
  boolean extend(long sizeBefore, List<String> ids, Map<Node, Bytes> nodes);

  /// How many receipts have a place.
  long size();

  /// The place of a receipt.
  OptionalLong place(String id);

  /// The hash of a complete subtree.
  Optional<Bytes> node(Node node);

  /// The largest size that is known to be anchored on the ledger.
  long anchored();

  /// Remembers that this size was anchored; never goes back.
  void setAnchored(long size);

  /// Takes the content of a receipt away; the receipt itself stays in the log.
  void erase(String id);

  /// A receipt without a place, and its signed text.
  record Waiting(String id, String jws) {}

  /// The complete subtree of `2^level` leaves that starts at leaf `index * 2^level`.
  record Node(int level, long index) {}
}
