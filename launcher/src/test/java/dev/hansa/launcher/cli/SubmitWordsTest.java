package dev.hansa.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.WriteResult;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SubmitWordsTest {
  private static WriteResult.Written written(boolean alreadyThere) {
    return new WriteResult.Written(SubLedger.POOL, 7, 31, Instant.EPOCH, alreadyThere);
  }

  @Test
  void what_was_written_says_where_it_stands() {
    assertThat(GovernanceCommand.Submit.said(written(false)))
        .isEqualTo("Written: pool ledger, transaction 7, height 31.");
  }

  @Test
  void a_request_that_was_there_before_says_that_it_changed_nothing_now() {
    assertThat(GovernanceCommand.Submit.said(written(true)))
        .startsWith("Nothing was written now")
        .contains("pool ledger, transaction 7, height 31", "governance list", "draft it anew");
  }
}
