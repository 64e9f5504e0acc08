package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType.IssuedBy;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.local.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {
  private final Fixture f = new Fixture();

  LedgerAuditTest() {
    f.ledger.credentialType(Vct.hansa("one"), IssuedBy.ACCREDITED);
    var _ = f.ledger.organisation();
  }

  /// A store in which each kind of bytes may be changed on the way out.
  private record Damaged(LedgerReader whole, String what, int at) implements LedgerReader {
    private Optional<Bytes> bent(String kind, Optional<Bytes> bytes) {
      return kind.equals(what) ? bytes.map(this::flip) : bytes;
    }

    private Bytes flip(Bytes bytes) {
      var changed = bytes.toArray();
      changed[at % changed.length] ^= 4;
      return Bytes.copyOf(changed);
    }

    @Override
    public Optional<LedgerHead> head() {
      return whole.head();
    }

    @Override
    public Optional<Bytes> trieNode(Bytes hash) {
      return bent("trie", whole.trieNode(hash));
    }

    @Override
    public Optional<Bytes> logNode(SubLedger ledger, int level, long index) {
      return bent("log", whole.logNode(ledger, level, index));
    }

    @Override
    public Optional<Bytes> transaction(SubLedger ledger, long seqNo) {
      return bent("transaction", whole.transaction(ledger, seqNo));
    }

    @Override
    public Optional<Seen> seen(Bytes payloadDigest) {
      return whole.seen(payloadDigest);
    }
  }

  @Test
  void a_whole_store_is_well() {
    assertThat(LedgerAudit.firstDamage(f.ledger.reader())).isEmpty();
  }

  @Test
  void a_flipped_bit_anywhere_is_found() {
    for (var what : List.of("trie", "log", "transaction")) {
      for (int at = 0; at < 40; at++) {
        assertThat(LedgerAudit.firstDamage(new Damaged(f.ledger.reader(), what, at)))
            .as("%s at %s", what, at)
            .isPresent();
      }
    }
  }

  @Test
  void an_empty_store_and_a_cut_off_one_are_not_well() {
    assertThat(LedgerAudit.firstDamage(new MemoryStore())).isPresent();
    var store = new MemoryStore();
    var executor = new BlockExecutor(f.ledger.genesis());
    var writes = executor.found(store).writes();
    var cut = new ArrayList<>(writes.trieNodes());
    var _ = cut.removeFirst();
    store.commit(
        new BlockWrites(
            writes.head(), cut, writes.logNodes(), writes.transactions(), writes.seen()));
    assertThat(LedgerAudit.firstDamage(store)).isPresent();
  }
}
