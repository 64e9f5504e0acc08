package dev.hansa.marketplaceauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Json;
import org.junit.jupiter.api.Test;

class OnboardingApiTest {
  private final Market market = Market.open();
  private final Browser browser = new Browser(market);

  @Test
  void an_organisation_joins_with_its_membership_and_its_licence() {
    var mno = market.ledger.organisation();
    var key = market.newKey();
    var joined =
        browser.join(mno, market.participant(mno, key, "MNO"), market.licence(mno, key, "n78"));
    assertThat(joined.path("state").asText()).isEqualTo("verified");
    assertThat(joined.path("party").asText()).isEqualTo(mno.did().toString());
    assertThat(joined.path("facts").toString())
        .isEqualTo("[\"urn:hansa:csp-licence:1\",\"urn:hansa:participant:1\"]");
  }

  @Test
  void the_licence_is_asked_for_but_not_needed() {
    var monitor = market.ledger.organisation();
    var asked = Json.parseObject(browser.as(monitor, "POST", "/members", "{}").body());
    var query = market.verifier.asked(asked.path("openid4vp").asText()).path("dcql_query");
    assertThat(query.at("/credential_sets/0/required").asBoolean(true)).isTrue();
    assertThat(query.at("/credential_sets/1/required").asBoolean(true)).isFalse();
    assertThat(query.at("/credentials/1/claim_sets").size()).isEqualTo(2);
    assertThat(query.toString()).doesNotContain("legalName").doesNotContain("authorisationRef");
    var joined = browser.join(monitor, market.participant(monitor, market.newKey(), "MONITOR"));
    assertThat(joined.path("state").asText()).isEqualTo("verified");
  }

  @Test
  void a_membership_of_another_organisation_is_not_yours() {
    var caller = market.ledger.organisation();
    var other = market.ledger.organisation();
    var joined = browser.join(caller, market.participant(other, market.newKey(), "MNO"));
    assertThat(joined.path("state").asText()).isEqualTo("refused");
    assertThat(joined.path("reason").asText()).isEqualTo("not-yours");
  }

  @Test
  void a_licence_of_another_organisation_is_not_yours() {
    var caller = market.ledger.organisation();
    var other = market.ledger.organisation();
    var key = market.newKey();
    var joined =
        browser.join(
            caller, market.participant(caller, key, "MNO"), market.licence(other, key, "n78"));
    assertThat(joined.path("reason").asText()).isEqualTo("not-yours");
  }

  @Test
  void a_persons_membership_does_not_make_an_organisation() {
    var caller = market.ledger.organisation();
    var person = market.participant("NATURAL_PERSON", caller.did(), market.newKey(), "PROSUMER");
    assertThat(browser.join(caller, person).path("reason").asText())
        .isEqualTo("not-an-organisation");
  }

  @Test
  void what_the_verifier_refuses_is_refused_with_its_reason() {
    var caller = market.ledger.organisation();
    var asked = Json.parseObject(browser.as(caller, "POST", "/members", "{}").body());
    market.verifier.refused(
        asked.path("openid4vp").asText(), "not-accredited", "Its issuer may not issue this.");
    var path = "/members/" + asked.path("id").asText();
    var state = Json.parseObject(browser.as(caller, "GET", path, "").body());
    assertThat(state.path("reason").asText()).isEqualTo("not-accredited");
  }

  @Test
  void nobody_sees_anothers_onboarding() {
    var caller = market.ledger.organisation();
    var asked = Json.parseObject(browser.as(caller, "POST", "/members", "{}").body());
    var path = "/members/" + asked.path("id").asText();
    assertThat(browser.as(market.bank, "GET", path, "").statusCode()).isEqualTo(404);
    assertThat(browser.as(caller, "GET", path, "").statusCode()).isEqualTo(200);
  }

  @Test
  void who_does_not_sign_does_not_join() {
    var response = browser.send("POST", "/members", "{}", "application/json");
    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void the_body_is_an_empty_object() {
    var response = browser.as(market.bank, "POST", "/members", "{\"roles\":[\"MNO\"]}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("malformed-input").doesNotContain("MNO");
  }
}
