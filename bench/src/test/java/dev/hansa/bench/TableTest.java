package dev.hansa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Row WRITES =
      new Row(
          "writes",
          "durable writes",
          1_616.4,
          "/s",
          OptionalDouble.of(5_000),
          List.of(new Row.Limit("RocksDB", 16_164), new Row.Limit("checks", 3_232.8)),
          "");

  private static Row seconds(double value) {
    return new Row("demo", "the demo", value, " s", OptionalDouble.of(60), List.of(), "");
  }

  @Test
  void a_row_stands_beside_its_target_and_every_limit_with_its_ratio() {
    assertThat(Table.text(List.of(WRITES)).lines().toList())
        .last()
        .isEqualTo(
            "| durable writes | 1,616/s | 5,000/s, missed | RocksDB: 16,164/s; checks: 3,233/s"
                + " | 0.10; 0.50 |");
  }

  @Test
  void of_a_rate_more_is_better_and_of_everything_else_less() {
    assertThat(WRITES.isMet()).isFalse();
    assertThat(seconds(60).isMet()).isTrue();
    assertThat(seconds(60.1).isMet()).isFalse();
  }

  @Test
  void a_row_that_was_not_measured_says_why_and_claims_nothing() {
    var failed = Row.failed("demo", "the demo", "it did not start");
    assertThat(Table.text(List.of(failed)))
        .endsWith("| the demo | not measured: it did not start | – | – | – |\n");
    var json = Table.json(List.of(failed)).get(0);
    assertThat(json.path("failure").asText()).isEqualTo("it did not start");
    assertThat(json.has("value")).isFalse();
  }

  @Test
  void scripts_get_values_targets_and_ratios_unrounded() {
    var json = Table.json(List.of(WRITES)).get(0);
    assertThat(json.path("value").asDouble()).isEqualTo(1_616.4);
    assertThat(json.path("met").asBoolean()).isFalse();
    assertThat(json.at("/limits/1/ratio").asDouble()).isEqualTo(0.5);
  }
}
