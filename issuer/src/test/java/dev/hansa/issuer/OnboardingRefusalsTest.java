package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who may see and say what of an onboarding over HTTP, and what is not taken.
class OnboardingRefusalsTest extends OnboardingCalls {
  @Test
  void an_offer_under_the_name_of_a_step_stops_that_step_and_nothing_else() {
    var begun = begun(wish("register extract"));
    var offer =
        Samples.offer(PARTICIPANT, Samples.person(wallet.did()), true)
            .put("requestId", "onboarding:" + begun.path("id").asText() + ":2:1");
    assertThat(Calls.postAs(HOUSE, AUTHORITY, "/" + NAME + "/issuances", offer.toString()).status())
        .isEqualTo(201);
    var refused = step(begun, 1, "pass", Json.newObject()).json();
    assertThat(state(refused, 2)).isEqualTo("refused");
    assertThat(refused.at("/steps/1/reason/rule").asText()).isEqualTo("request-id");
    assertThat(waits(refused)).isEqualTo("operator");
    assertThat(state(step(begun, 2, "retry", Json.newObject()).json(), 2)).isEqualTo("refused");
    assertThat(step(begun, 2, "skip", reason()).json().path("state").asText())
        .isEqualTo("completed");
  }

  @Test
  void only_the_issuer_and_its_approvers_see_a_case() {
    var begun = begun(wish("register extract"));
    var path = "/" + begun.path("id").asText();
    problem(Calls.get(HOUSE.base + CASES + path), 401, "/problems/unauthorized");
    problem(Calls.getAs(HOUSE, STRANGER, CASES + path), 403, "/problems/not-the-issuer");
    problem(Calls.getAs(HOUSE, STRANGER, CASES), 403, "/problems/not-the-issuer");
    problem(post(STRANGER, "", wish()), 403, "/problems/not-the-issuer");
    for (var act : List.of("/approve", "/steps/1/pass", "/steps/1/retry")) {
      problem(post(STRANGER, path + act, Json.newObject()), 403, "/problems/not-the-issuer");
    }
    for (var act : List.of("/withdraw", "/steps/1/skip")) {
      problem(post(STRANGER, path + act, reason()), 403, "/problems/not-the-issuer");
    }
  }

  @Test
  void what_is_not_there_is_not_found() {
    var begun = begun(wish("register extract"));
    problem(Calls.getAs(HOUSE, AUTHORITY, CASES + "/none"), 404, "about:blank");
    problem(post(AUTHORITY, "/none/withdraw", reason()), 404, "about:blank");
    problem(step(begun, 9, "skip", reason()), 404, "about:blank");
    problem(step(begun, 9, "retry", Json.newObject()), 404, "about:blank");
  }

  @Test
  void a_request_of_another_form_is_malformed_and_not_repeated() {
    var defects = new ArrayList<JsonNode>();
    for (var member : List.of("requestId", "applicant", "credentials")) {
      var wish = wish("check");
      wish.remove(member);
      defects.add(wish);
    }
    defects.add(wish("check").put("secretword", 1));
    defects.add(wish("check").put("requestId", "has space"));
    defects.add(wish("check").put("applicant", "secretword"));
    defects.add(wish(""));
    defects.add(wish(" padded "));
    defects.add(wish("x".repeat(81)));
    defects.add(wish("twice", "twice"));
    defects.add(wish(wallet.did(), "no credential"));
    var many = wish(wallet.did());
    for (int i = 0; i < 9; i++) {
      var _ = with(many, PARTICIPANT, Samples.person(wallet.did()));
    }
    defects.add(many);
    // Whom registration can never find.
    for (var did :
        List.of(
            "did:web:example.com",
            "did:key:x",
            "did:jwk:x",
            "did:indy:another:" + "2".repeat(22),
            "did:indy:hansa:typo",
            "did:indy:hansa:0OIl")) {
      var other = Did.parse(did);
      defects.add(with(wish(other), PARTICIPANT, Samples.person(other)));
    }
    // About somebody else than the applicant.
    defects.add(with(wish(wallet.did()), PARTICIPANT, Samples.person(new TestWallet(HOUSE).did())));
    for (var member : List.of("requestId", "hold", "replaces")) {
      var wish = wish("check");
      ((ObjectNode) wish.at("/credentials/0")).put(member, "secretword");
      defects.add(wish);
    }
    var other = wish("check");
    ((ObjectNode) other.at("/credentials/0"))
        .put("grant", "authorization_code")
        .put("holder", new TestWallet(HOUSE).did().toString());
    defects.add(other);
    for (var defect : defects) {
      var answer = post(AUTHORITY, "", defect);
      problem(answer, 400, "/problems/malformed-input");
      assertThat(answer.body()).doesNotContain("secretword");
    }
    var begun = begun(wish("check"));
    for (var reason :
        List.of(
            Json.newObject(),
            Json.newObject().put("reason", " "),
            Json.newObject().put("reason", "x".repeat(401)),
            reason().put("more", 1))) {
      problem(step(begun, 1, "skip", reason), 400, "/problems/malformed-input");
      problem(
          post(AUTHORITY, "/" + begun.path("id").asText() + "/withdraw", reason),
          400,
          "/problems/malformed-input");
    }
    problem(
        step(begun, 1, "pass", Json.newObject().put("reference", "x".repeat(201))),
        400,
        "/problems/malformed-input");
    problem(
        Calls.getAs(HOUSE, AUTHORITY, CASES, "?state=secretword"),
        400,
        "/problems/malformed-input");
  }

  @Test
  void what_could_not_be_issued_is_not_begun() {
    var unknown = with(wish(wallet.did()), Samples.METERED_DATA, Samples.readings());
    problem(post(AUTHORITY, "", unknown), 403, "/problems/refused");
    var faulty = wish("check");
    ((ObjectNode) faulty.at("/credentials/0/claims")).put("kind", "NEITHER");
    problem(post(AUTHORITY, "", faulty), 422, "/problems/claims-refused");
  }

  @Test
  void the_list_comes_in_parts_and_says_what_each_waits_for() throws IOException {
    var issuer = HOUSE.issuer("on-lister", "participant");
    var path = "/on-lister/onboardings";
    for (int i = 0; i < 3; i++) {
      var answer = Calls.postAs(HOUSE, issuer, path, wish("check " + i).toString());
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
    var first = Calls.getAs(HOUSE, issuer, path, "?limit=2").json();
    assertThat(first.path("onboardings")).hasSize(2);
    assertThat(first.at("/onboardings/0/waitsFor/0/says").asText()).contains("check 2");
    assertThat(first.at("/onboardings/0").has("steps")).isFalse();
    var rest =
        Calls.getAs(HOUSE, issuer, path, "?limit=2&after=" + first.path("next").asText()).json();
    assertThat(rest.path("onboardings")).hasSize(1);
    assertThat(rest.has("next")).isFalse();
    assertThat(Calls.getAs(HOUSE, issuer, path, "?state=completed").json().path("onboardings"))
        .isEmpty();
  }
}
