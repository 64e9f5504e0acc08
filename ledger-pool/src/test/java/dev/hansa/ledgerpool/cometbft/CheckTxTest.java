package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hansa.abci.CheckTxRequest;
import dev.hansa.abci.Request;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.cometbft.AbciApplication.Committer;
import dev.hansa.ledgerpool.cometbft.AbciApplication.Finalised;
import dev.hansa.ledgerpool.domain.LedgerNode;
import dev.hansa.ledgerpool.store.LedgerFolder;
import dev.hansa.ledgerprotocol.IndyRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which bundles get a place in the engine's mempool.
class CheckTxTest {
  private static final byte[] NONCE = new byte[Bundles.nonceLength()];

  @TempDir private Path folder;

  private LedgerFolder opened;
  private AbciApplication application;

  @BeforeEach
  void open() {
    opened = LedgerFolder.open(folder, TestNetwork.GENESIS, TestNetwork::founding);
    application =
        new AbciApplication(
            TestNetwork.GENESIS,
            new LedgerNode(TestNetwork.GENESIS, opened.store()),
            new Bundles(),
            new ProposalSize(Duration.ofSeconds(1), System::nanoTime),
            AbciSnapshots.none(),
            new Nobody());
  }

  @AfterEach
  void close() {
    opened.close();
  }

  private String refusal(ByteString transaction) {
    var answer =
        application
            .answer(
                Request.newBuilder()
                    .setCheckTx(CheckTxRequest.newBuilder().setTx(transaction))
                    .build())
            .getCheckTx();
    return answer.getCode() == 0 ? "" : answer.getLog();
  }

  private static IndyRequest unsigned() {
    var json = TestNetwork.nym("unsigned").toJson();
    json.remove("signature");
    return IndyRequest.parse(json.toString());
  }

  @Test
  void what_is_no_bundle_is_refused() {
    assertThat(refusal(ByteString.copyFromUtf8("{}"))).isEqualTo("no bundle");
  }

  @Test
  void a_bundle_of_which_nothing_is_worth_a_place_is_refused() {
    assertThat(refusal(Bundles.write(NONCE, List.of(unsigned())))).isEqualTo("missing-signature");
  }

  @Test
  void one_bad_request_does_not_sink_the_others_of_its_bundle() {
    assertThat(refusal(Bundles.write(NONCE, List.of(unsigned(), TestNetwork.nym("good")))))
        .isEmpty();
  }

  /// No block comes here.
  private static final class Nobody implements Committer {
    @Override
    public void decided(long height) {
      throw new AssertionError("no block");
    }

    @Override
    public void commit(Finalised finalised) {
      throw new AssertionError("no block");
    }

    @Override
    public void failed(Throwable failure) {
      throw new AssertionError(failure);
    }
  }
}
