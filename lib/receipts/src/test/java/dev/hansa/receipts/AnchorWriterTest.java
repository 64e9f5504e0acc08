package dev.hansa.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.receipts.AnchorWriter.Anchoring;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnchorWriterTest {
  /// A ledger that can be switched off.
  private static final class Switched implements LedgerTransport {
    private final LedgerTransport ledger;
    private boolean silent;
    private boolean deafAfterWriting;

    Switched(LedgerTransport ledger) {
      this.ledger = ledger;
    }

    private LedgerTransport on() {
      if (silent) {
        throw new LedgerUnavailable("off");
      }
      return ledger;
    }

    @Override
    public Answer submit(String request) {
      var answer = on().submit(request);
      if (deafAfterWriting) {
        throw new LedgerUnavailable("the answer was lost");
      }
      return answer;
    }

    @Override
    public Answer state(SubLedger sub, Bytes key) {
      return on().state(sub, key);
    }

    @Override
    public Answer list(SubLedger sub, Bytes prefix) {
      return on().list(sub, prefix);
    }

    @Override
    public Answer transaction(SubLedger sub, long seqNo) {
      return on().transaction(sub, seqNo);
    }

    @Override
    public Answer checkpoint() {
      return on().checkpoint();
    }

    @Override
    public Answer consistency(SubLedger sub, long first, long second) {
      return on().consistency(sub, first, second);
    }
  }

  private final ReceiptWorld world = new ReceiptWorld();
  private final Switched ledger = new Switched(world.ledger);
  private final AnchorWriter anchors = anchors(world.operator.did());

  private AnchorWriter anchors(Did author) {
    Genesis genesis = world.ledger.genesis();
    return new AnchorWriter(
        world.log,
        new LedgerClient(genesis, ledger, world.clock),
        author,
        world.operator.nym(),
        world.clock,
        world.random);
  }

  private Optional<LedgerReaderSide.Anchor> anchored() {
    return LedgerReaderSide.of(
            world.ledger.genesis(),
            RecordedLedger.recording(world.ledger),
            world.clock,
            LedgerClient.FRESHNESS_MAX)
        .anchor(world.operator.did());
  }

  @Test
  void an_anchor_is_written_once_for_all_that_is_new() {
    var _ = world.decide();
    var _ = world.decide();
    assertThat(anchors.anchor())
        .isInstanceOfSatisfying(
            Anchoring.Anchored.class, done -> assertThat(done.treeSize()).isEqualTo(2));
    assertThat(anchors.anchor()).isInstanceOf(Anchoring.NothingNew.class);
    assertThat(anchored().orElseThrow().rootHash()).isEqualTo(world.log.root(2));
  }

  @Test
  void an_outage_delays_anchors_and_loses_none() {
    ledger.silent = true;
    var _ = world.decide();
    assertThat(anchors.anchor()).isInstanceOf(Anchoring.LedgerSilent.class);
    var _ = world.decide();
    assertThat(anchors.anchor()).isInstanceOf(Anchoring.LedgerSilent.class);
    ledger.silent = false;
    assertThat(anchors.anchor()).isInstanceOf(Anchoring.Anchored.class);
    assertThat(anchored().orElseThrow().treeSize()).isEqualTo(2);
  }

  @Test
  void an_anchor_whose_answer_was_lost_is_sent_again_and_is_the_same() {
    var _ = world.decide();
    ledger.deafAfterWriting = true;
    assertThat(anchors.anchor()).isInstanceOf(Anchoring.LedgerSilent.class);
    ledger.deafAfterWriting = false;
    assertThat(anchors.anchor()).isInstanceOf(Anchoring.Anchored.class);
    assertThat(anchored().orElseThrow().treeSize()).isEqualTo(1);
  }

  @Test
  void another_instance_with_the_same_store_has_nothing_to_do() {
    var _ = world.decide();
    var _ = anchors.anchor();
    assertThat(anchors(world.operator.did()).anchor()).isInstanceOf(Anchoring.NothingNew.class);
  }
}
