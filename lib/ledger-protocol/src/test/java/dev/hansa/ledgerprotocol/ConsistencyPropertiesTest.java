package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType.IssuedBy;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// A node's answer about two sizes of a log.
class ConsistencyPropertiesTest {
  private static final int SIZE = 40;
  private static final Fixture F = new Fixture();
  private static final List<LedgerRoots> GROWN = grown();

  // The domain ledger's roots at each of its sizes, from the genesis' on.
  private static List<LedgerRoots> grown() {
    var roots = new ArrayList<LedgerRoots>();
    roots.add(F.ledger.signedCheckpoint().roots(SubLedger.DOMAIN));
    while (roots.getLast().size() < SIZE) {
      F.ledger.credentialType(Vct.hansa("type-" + roots.size()), IssuedBy.MANDATOR);
      roots.add(F.ledger.signedCheckpoint().roots(SubLedger.DOMAIN));
    }
    return roots;
  }

  private static ObjectNode answer(LedgerRoots older, LedgerRoots newer) {
    return F.ledger.consistency(SubLedger.DOMAIN, older.size(), newer.size()).body();
  }

  private static void assertUnproved(ObjectNode answer, LedgerRoots older, LedgerRoots newer) {
    assertThatThrownBy(() -> Proofs.verifyConsistency(answer, older, newer))
        .isInstanceOf(Unproved.class);
  }

  @Property(tries = 300)
  void the_answer_for_any_two_sizes_holds_and_with_any_byte_changed_it_does_not(
      @ForAll @IntRange(max = 1000) int a,
      @ForAll @IntRange(max = 1000) int b,
      @ForAll @IntRange(max = 31) int at,
      @ForAll @IntRange(min = 1, max = 255) int flip) {
    var older = GROWN.get(Math.min(a % GROWN.size(), b % GROWN.size()));
    var newer = GROWN.get(Math.max(a % GROWN.size(), b % GROWN.size()));
    Proofs.verifyConsistency(answer(older, newer), older, newer);
    int hashes = answer(older, newer).get("path").size();
    for (int i = 0; i < hashes; i++) {
      var changed = answer(older, newer);
      var path = (ArrayNode) changed.get("path");
      var _ = path.set(i, flipped(Bytes.fromBase64Url(path.get(i).textValue()), at, flip));
      assertUnproved(changed, older, newer);
      var shorter = answer(older, newer);
      var _ = ((ArrayNode) shorter.get("path")).remove(i);
      assertUnproved(shorter, older, newer);
    }
    assertUnproved(answer(older, newer), withLogRoot(older, at, flip), newer);
    assertUnproved(answer(older, newer), older, withLogRoot(newer, at, flip));
  }

  private static String flipped(Bytes hash, int at, int flip) {
    var bytes = hash.toArray();
    bytes[at] ^= (byte) flip;
    return Bytes.copyOf(bytes).toBase64Url();
  }

  private static LedgerRoots withLogRoot(LedgerRoots roots, int at, int flip) {
    return new LedgerRoots(
        roots.ledger(),
        roots.size(),
        Bytes.fromBase64Url(flipped(roots.logRoot(), at, flip)),
        roots.stateRoot());
  }

  @Example
  void an_answer_about_other_sizes_or_another_ledger_is_to_another_question() {
    var older = GROWN.get(1);
    var newer = GROWN.getLast();
    var pool = F.ledger.signedCheckpoint().roots(SubLedger.POOL);
    for (var asked :
        List.of(
            new LedgerRoots[] {GROWN.get(2), newer},
            new LedgerRoots[] {older, GROWN.get(2)},
            new LedgerRoots[] {pool, pool})) {
      assertThatThrownBy(() -> Proofs.verifyConsistency(answer(older, newer), asked[0], asked[1]))
          .isInstanceOfSatisfying(
              Unproved.class,
              e -> assertThat(e.reason()).isEqualTo(Unproved.Reason.OTHER_QUESTION));
    }
  }

  @Example
  void an_answer_without_its_form_is_malformed() {
    var older = GROWN.get(1);
    var newer = GROWN.getLast();
    var longer = answer(older, newer);
    for (int i = 0; i <= ConsistencyProof.PATH_MAX; i++) {
      longer.withArray("path").add(older.logRoot().toBase64Url());
    }
    var shortHash = answer(older, newer);
    var _ = ((ArrayNode) shortHash.get("path")).set(0, "AAAA");
    for (var bad :
        List.of(
            longer,
            shortHash,
            answer(older, newer).put("more", 1),
            answer(older, newer).put("first", 0),
            answer(older, newer).put("first", newer.size() + 1),
            answer(older, newer).put("path", "AAAA"))) {
      assertThatThrownBy(() -> Proofs.verifyConsistency(bad, older, newer))
          .isInstanceOfSatisfying(
              Unproved.class,
              e -> assertThat(e.reason()).isEqualTo(Unproved.Reason.MALFORMED_ANSWER));
    }
  }

  @Example
  void there_is_no_answer_beyond_the_log_and_none_for_sizes_in_the_wrong_order() {
    var checkpoint = F.ledger.signedCheckpoint();
    var reader = F.ledger.reader();
    long size = checkpoint.roots(SubLedger.DOMAIN).size();
    assertThat(LedgerAnswers.consistency(reader, checkpoint, SubLedger.DOMAIN, 1, size + 1))
        .isEmpty();
    assertThat(LedgerAnswers.consistency(reader, checkpoint, SubLedger.DOMAIN, size, size))
        .isPresent();
    for (var wrong : List.of(new long[] {0, 1}, new long[] {2, 1}, new long[] {-1, 1})) {
      assertThatThrownBy(() ->
              LedgerAnswers.consistency(reader, checkpoint, SubLedger.DOMAIN, wrong[0], wrong[1]))
          .isInstanceOf(MalformedInput.class)
          .hasMessageContaining("first is at least 1");
    }
  }
}
