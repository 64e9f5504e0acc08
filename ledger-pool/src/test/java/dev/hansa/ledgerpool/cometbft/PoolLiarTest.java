package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hansa.abci.PrepareProposalResponse;
import dev.hansa.abci.ProcessProposalResponse;
import dev.hansa.abci.Request;
import dev.hansa.abci.Response;
import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerprotocol.IndyRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node of four lies when it is its turn to propose, and accepts every proposal of others. The
/// honest three outvote it.
@Tag("pool")
class PoolLiarTest {
  private static final int LIAR = 1;
  private static final int WRITES = 40;
  private static final int ACCEPT = 1;
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Logger LOG = LoggerFactory.getLogger("faults");

  @TempDir Path folder;
  private final AtomicInteger lies = new AtomicInteger();

  /// What it proposes in place of what it was given.
  enum Lie {
    NO_BUNDLE {
      @Override
      List<ByteString> instead(List<ByteString> given) {
        return List.of(ByteString.copyFromUtf8("no bundle"));
      }
    },
    HALF_A_BUNDLE {
      @Override
      List<ByteString> instead(List<ByteString> given) {
        return given.stream().map(whole -> whole.substring(0, whole.size() / 2)).toList();
      }
    },
    A_BUNDLE_IN_ANOTHER_FORM {
      @Override
      List<ByteString> instead(List<ByteString> given) {
        // A member that nobody knows: the same bundle in other bytes.
        return given.stream()
            .map(whole -> whole.concat(ByteString.copyFrom(new byte[] {(byte) 0x98, 6, 1})))
            .toList();
      }
    },
    TOO_MANY_REQUESTS {
      @Override
      List<ByteString> instead(List<ByteString> given) {
        return Stream.iterate(0, i -> i + 1)
            .limit(12)
            .map(i ->
                Bundles.write(
                    new byte[] {(byte) (int) i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, MANY))
            .toList();
      }
    };

    abstract List<ByteString> instead(List<ByteString> given);
  }

  private static final List<IndyRequest> MANY =
      Stream.iterate(0, i -> i + 1).limit(100).map(i -> TestNetwork.nym("many-" + i)).toList();

  private Response lie(Lie lie, AbciHandler honest, Request request) {
    var answer = honest.answer(request);
    return switch (request.getValueCase()) {
      case PREPARE_PROPOSAL -> {
        if (answer.getPrepareProposal().getTxsCount() == 0) {
          yield answer;
        }
        var _ = lies.incrementAndGet();
        yield Response.newBuilder()
            .setPrepareProposal(
                PrepareProposalResponse.newBuilder()
                    .addAllTxs(lie.instead(answer.getPrepareProposal().getTxsList())))
            .build();
      }
      case PROCESS_PROPOSAL ->
          Response.newBuilder()
              .setProcessProposal(ProcessProposalResponse.newBuilder().setStatus(ACCEPT))
              .build();
      default -> answer;
    };
  }

  private static void writeSome(TestPool pool, int number) {
    try {
      for (int i = 0; i < WRITES / 4; i++) {
        assertThat(pool.write(number, TestNetwork.nym("despite-" + number + "-" + i))).isNotNull();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Lie.class)
  void a_node_that_lies_in_its_proposals_is_outvoted(Lie lie) throws Exception {
    try (var pool = new TestPool(folder, TestEngine.program("0.39"), 4)) {
      pool.put(LIAR, handler -> request -> lie(lie, handler, request));
      for (int i = 1; i <= 4; i++) {
        assertThat(pool.start(i)).isNotNull();
      }
      long began = System.nanoTime();
      // Through all nodes at once: a block with requests follows another, and each node's turn
      // comes.
      var writers = new ArrayList<CompletableFuture<Void>>();
      for (int i = 1; i <= 4; i++) {
        int number = i;
        writers.add(CompletableFuture.runAsync(() -> writeSome(pool, number)));
      }
      for (var writer : writers) {
        writer.get(LONG.toSeconds(), TimeUnit.SECONDS);
      }
      LOG.info(
          "{}: {} writes despite {} lies after {} ms",
          lie,
          WRITES,
          lies.get(),
          (System.nanoTime() - began) / 1_000_000);
      assertThat(lies.get()).as("it was its turn").isPositive();
      pool.untilAllAlike(4, LONG);
      for (int i = 1; i <= 4; i++) {
        assertThat(pool.engine(i).halted()).isEmpty();
        assertThat(pool.node(i).seen(Bytes.fromHex(MANY.getFirst().payloadDigest())))
            .as("what only the liar proposed is nowhere")
            .isFalse();
      }
    }
  }
}
