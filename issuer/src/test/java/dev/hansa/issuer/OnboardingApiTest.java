package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static dev.hansa.issuer.Samples.PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.issuer.domain.onboarding.OnboardingCases;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.servicekit.Jdbc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// Onboarding over HTTP, as an operator, an approver and a wallet see it: from the wish to its end.
class OnboardingApiTest extends OnboardingCalls {
  @Test
  void a_person_is_onboarded_from_the_first_check_to_the_credential() {
    var begun = begun(wish("register extract", "address"));
    assertThat(begun.path("state").asText()).isEqualTo("open");
    assertThat(begun.path("applicant").asText()).isEqualTo(wallet.did().toString());
    assertThat(begun.path("steps")).hasSize(3);
    assertThat(begun.at("/steps/0/name").asText()).isEqualTo("register extract");
    assertThat(begun.at("/steps/2/claims/kind").asText()).isEqualTo("NATURAL_PERSON");
    assertThat(begun.path("waitsFor")).hasSize(2);
    assertThat(waits(begun)).isEqualTo("operator");

    var passed = step(begun, 1, "pass", Json.newObject().put("reference", "file 7")).json();
    assertThat(state(passed, 1)).isEqualTo("passed");
    assertThat(passed.at("/steps/0/reference").asText()).isEqualTo("file 7");
    assertThat(passed.at("/steps/0/by").asText()).isEqualTo(AUTHORITY.did().toString());
    assertThat(state(passed, 3)).isEqualTo("waiting");

    var skipped = step(begun, 2, "skip", reason()).json();
    assertThat(state(skipped, 2)).isEqualTo("skipped");
    assertThat(skipped.at("/steps/1/reason").asText()).isEqualTo("seen elsewhere");
    // Nobody has to say so: the offer is made with what settled the last check.
    assertThat(state(skipped, 3)).isEqualTo("offered");
    assertThat(waits(skipped)).isEqualTo("holder");

    // Typed by people: nothing that a command would read as an option.
    assertThat(begun.path("id").asText()).matches("[0-9a-f]{32}");
    assertThat(skipped.at("/steps/2/issuance/id").asText()).matches("[0-9a-f]{32}");

    var token = token(skipped, 3);
    assertThat(wallet.fetch(NAME, PARTICIPANT, token).status()).isEqualTo(200);
    var completed = look(begun);
    assertThat(completed.path("state").asText()).isEqualTo("completed");
    assertThat(completed.path("waitsFor")).isEmpty();
    assertThat(completed.path("endedAt").asText()).isNotEmpty();
    assertThat(state(completed, 3)).isEqualTo("issued");
    assertThat(completed.at("/steps/2/issuance/status").asText()).isEqualTo("valid");
    assertThat(completed.at("/steps/2").has("claims")).isFalse();
  }

  @Test
  void an_organisation_is_waited_for_until_its_did_is_on_the_ledger() throws IOException {
    // A DID that nobody wrote yet.
    var unwritten = Did.parse("did:indy:hansa:" + "2".repeat(22));
    var begun = begun(with(wish(unwritten), PARTICIPANT, Samples.organisation(unwritten)));
    assertThat(begun.at("/steps/0/task").asText()).isEqualTo("registration");
    assertThat(state(begun, 1)).isEqualTo("waiting");
    assertThat(waits(begun)).isEqualTo("holder");
    assertThat(begun.at("/waitsFor/0/says").asText()).contains("ledger");

    var member = HOUSE.issuer("on-member");
    var known = begun(with(wish(member.did()), PARTICIPANT, Samples.organisation(member.did())));
    assertThat(state(known, 1)).isEqualTo("passed");
    assertThat(known.at("/steps/0").has("by")).isFalse();
    assertThat(state(known, 2)).isEqualTo("offered");
  }

  @Test
  void an_applicant_whose_document_cannot_be_read_is_told_to_write_it_anew() throws IOException {
    var key = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(HOUSE.random));
    var verkey = (Ed25519Key) key.publicKey();
    var applicant = DidIndy.of(HOUSE.ledger.genesis().network(), verkey);
    var content = Json.newObject();
    content
        .putArray("verificationMethod")
        .addObject()
        .put("id", applicant + "#k")
        .put("type", "JsonWebKey2020")
        .put("controller", applicant.toString())
        .putObject("publicKeyJwk")
        .put("kty", "EC");
    var trustee = HOUSE.ledger.trustees().getFirst();
    HOUSE.ledger.write(
        RequestBuilder.newNym(trustee.did(), applicant, verkey)
            .diddocContent(content)
            .reqId(4_000_000_001L)
            .build()
            .signedBy(trustee.did(), trustee.nym()));

    var begun = begun(with(wish(applicant), PARTICIPANT, Samples.organisation(applicant)));
    assertThat(state(begun, 1)).isEqualTo("waiting");
    assertThat(waits(begun)).isEqualTo("holder");
    assertThat(begun.at("/waitsFor/0/says").asText()).contains("cannot be read");
    assertThat(begun.at("/waitsFor/0/since").asText()).isNotEmpty();
    var withdrawn = post(AUTHORITY, "/" + begun.path("id").asText() + "/withdraw", reason()).json();
    assertThat(withdrawn.path("state").asText()).isEqualTo("withdrawn");
  }

  @Test
  void a_case_that_nobody_goes_on_with_is_forgotten_in_the_end() {
    var begun = begun(wish("register extract"));
    var cases = HOUSE.bean(OnboardingCases.class);
    var made = HOUSE.clock.instant();
    var _ = cases.sweep(made.plus(Duration.ofDays(179)));
    assertThat(look(begun).path("state").asText()).isEqualTo("open");
    assertThat(cases.sweep(made.plus(Duration.ofDays(181)))).isPositive();
    problem(
        Calls.getAs(HOUSE, AUTHORITY, CASES + "/" + begun.path("id").asText()), 404, "about:blank");
  }

  @Test
  void an_onboarding_is_begun_once_however_often_it_is_asked_for() {
    var wish = wish("register extract");
    var first = begun(wish);
    var again = post(AUTHORITY, "", wish);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first);
    ((ObjectNode) wish.at("/credentials/0")).put("txCode", true);
    problem(post(AUTHORITY, "", wish), 409, "/problems/request-id-taken");
  }

  @Test
  void what_was_said_may_be_said_again() {
    var begun = begun(wish("register extract"));
    for (int i = 0; i < 2; i++) {
      assertThat(step(begun, 1, "pass", Json.newObject()).status()).isEqualTo(200);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(step(begun, 2, "skip", reason()).json().path("state").asText())
          .isEqualTo("completed");
    }
    problem(step(begun, 2, "pass", Json.newObject()), 409, "/problems/step-not-possible");
    problem(step(begun, 1, "skip", reason()), 409, "/problems/step-not-possible");
    problem(step(begun, 2, "retry", Json.newObject()), 409, "/problems/step-not-possible");
  }

  @Test
  void an_offer_that_nobody_took_up_is_made_again_when_somebody_says_so() {
    var begun = begun(wish());
    var first = begun.at("/steps/0/issuance/id").asText();
    HOUSE.clock.forward(Duration.ofHours(24));
    HOUSE.bean(Housekeeping.class).sweep();
    var ended = look(begun);
    assertThat(state(ended, 1)).isEqualTo("ended");
    assertThat(waits(ended)).isEqualTo("operator");
    assertThat(ended.at("/steps/0/claims/country").asText()).isEqualTo("SE");
    var again = step(begun, 1, "retry", Json.newObject()).json();
    assertThat(state(again, 1)).isEqualTo("offered");
    assertThat(again.at("/steps/0/issuance/id").asText()).isNotEqualTo(first);
    assertThat(wallet.fetch(NAME, PARTICIPANT, token(again, 1)).status()).isEqualTo(200);
    assertThat(look(begun).path("state").asText()).isEqualTo("completed");
  }

  @Test
  void what_is_withdrawn_is_taken_back_from_the_wallet() {
    var wish = with(wish(), PAYMENT, Samples.payment(AUTHORITY.did(), wallet.did()));
    var begun = begun(wish);
    var token = token(begun, 1);
    assertThat(wallet.fetch(NAME, PARTICIPANT, token).status()).isEqualTo(200);
    assertThat(state(look(begun), 1)).isEqualTo("issued");
    var withdrawn = post(AUTHORITY, "/" + begun.path("id").asText() + "/withdraw", reason()).json();
    assertThat(withdrawn.path("state").asText()).isEqualTo("withdrawn");
    assertThat(withdrawn.path("reason").asText()).isEqualTo("seen elsewhere");
    assertThat(withdrawn.path("waitsFor")).isEmpty();
    for (int i = 1; i <= 2; i++) {
      assertThat(state(withdrawn, i)).isEqualTo("undone");
    }
    var credential =
        Calls.getAs(
            HOUSE,
            AUTHORITY,
            "/" + NAME + "/issuances/" + begun.at("/steps/0/issuance/id").asText());
    assertThat(credential.json().path("status").asText()).isEqualTo("revoked");
    var offer =
        Calls.getAs(
            HOUSE,
            AUTHORITY,
            "/" + NAME + "/issuances/" + begun.at("/steps/1/issuance/id").asText());
    assertThat(offer.json().path("state").asText()).isEqualTo("withdrawn");
    // It is so still; and a case that ended otherwise is not withdrawn.
    assertThat(post(AUTHORITY, "/" + begun.path("id").asText() + "/withdraw", reason()).status())
        .isEqualTo(200);
    var other = begun(wish());
    assertThat(step(other, 1, "skip", reason()).json().path("state").asText())
        .isEqualTo("completed");
    problem(
        post(AUTHORITY, "/" + other.path("id").asText() + "/withdraw", reason()),
        409,
        "/problems/step-not-possible");
  }

  @Test
  void four_eyes_agree_after_the_checks_and_before_the_offer() throws IOException {
    approval(AUTHORITY);
    try {
      var begun = begun(wish("register extract"));
      var id = begun.path("id").asText();
      assertThat(begun.at("/steps/1/task").asText()).isEqualTo("approval");
      problem(
          post(APPROVER, "/" + id + "/approve", Json.newObject()),
          409,
          "/problems/step-not-possible");
      assertThat(step(begun, 1, "pass", Json.newObject()).status()).isEqualTo(200);
      assertThat(waits(look(begun))).isEqualTo("approver");
      // The approver reads what it agrees to.
      var seen = Calls.getAs(HOUSE, APPROVER, CASES + "/" + id);
      assertThat(seen.json().at("/steps/2/claims/kind").asText()).isEqualTo("NATURAL_PERSON");
      problem(
          post(AUTHORITY, "/" + id + "/approve", Json.newObject()), 403, "/problems/needs-another");
      problem(step(begun, 2, "skip", reason()), 409, "/problems/step-not-possible");
      problem(
          post(APPROVER, "/" + id + "/steps/1/pass", Json.newObject()),
          403,
          "/problems/needs-another");
      for (int i = 0; i < 2; i++) {
        var approved = post(APPROVER, "/" + id + "/approve", Json.newObject());
        assertThat(approved.status()).as(approved.body()).isEqualTo(200);
        assertThat(approved.json().at("/steps/1/by").asText()).isEqualTo(APPROVER.did().toString());
      }
      // Who approved the case approved its offers: the wallet does not wait for a release.
      assertThat(wallet.fetch(NAME, PARTICIPANT, token(look(begun), 3)).status()).isEqualTo(200);
      // An approver says no before it says yes, and not after.
      problem(post(APPROVER, "/" + id + "/withdraw", reason()), 409, "/problems/step-not-possible");
      var second = begun(wish());
      assertThat(
              post(APPROVER, "/" + second.path("id").asText() + "/withdraw", reason())
                  .json()
                  .path("state")
                  .asText())
          .isEqualTo("withdrawn");
      var third = begun(wish());
      var path = "/" + third.path("id").asText();
      assertThat(post(APPROVER, path + "/approve", Json.newObject()).status()).isEqualTo(200);
      problem(post(APPROVER, path + "/withdraw", reason()), 403, "/problems/needs-another");
    } finally {
      HOUSE.tenant(AUTHORITY, AUTHORITY.keys());
    }
  }

  @Test
  void an_offer_that_would_be_refused_by_now_waits_for_its_operator() {
    var issuer = HOUSE.issuer("on-ended", "participant");
    var path = "/on-ended/onboardings";
    var begun = Calls.postAs(HOUSE, issuer, path, wish().toString()).json();
    assertThat(waits(begun)).isEqualTo("holder");
    HOUSE.ledger.withdraw(issuer.did(), Vct.parse(PARTICIPANT), "ended", HOUSE.clock.instant());
    HOUSE.clock.forward(Duration.ofSeconds(3));
    var one = path + "/" + begun.path("id").asText();
    var look = Calls.getAs(HOUSE, issuer, one).json();
    assertThat(waits(look)).isEqualTo("operator");
    assertThat(look.at("/waitsFor/0/says").asText()).contains("accreditation-withdrawn");
    var skipped = Calls.postAs(HOUSE, issuer, one + "/steps/1/skip", reason().toString());
    assertThat(skipped.json().path("state").asText()).isEqualTo("completed");
  }

  @Test
  void an_offer_has_ended_from_the_second_it_expires() {
    var begun = begun(wish());
    HOUSE.clock.forward(Duration.ofHours(24).minusSeconds(1));
    assertThat(state(look(begun), 1)).isEqualTo("offered");
    HOUSE.clock.forward(Duration.ofSeconds(1));
    assertThat(state(look(begun), 1)).isEqualTo("ended");
  }

  @Test
  void a_case_goes_on_by_itself_and_ends_by_itself() throws IOException {
    var house = new House(Files.createTempDirectory("onboarding-house"));
    try (house) {
      var own = house.issuer("on-own", "participant");
      var holder = new TestWallet(house);
      var body = with(wish(holder.did()), PARTICIPANT, Samples.person(holder.did())).toString();
      var begun = Calls.postAs(house, own, "/on-own/onboardings", body).json();
      var token =
          holder
              .token("on-own", TestWallet.code(begun.at("/steps/0/issuance/offerUri").asText()))
              .json()
              .path("access_token")
              .asText();
      assertThat(holder.fetch("on-own", PARTICIPANT, token).status()).isEqualTo(200);
      house.bean(OnboardingRounds.class).goOn();
      var list =
          Calls.getAs(house, own, "/on-own/onboardings", "?state=completed")
              .json()
              .path("onboardings");
      assertThat(list).hasSize(1);

      var waiting = wish(holder.did(), "nobody looks");
      var _ = with(waiting, PARTICIPANT, Samples.person(holder.did()));
      var second = Calls.postAs(house, own, "/on-own/onboardings", waiting.toString()).json();
      house.clock.forward(Duration.ofDays(90));
      house.bean(OnboardingRounds.class).goOn();
      assertThat(
              Calls.getAs(house, own, "/on-own/onboardings", "?state=lapsed")
                  .json()
                  .at("/onboardings/0/id")
                  .asText())
          .isEqualTo(second.path("id").asText());
      // What names somebody lies sealed.
      for (var sealed :
          new Jdbc(house.bean(DataSource.class))
              .query(
                  "select sealed_case from onboarding",
                  row ->
                      new String(
                          row.bytes("sealed_case").toArray(), StandardCharsets.ISO_8859_1))) {
        assertThat(sealed).doesNotContain("did:jwk", "nobody looks", "claims");
      }
      house.clock.forward(Duration.ofDays(91));
      house.bean(OnboardingRounds.class).forget();
      assertThat(
              new Jdbc(house.bean(DataSource.class))
                  .one("select count(*) as n from onboarding", row -> row.number("n")))
          .contains(0L);
    }
  }

  @Test
  void an_approval_that_nobody_can_give_any_more_waits_for_the_operator() throws IOException {
    approval(AUTHORITY);
    ObjectNode begun;
    try {
      begun = begun(wish());
      assertThat(waits(begun)).isEqualTo("approver");
    } finally {
      HOUSE.tenant(AUTHORITY, AUTHORITY.keys());
    }
    var look = look(begun);
    assertThat(waits(look)).isEqualTo("operator");
    assertThat(look.at("/waitsFor/0/says").asText()).contains("names none any more");
    assertThat(
            post(AUTHORITY, "/" + begun.path("id").asText() + "/withdraw", reason())
                .json()
                .path("state")
                .asText())
        .isEqualTo("withdrawn");
  }
}
