package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The vectors under `vectors/credentials/`: one defect a file, and each refused for its reason.
class VectorTest {
  private static final ObjectNode WORLD = file("world");

  static ObjectNode file(String name) {
    try (var in = VectorTest.class.getResourceAsStream("/vectors/credentials/" + name + ".json")) {
      return Json.parseObject(
          Bytes.copyOf(Objects.requireNonNull(in, name).readAllBytes()).toUtf8(), 4 << 20);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<String> names() {
    var names = new ArrayList<String>();
    file("index").path("vectors").forEach(name -> names.add(name.asText()));
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void each_vector_ends_as_it_says(String name) {
    var vector = file(name);
    assertThat(vector.path("name").asText()).isEqualTo(name);
    assertThat(vector.path("source").asText()).isNotBlank();
    var world = WORLD.deepCopy();
    vector.path("world").properties().forEach(e -> world.set(e.getKey(), e.getValue()));
    var check =
        WorldJson.read(world)
            .verifier()
            .check(vector.path("presentation").asText(), expectation(vector));
    var outcome =
        switch (check) {
          case PresentationCheck.Refusal refusal -> refusal.reason();
          case PresentationCheck.Verified _ -> "verified";
        };
    assertThat(outcome).as("%s", check).isEqualTo(vector.path("expected").asText());
  }

  static Expectation expectation(ObjectNode vector) {
    var json = Json.object(vector, "expectation");
    var transactions = new ArrayList<String>();
    json.path("transactionData").forEach(entry -> transactions.add(entry.asText()));
    return new Expectation(
        Optional.ofNullable(json.path("nonce").textValue()),
        Optional.ofNullable(json.path("audience").textValue()),
        json.path("requireHolderBinding").asBoolean(),
        json.has("query")
            ? Optional.of(DcqlQuery.parse(json.get("query")).credentials().getFirst())
            : Optional.empty(),
        transactions,
        Duration.ofSeconds(60),
        Instant.parse(json.path("now").asText()));
  }

  @Test
  void each_check_has_at_least_three_vectors_and_there_are_250_negative_ones() {
    var counts = new EnumMap<PresentationCheck.Step, Integer>(PresentationCheck.Step.class);
    var reasons = new ArrayList<String>();
    names().map(VectorTest::file).forEach(vector -> reasons.add(vector.path("expected").asText()));
    for (var reason : PresentationCheck.Reason.values()) {
      var found = (int) reasons.stream().filter(reason.code()::equals).count();
      counts.merge(reason.step(), found, Integer::sum);
      assertThat(found).as(reason.code()).isPositive();
    }
    assertThat(counts.values()).allMatch(count -> count >= 3);
    assertThat(reasons.stream().filter(reason -> !reason.equals("verified")).count())
        .isGreaterThanOrEqualTo(250);
    assertThat(List.copyOf(counts.keySet())).containsExactly(PresentationCheck.Step.values());
  }
}
