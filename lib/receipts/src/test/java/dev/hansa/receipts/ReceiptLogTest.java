package dev.hansa.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.MerkleLog;
import java.util.ArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ReceiptLogTest {
  @Property(tries = 60)
  void root_and_paths_are_those_of_rfc_6962_however_the_log_grew(
      @ForAll @IntRange(min = 1, max = 70) int first, @ForAll @IntRange(max = 70) int second) {
    var log = new ReceiptLog(new MemoryLogStore());
    var leaves = new ArrayList<Bytes>();
    for (int i = 0; i < first + second; i++) {
      var receipt = LogStoreContract.receipt("r" + i);
      log.add(receipt);
      leaves.add(ReceiptLog.leafHash(receipt.jws()));
      if (i == first - 1) {
        assertThat(log.sequence()).isEqualTo(first);
      }
    }
    long size = log.sequence();
    assertThat(size).isEqualTo(first + second);
    assertThat(log.root(size)).isEqualTo(MerkleLog.root(size, MerkleLog.of(leaves)));
    assertThat(
            MerkleLog.verifyInclusion(
                leaves.get(first - 1), first - 1, size, log.path(first - 1, size), log.root(size)))
        .isTrue();
  }
}
