package dev.hansa.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.launcher.acts.Wallets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Onboarding by the command line, as `docs/guides/issuer.md` tells it.
@ExtendWith(HouseExtension.class)
class OnboardTest {
  private static final String AUTHORITY = "authority";

  private static RunningHouse house;

  @TempDir private Path folder;

  @BeforeAll
  static void house(RunningHouse running) {
    house = running;
  }

  private String started(String applicant) throws Exception {
    var claims = house.run("offer", "example", AUTHORITY, "participant", applicant);
    assertThat(claims.code()).as(claims.err()).isZero();
    var file = Files.writeString(folder.resolve("claims.json"), claims.out(), UTF_8);
    var started =
        house.cli(
            "onboard",
            "start",
            AUTHORITY,
            applicant,
            "--check",
            "register extract",
            "--credential",
            "participant=" + file);
    assertThat(started.path("state").asText()).isEqualTo("open");
    assertThat(started.at("/waitsFor/0/says").asText()).contains("register extract");
    return started.path("id").asText();
  }

  private static String state(JsonNode onboarding, int step) {
    return onboarding.at("/steps/" + (step - 1) + "/state").asText();
  }

  @Test
  void an_applicant_comes_from_the_first_check_to_its_credential() throws Exception {
    var wallet = new Wallets(house.connect()).create("olga");
    var id = started(wallet.did().toString());
    var passed = house.cli("onboard", "pass", AUTHORITY, id, "1", "--reference", "file 7");
    assertThat(state(passed, 1)).isEqualTo("passed");
    assertThat(state(passed, 2)).isEqualTo("offered");
    var offer = passed.at("/steps/1/issuance");
    wallet.accept(offer.path("offerUri").asText(), Optional.of(offer.path("txCode").asText()));
    var shown = house.cli("onboard", "show", AUTHORITY, id);
    assertThat(shown.path("state").asText()).isEqualTo("completed");
    assertThat(shown.path("waitsFor")).isEmpty();
    assertThat(house.cli("onboard", "list", AUTHORITY, "--state", "completed").toString())
        .contains(id);
    // For people: no JSON, and every step in words.
    assertThat(house.say("onboard", "show", AUTHORITY, id))
        .contains("completed", "register extract", "passed (file 7)", "issued");
  }

  @Test
  void what_was_begun_by_mistake_is_withdrawn() throws Exception {
    var wallet = new Wallets(house.connect()).create("oleg");
    var id = started(wallet.did().toString());
    var skipped = house.cli("onboard", "skip", AUTHORITY, id, "1", "--reason", "not needed");
    assertThat(state(skipped, 1)).isEqualTo("skipped");
    var withdrawn = house.cli("onboard", "withdraw", AUTHORITY, id, "--reason", "a mistake");
    assertThat(withdrawn.path("state").asText()).isEqualTo("withdrawn");
    assertThat(state(withdrawn, 2)).isEqualTo("undone");
    assertThat(house.run("onboard", "retry", AUTHORITY, id, "2").code()).isEqualTo(1);
  }
}
