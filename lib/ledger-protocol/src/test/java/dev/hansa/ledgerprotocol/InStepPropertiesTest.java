package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Which checkpoints show that a node is in step, over everything that a ledger was.
class InStepPropertiesTest {
  private static final int BLOCKS = 20;
  private static final SimPool POOL = new SimPool();
  private static final TestNetwork NET = POOL.net;

  /// Every head that the ledger had since the fifth node follows.
  private static final List<LedgerHead> HEADS = grown();

  private static List<LedgerHead> grown() {
    POOL.observer(5);
    var heads = new ArrayList<LedgerHead>();
    for (int block = 0; block < BLOCKS; block++) {
      heads.add(NET.store.head().orElseThrow());
      var requests = new ArrayList<IndyRequest>();
      for (int i = 0; i <= block % 3; i++) {
        var account = TestNetwork.account("p-" + block + "-" + i);
        requests.add(
            NET.request(
                RequestBuilder.newNym(NET.trustee.did(), account.did(), Fixture.key(account.nym())),
                NET.trustee));
      }
      NET.block(requests).forEach(Fixture::assertWritten);
    }
    heads.add(NET.store.head().orElseThrow());
    return heads;
  }

  private static Outcome given(LedgerHead shown) {
    var own = Checkpoint.sign("hansa", shown, NET.now(), SimPool.node(5));
    var request =
        NET.request(
            RequestBuilder.node(NET.trustee.did(), Fixture.key(SimPool.node(5)), "Node5")
                .votes(true)
                .inStep(own),
            NET.trustee,
            NET.second);
    return NET.executor
        .execute(
            NET.store,
            NET.store.head().orElseThrow().height() + 1,
            NET.now().plusSeconds(5),
            List.of(request))
        .outcomes()
        .getFirst();
  }

  @Property(tries = 50)
  void every_head_of_the_last_day_is_good_and_with_any_byte_of_a_log_root_changed_it_is_not(
      @ForAll @IntRange(max = BLOCKS) int at,
      @ForAll @IntRange(max = 3) int ledger,
      @ForAll @IntRange(max = 31) int index,
      @ForAll @IntRange(min = 1, max = 255) int flip) {
    var head = HEADS.get(at);
    Fixture.assertWritten(given(head));
    var ledgers = new ArrayList<>(head.ledgers());
    var there = ledgers.get(ledger);
    var bytes = there.logRoot().toArray();
    bytes[index] ^= (byte) flip;
    ledgers.set(
        ledger,
        new LedgerRoots(there.ledger(), there.size(), Bytes.copyOf(bytes), there.stateRoot()));
    Fixture.assertRefused(
        given(new LedgerHead(head.height(), head.time(), ledgers)), "checkpoint-other-ledger");
  }

  /// Nobody gets by with what it once saw under a new height and time. What was written within the
  /// second of that time may be missing: it may be of the next block.
  @Property(tries = 50)
  void what_was_written_before_the_time_of_a_checkpoint_is_in_it(
      @ForAll @IntRange(max = BLOCKS) int a, @ForAll @IntRange(max = BLOCKS) int b) {
    var older = HEADS.get(Math.min(a, b));
    var newer = HEADS.get(Math.max(a, b));
    var outcome = given(new LedgerHead(newer.height(), newer.time(), older.ledgers()));
    if (newer.height() - older.height() <= 1) {
      Fixture.assertWritten(outcome);
    } else {
      Fixture.assertRefused(outcome, "checkpoint-behind");
    }
  }
}
