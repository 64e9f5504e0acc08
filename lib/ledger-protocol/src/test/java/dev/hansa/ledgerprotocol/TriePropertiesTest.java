package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TriePropertiesTest {
  private final Map<Bytes, Bytes> kept = new HashMap<>();

  // Keys of a small alphabet, so that many share a path and some are beginnings of others.
  @Provide
  Arbitrary<Bytes> keys() {
    return Arbitraries.strings()
        .withChars('1', '2', 'a', ':')
        .ofMinLength(1)
        .ofMaxLength(7)
        .map(Bytes::utf8);
  }

  @Provide
  Arbitrary<Bytes> values() {
    // Some values often, and too long to be inlined: then two subtrees may be one node.
    return Arbitraries.oneOf(
            Arbitraries.strings().alpha().ofMinLength(0).ofMaxLength(60),
            Arbitraries.of("a".repeat(40), "b".repeat(40)))
        .map(Bytes::utf8);
  }

  @Provide
  Arbitrary<Map<Bytes, Bytes>> entries() {
    return Arbitraries.maps(keys(), values()).ofMaxSize(60);
  }

  private Optional<Bytes> find(Bytes hash) {
    return Optional.ofNullable(kept.get(hash));
  }

  private Trie trie(Map<Bytes, Bytes> entries) {
    var trie = new Trie(Trie.EMPTY_ROOT, this::find);
    entries.forEach(trie::put);
    commit(trie);
    return trie;
  }

  private void commit(Trie trie) {
    trie.commit().forEach(node -> kept.put(node.hash(), node.rlp()));
  }

  @Property(tries = 200)
  void what_was_put_is_read_also_from_kept_nodes_alone(
      @ForAll("entries") Map<Bytes, Bytes> entries, @ForAll("keys") Bytes other) {
    var again = new Trie(trie(entries).root(), this::find);
    entries.forEach((key, value) -> assertThat(again.get(key)).contains(value));
    assertThat(again.get(other)).isEqualTo(Optional.ofNullable(entries.get(other)));
  }

  @Property(tries = 200)
  void the_root_does_not_depend_on_order_or_batches(@ForAll("entries") Map<Bytes, Bytes> entries) {
    var reversed = new Trie(Trie.EMPTY_ROOT, this::find);
    for (var key : new ArrayList<>(new TreeMap<>(entries).descendingMap().keySet())) {
      reversed.put(key, Bytes.utf8("old"));
      reversed.put(key, entries.getOrDefault(key, key));
      commit(reversed);
    }
    assertThat(reversed.root()).isEqualTo(trie(entries).root());
  }

  @Property(tries = 200)
  void presence_and_absence_are_proved(
      @ForAll("entries") Map<Bytes, Bytes> entries, @ForAll("keys") Bytes key) {
    var root = trie(entries).root();
    var proof = new StateProof(Trie.prove(root, key, this::find));
    assertThat(proof.verify(root, key)).isEqualTo(Optional.ofNullable(entries.get(key)));
  }

  @Property(tries = 200)
  void a_list_is_proved_whole(
      @ForAll("entries") Map<Bytes, Bytes> entries, @ForAll("keys") Bytes prefix) {
    var root = trie(entries).root();
    var expected = new TreeMap<Bytes, Bytes>();
    entries.forEach((key, value) -> {
      if (key.toUtf8().startsWith(prefix.toUtf8())) {
        expected.put(key, value);
      }
    });
    assertThat(new ListProof(Trie.proveList(root, prefix, this::find, 1000)).verify(root, prefix))
        .isEqualTo(expected);
  }

  @Property(tries = 100)
  void a_proof_with_a_changed_dropped_doubled_or_foreign_node_is_refused(
      @ForAll("entries") Map<Bytes, Bytes> entries,
      @ForAll("keys") Bytes key,
      @ForAll("keys") Bytes prefix) {
    var root = trie(entries).root();
    var one = Trie.prove(root, key, this::find);
    for (var forged : forgeries(one)) {
      assertThatThrownBy(() -> new StateProof(forged).verify(root, key))
          .isInstanceOf(MalformedInput.class);
    }
    var all = Trie.proveList(root, prefix, this::find, 1000);
    for (var forged : forgeries(all)) {
      assertThatThrownBy(() -> new ListProof(forged).verify(root, prefix))
          .isInstanceOf(MalformedInput.class);
    }
  }

  private static List<List<Bytes>> forgeries(List<Bytes> nodes) {
    var forgeries = new ArrayList<List<Bytes>>();
    for (int i = 0; i < nodes.size(); i++) {
      var dropped = new ArrayList<>(nodes);
      dropped.remove(i);
      forgeries.add(dropped);
      for (int at = 0; at < nodes.get(i).length(); at += 5) {
        var bytes = nodes.get(i).toArray();
        bytes[at] ^= 1;
        var changed = new ArrayList<>(nodes);
        changed.set(i, Bytes.copyOf(bytes));
        forgeries.add(changed);
      }
      var doubled = new ArrayList<>(nodes);
      doubled.add(nodes.get(i));
      forgeries.add(doubled);
    }
    var foreign = new ArrayList<>(nodes);
    foreign.add(Bytes.copyOf(Rlp.list(Rlp.bytes(new byte[] {0x20}), Rlp.bytes(new byte[] {5}))));
    forgeries.add(foreign);
    return forgeries;
  }
}
