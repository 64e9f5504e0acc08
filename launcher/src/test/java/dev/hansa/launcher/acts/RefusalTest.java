package dev.hansa.launcher.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Json;
import dev.hansa.launcher.Stop;
import java.util.List;
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

  @Test
  void the_receipt_of_what_refused_is_handed_on_if_it_can_be_one() {
    var refused = Json.newObject().put("receipt", "7026804ce2f899738165d12ced2a6bbf");
    assertThat(Refusal.of(new Answer(403, refused)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.receipt()).contains("7026804ce2f899738165d12ced2a6bbf"));
    for (var none : List.of(Json.newObject(), Json.newObject().put("receipt", "\u001b[2J"))) {
      assertThat(Refusal.of(new Answer(403, none)))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.receipt()).isEmpty());
    }
  }
}
