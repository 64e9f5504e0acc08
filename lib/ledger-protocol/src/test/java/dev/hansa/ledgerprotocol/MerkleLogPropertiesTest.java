package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MerkleLogPropertiesTest {
  private static List<Bytes> leaves(int size) {
    var leaves = new ArrayList<Bytes>();
    for (int i = 0; i < size; i++) {
      leaves.add(MerkleLog.leafHash(Bytes.utf8("leaf " + i).toArray()));
    }
    return leaves;
  }

  // RFC 6962, section 2.1, word for word.
  private static Bytes naive(List<Bytes> leaves) {
    if (leaves.isEmpty()) {
      return Bytes.sha256(new byte[0]);
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int k = Integer.highestOneBit(leaves.size() - 1);
    return MerkleLog.nodeHash(naive(leaves.subList(0, k)), naive(leaves.subList(k, leaves.size())));
  }

  @Property(tries = 100)
  void a_growing_tree_has_the_root_of_the_specification(
      @ForAll @IntRange(min = 0, max = 130) int size) {
    var tree = new MerkleTree();
    leaves(size).forEach(leaf -> assertThat(tree.append(leaf)).isEqualTo(tree.size() - 1));
    assertThat(tree.root()).isEqualTo(naive(leaves(size)));
    assertThat(MerkleLog.root(size, MerkleLog.of(leaves(size)))).isEqualTo(tree.root());
  }

  @Property(tries = 200)
  void every_leaf_is_proved_and_no_other(
      @ForAll @IntRange(min = 1, max = 130) int size, @ForAll @IntRange(max = 129) int at) {
    int index = at % size;
    var leaves = leaves(size);
    var nodes = MerkleLog.of(leaves);
    var root = MerkleLog.root(size, nodes);
    var path = MerkleLog.inclusionPath(index, size, nodes);
    assertThat(MerkleLog.verifyInclusion(leaves.get(index), index, size, path, root)).isTrue();
    assertThat(MerkleLog.verifyInclusion(root, index, size, path, root)).isEqualTo(size == 1);
    assertThat(MerkleLog.verifyInclusion(leaves.get(index), index + 1L, size, path, root))
        .isFalse();
    assertThat(MerkleLog.verifyInclusion(leaves.get(index), -1, size, path, root)).isFalse();
    for (int i = 0; i < path.size(); i++) {
      var forged = new ArrayList<>(path);
      forged.set(i, Bytes.utf8("another hash").sha256());
      assertThat(MerkleLog.verifyInclusion(leaves.get(index), index, size, forged, root)).isFalse();
    }
    var longer = new ArrayList<>(path);
    longer.add(root);
    assertThat(MerkleLog.verifyInclusion(leaves.get(index), index, size, longer, root)).isFalse();
  }

  @Property(tries = 200)
  void a_log_that_grew_is_consistent_and_one_that_was_changed_is_not(
      @ForAll @IntRange(min = 0, max = 130) int a, @ForAll @IntRange(min = 0, max = 130) int b) {
    int first = Math.min(a, b);
    int second = Math.max(a, b);
    var leaves = leaves(second);
    var nodes = MerkleLog.of(leaves);
    var older = MerkleLog.root(first, nodes);
    var newer = MerkleLog.root(second, nodes);
    var path = MerkleLog.consistencyPath(first, second, nodes);
    assertThat(MerkleLog.verifyConsistency(first, second, older, newer, path)).isTrue();
    for (int i = 0; i < first; i += 7) {
      var changed = new ArrayList<>(leaves);
      changed.set(i, Bytes.utf8("changed").sha256());
      var other = MerkleLog.of(changed);
      assertThat(
              MerkleLog.verifyConsistency(
                  first,
                  second,
                  older,
                  MerkleLog.root(second, other),
                  MerkleLog.consistencyPath(first, second, other)))
          .isFalse();
    }
  }

  @Property(tries = 50)
  void a_tree_goes_on_where_another_was_kept(
      @ForAll @IntRange(min = 1, max = 70) int before,
      @ForAll @IntRange(min = 1, max = 70) int more) {
    var all = leaves(before + more);
    var tree = new MerkleTree(before, MerkleLog.of(all.subList(0, before)));
    all.subList(before, before + more).forEach(leaf -> assertThat(tree.append(leaf)).isPositive());
    assertThat(tree.root()).isEqualTo(naive(all));
    assertThat(tree.newNodes()).hasSizeLessThanOrEqualTo(2 * more + 7);
  }

  @Example
  void nothing_is_consistent_with_a_shorter_log() {
    var root = MerkleLog.emptyRoot();
    assertThat(MerkleLog.verifyConsistency(2, 1, root, root, List.of())).isFalse();
    assertThat(MerkleLog.verifyConsistency(-1, 1, root, root, List.of())).isFalse();
  }
}
