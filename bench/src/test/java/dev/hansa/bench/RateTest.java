package dev.hansa.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class RateTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void a_wrong_answer_of_any_client_ends_the_measurement_with_its_reason() {
    assertThatThrownBy(() ->
            Rate.of(
                SHORT, SHORT, List.of(() -> {}, () -> Measurement.require(false, "it is right"))))
        .isInstanceOf(Measurement.WrongAnswer.class)
        .hasMessage("it is right");
  }

  @Test
  void what_clients_do_at_once_is_added_up() throws Exception {
    List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2, () -> 3);
    assertThat(Rate.all(tasks)).containsExactly(1, 2, 3);
    assertThat(Rate.of(SHORT, SHORT, List.of(() -> {}, () -> {}))).isPositive();
  }
}
