package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.rules.Applied;
import dev.hansa.ledgerprotocol.rules.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// The states while a block is executed: committed tries, and what this block wrote on them.
final class WorkingState implements State {
  private final Map<SubLedger, Trie> tries = new EnumMap<>(SubLedger.class);
  private final Map<String, Optional<Nym>> nyms = new HashMap<>();

  WorkingState(Optional<LedgerHead> head, TrieNodes nodes) {
    for (var ledger : SubLedger.ALL) {
      var root = head.map(there -> there.roots(ledger).stateRoot()).orElse(Trie.EMPTY_ROOT);
      tries.put(ledger, new Trie(root, nodes));
    }
  }

  private Trie trie(SubLedger ledger) {
    var trie = tries.get(ledger);
    if (trie == null) {
      throw new IllegalStateException("every sub-ledger has a state");
    }
    return trie;
  }

  @Override
  public Optional<Bytes> get(SubLedger ledger, Bytes key) {
    return trie(ledger).get(key);
  }

  @Override
  public SortedMap<Bytes, Bytes> list(SubLedger ledger, Bytes prefix) {
    return trie(ledger).list(prefix);
  }

  @Override
  public Optional<Nym> nym(String dest) {
    var known = nyms.get(dest);
    if (known == null) {
      known = get(SubLedger.DOMAIN, Nym.key(dest)).map(value -> Nym.read(dest, value));
      nyms.put(dest, known);
    }
    return known;
  }

  void put(Applied.Change change) {
    trie(change.ledger()).put(change.key(), change.value());
  }

  /// A DID's record was written: what is remembered of it is old.
  void forget(String dest) {
    nyms.remove(dest);
  }

  List<BlockWrites.TrieNode> commit() {
    var fresh = new ArrayList<BlockWrites.TrieNode>();
    for (var ledger : SubLedger.ALL) {
      fresh.addAll(trie(ledger).commit());
    }
    return fresh;
  }

  Bytes root(SubLedger ledger) {
    return trie(ledger).root();
  }
}
