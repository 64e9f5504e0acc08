package dev.hansa.launcher.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Json;
import dev.hansa.launcher.Stop;
import org.junit.jupiter.api.Test;

class RefusalTest {
  @Test
  void what_the_registry_says_in_a_resolution_result_is_told() {
    var body = Json.newObject().putNull("didDocument");
    body.putObject("didResolutionMetadata")
        .putObject("error")
        .put("type", "https://www.w3.org/ns/did#INTERNAL_ERROR")
        .put("title", "The ledger does not answer; try again")
        .put("detail", "no answer could be proved");
    assertThat(Refusal.of(new Answer(500, body)))
        .isInstanceOf(Stop.class)
        .hasMessage(
            "A service answered 500: The ledger does not answer; try again; no answer could be"
                + " proved");
  }

  @Test
  void an_answer_that_says_nothing_is_told_as_such() {
    assertThat(Refusal.of(new Answer(502, Json.newObject())))
        .hasMessage("A service answered 502: it gave no reason");
  }
}
