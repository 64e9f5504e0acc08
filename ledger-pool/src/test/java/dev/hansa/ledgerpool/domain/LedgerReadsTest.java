package dev.hansa.ledgerpool.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.StoryClock;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.engine.EmbeddedEngine;
import dev.hansa.ledgerpool.store.LedgerFolder;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.Proofs;
import dev.hansa.ledgerprotocol.SubLedger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerReadsTest {
  @TempDir Path folder;

  private LedgerFolder opened;
  private Engine engine;

  @BeforeEach
  void open() {
    opened = LedgerFolder.open(folder, TestNetwork.GENESIS, TestNetwork::founding);
    engine =
        EmbeddedEngine.start(
            new LedgerNode(TestNetwork.GENESIS, opened.store()),
            TestNetwork.NODE,
            new StoryClock(),
            100,
            (checkpoint, requests, took) -> {});
  }

  @AfterEach
  void close() {
    engine.close();
    opened.close();
  }

  private LedgerReads reads(LedgerStore store) {
    return new LedgerReads(TestNetwork.GENESIS, store, engine);
  }

  /// The real store, but for what one question is answered with.
  private LedgerStore storeThatAnswers(String question, Object answer) {
    var store = opened.store();
    return (LedgerStore)
        Proxy.newProxyInstance(
            LedgerStore.class.getClassLoader(),
            new Class<?>[] {LedgerStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(question)) {
                return answer;
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void assertHalts(LedgerReads reads, Supplier<?> read) {
    assertThatThrownBy(read::get).isInstanceOf(NodeHalted.class);
    assertThat(engine.halted().orElseThrow()).startsWith("the store is damaged: ");
    // From then on nothing is served, damaged or not.
    assertThatThrownBy(reads::checkpoint).isInstanceOf(NodeHalted.class);
  }

  @Test
  void a_transaction_that_is_not_the_one_in_its_log_halts_the_node() {
    var reads =
        reads(storeThatAnswers("transaction", opened.store().transaction(SubLedger.DOMAIN, 2)));
    assertHalts(reads, () -> reads.transaction(SubLedger.DOMAIN, 1));
  }

  @Test
  void a_missing_hash_of_a_log_halts_the_node() {
    var reads = reads(storeThatAnswers("logNode", Optional.empty()));
    assertHalts(reads, () -> reads.transaction(SubLedger.DOMAIN, 1));
  }

  @Test
  void a_node_of_a_state_that_is_another_one_halts_the_node() {
    var root = engine.checkpoint().roots(SubLedger.POOL).stateRoot();
    var reads = reads(storeThatAnswers("trieNode", opened.store().trieNode(root)));
    assertHalts(reads, () -> reads.state(SubLedger.DOMAIN, Bytes.utf8("key")));
  }

  @Test
  void a_missing_block_halts_the_node() {
    var reads = reads(storeThatAnswers("block", Optional.empty()));
    assertHalts(reads, () -> reads.block(0));
  }

  @Test
  void readers_are_served_with_proofs_while_blocks_are_written() throws Exception {
    var reads = reads(opened.store());
    var writing = new AtomicBoolean(true);
    var trustee = TestNetwork.did(TestNetwork.TRUSTEE).id().substring("hansa:".length());
    var readers =
        IntStream.range(0, 3)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(
                    () -> {
                      long served = 0;
                      while (writing.get() || served == 0) {
                        var state = reads.state(SubLedger.DOMAIN, Nym.key(trustee));
                        assertThat(Proofs.verifyState(state, TestNetwork.GENESIS).value())
                            .isPresent();
                        var last = reads.checkpoint().roots(SubLedger.DOMAIN).size();
                        var transaction = reads.transaction(SubLedger.DOMAIN, last).orElseThrow();
                        assertThat(
                                Proofs.verifyTransaction(transaction, TestNetwork.GENESIS).seqNo())
                            .isEqualTo(last);
                        served++;
                      }
                      return served;
                    },
                    Thread::startVirtualThread))
            .toList();
    for (int i = 0; i < 40; i++) {
      assertThat(engine.submit(TestNetwork.nym("read-" + i)).get(20, TimeUnit.SECONDS))
          .isInstanceOf(Submission.Settled.class);
    }
    writing.set(false);
    for (var reader : readers) {
      assertThat(reader.get(20, TimeUnit.SECONDS)).isPositive();
    }
  }
}
