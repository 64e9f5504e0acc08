package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.ledgerpool.domain.Block;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProposalSizeTest {
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final AtomicLong now = new AtomicLong(7);
  private final ProposalSize size = new ProposalSize(WAIT, now::get);

  private void pass(long millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  @Test
  void a_proposal_in_time_is_as_large_as_a_block_may_be() {
    pass(900);
    assertThat(size.now()).isEqualTo(Block.REQUESTS_MAX);
  }

  @Test
  void each_wait_that_the_block_is_overdue_halves_the_proposal_down_to_the_least() {
    pass(1_100);
    assertThat(size.now()).isEqualTo(Block.REQUESTS_MAX / 2);
    pass(1_000);
    assertThat(size.now()).isEqualTo(Block.REQUESTS_MAX / 4);
    pass(60_000);
    assertThat(size.now()).isEqualTo(ProposalSize.MIN);
  }

  @Test
  void what_came_late_is_the_size_of_the_next_and_what_came_in_time_lets_it_grow() {
    pass(2_500);
    size.committed(250);
    assertThat(size.now()).isEqualTo(250);
    pass(300);
    size.committed(250);
    assertThat(size.now()).isEqualTo(312);
    for (int i = 0; i < 20; i++) {
      pass(300);
      size.committed(300);
    }
    assertThat(size.now()).isEqualTo(Block.REQUESTS_MAX);
  }

  @Test
  void a_late_block_that_was_far_from_full_was_late_for_another_reason() {
    pass(1_200);
    size.committed(60);
    assertThat(size.now()).isEqualTo(Block.REQUESTS_MAX);
    // Overdue by a wait, half as much may be proposed; three quarters of that are not full yet.
    pass(1_200);
    size.committed(Block.REQUESTS_MAX / 2 * 3 / 4);
    assertThat(size.now()).isEqualTo(Block.REQUESTS_MAX);
    pass(1_200);
    size.committed(Block.REQUESTS_MAX / 2 * 3 / 4 + 1);
    assertThat(size.now()).isEqualTo(Block.REQUESTS_MAX / 2 * 3 / 4 + 1);
  }

  @Test
  void a_quiet_pool_stays_fit_for_large_blocks() {
    pass(20_000);
    size.committed(0);
    assertThat(size.now()).isEqualTo(Block.REQUESTS_MAX);
    pass(20_000);
    size.committed(1);
    assertThat(size.now()).isEqualTo(Block.REQUESTS_MAX);
  }
}
