package dev.hansa.marketplaceauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.StatusList;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.local.Organisation;
import dev.hansa.receipts.AnchorWriter;
import dev.hansa.receipts.ReceiptCheck;
import dev.hansa.receipts.ReceiptFileVerifier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActsApiTest {
  private static final String ZONE = "10Y1001A1001A47J";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Market market = Market.open();
  private final Browser browser = new Browser(market);
  private final Signer adaKey = market.newKey();
  private final Market.Credential ada = market.person(adaKey, "PROSUMER");

  @AfterEach
  void the_lists_are_there_again() {
    market.statuses.down(false);
  }

  private ObjectNode evaluate(String session, String action, String resource, Object... parts) {
    var response = market(question(session, action, resource, parts));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.parseObject(response.body());
  }

  private java.net.http.HttpResponse<String> market(ObjectNode question) {
    return browser.as(market.marketplace, "POST", "/access/v1/evaluation", question.toString());
  }

  /// `resource` is `Type/id`; parts are its properties and the context.
  private static ObjectNode question(
      String session, String action, String resource, Object... parts) {
    var json = Json.newObject();
    json.putObject("subject").put("type", "session").put("id", session);
    json.putObject("action").put("name", action);
    int slash = resource.indexOf('/');
    var to = json.putObject("resource");
    to.put("type", resource.substring(0, slash)).put("id", resource.substring(slash + 1));
    to.set("properties", MAPPER.valueToTree(parts[0]));
    json.set("context", MAPPER.valueToTree(parts[1]));
    return json;
  }

  private Map<String, Object> lot() {
    return Market.facts(
        "mechanism",
        "CDA",
        "zone",
        ZONE,
        "currency",
        "EUR",
        "open",
        true,
        "gateCloses",
        market.clock.instant().plus(Duration.ofMinutes(30)).toString());
  }

  private Map<String, Object> sell(long qtyWh, String... evidence) {
    return Market.facts(
        "deliveryStart",
        market.clock.instant().plus(Duration.ofMinutes(45)).toString(),
        "qtyWh",
        qtyWh,
        "priceMicro",
        85_000,
        "alreadyOfferedWh",
        500,
        "evidence",
        evidence);
  }

  private ObjectNode evidence(Browser.SignedIn who, String type, Market.Credential credential) {
    var asked =
        Json.parseObject(who.call("POST", "/evidence", "{\"types\":[\"" + type + "\"]}").body());
    market.verifier.verified(asked.path("openid4vp").asText(), credential.json);
    var response = who.call("GET", "/evidence/" + asked.path("id").asText(), "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.parseObject(response.body());
  }

  private Market.Credential meter() {
    return market.meter(DidJwk.of(adaKey.publicKey()), adaKey, 10_000);
  }

  private static String rules(ObjectNode answer) {
    var rules = new StringBuilder();
    answer
        .at("/context/reasons")
        .forEach(reason ->
            rules.append(rules.isEmpty() ? "" : " ").append(reason.path("rule").asText()));
    return rules.toString();
  }

  @Test
  void evidence_names_the_meter_and_never_its_number() {
    var who = browser.signIn("person", ada);
    var shown = evidence(who, "grid-connection-point", meter());
    assertThat(shown.path("state").asText()).isEqualTo("verified");
    var fact = shown.at("/facts/0");
    assertThat(fact.path("maxExportWhPerInterval").asLong()).isEqualTo(2500);
    assertThat(fact.path("zone").asText()).isEqualTo(ZONE);
    assertThat(shown.toString()).doesNotContain("735999100000000010");
    var key =
        browser.as(
            market.marketplace,
            "POST",
            "/meter-keys",
            "{\"meteringPointId\":\"735999100000000010\"}");
    assertThat(Json.parseObject(key.body()).path("meterKey")).isEqualTo(fact.path("meterKey"));
    var byPeer =
        browser.as(market.marketplace, "GET", "/evidence/" + shown.path("id").asText(), "");
    assertThat(Json.parseObject(byPeer.body()).path("party")).isEqualTo(who.claims().path("party"));
    assertThat(
            browser
                .as(market.bank, "GET", "/evidence/" + shown.path("id").asText(), "")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_meter_of_somebody_else_is_refused() {
    var who = browser.signIn("person", ada);
    var foreign = market.meter(DidJwk.of(market.newKey().publicKey()), adaKey, 10_000);
    assertThat(evidence(who, "grid-connection-point", foreign).path("reason").asText())
        .isEqualTo("not-yours");
  }

  @Test
  void a_guarantee_that_has_not_begun_is_refused() {
    var who = browser.signIn("person", ada);
    var early = market.payment(DidJwk.of(adaKey.publicKey()), adaKey, 1000);
    ((ObjectNode) early.json.path("claims")).put("notBefore", "2027-01-01T00:00:00Z");
    assertThat(evidence(who, "payment-capability", early).path("reason").asText())
        .isEqualTo("not-yet-valid");
  }

  @Test
  void a_prosumer_sells_up_to_what_the_connection_can_deliver() {
    var who = browser.signIn("person", ada);
    var meter = evidence(who, "grid-connection-point", meter()).path("id").asText();
    var atTheEdge = evaluate(who.session(), "placeSellOrder", "Lot/l", lot(), sell(2000, meter));
    assertThat(atTheEdge.path("decision").asBoolean()).as(atTheEdge.toString()).isTrue();
    assertThat(atTheEdge.at("/context/reasons").isEmpty()).isTrue();
    assertThat(atTheEdge.at("/context/receipt").asText()).isNotEmpty();
    var above = evaluate(who.session(), "placeSellOrder", "Lot/l", lot(), sell(2001, meter));
    assertThat(above.path("decision").asBoolean(true)).isFalse();
    assertThat(above.at("/context/reasons").toString())
        .isEqualTo(
            "[{\"rule\":\"F03-export-ceiling\",\"says\":\"This is more energy than your connection can"
                + " still deliver in that quarter of an hour.\",\"credentialType\":"
                + "\"urn:hansa:grid-connection-point:1\"}]");
  }

  @Test
  void without_a_meter_the_missing_one_is_named() {
    var who = browser.signIn("person", ada);
    var answer = evaluate(who.session(), "placeSellOrder", "Lot/l", lot(), sell(100));
    assertThat(rules(answer)).isEqualTo("F03-meter-missing");
  }

  @Test
  void evidence_of_another_party_is_none() {
    var who = browser.signIn("person", ada);
    var meter = evidence(who, "grid-connection-point", meter()).path("id").asText();
    var bob = new Browser(market);
    var other = bob.signIn("person", market.person(market.newKey(), "PROSUMER"));
    var answer = evaluate(other.session(), "placeSellOrder", "Lot/l", lot(), sell(100, meter));
    assertThat(rules(answer)).isEqualTo("evidence-unknown");
    assertThat(answer.at("/context/receipt").isMissingNode()).isTrue();
  }

  @Test
  void a_revoked_meter_is_refused_and_says_no_more_than_rule_and_type() {
    var who = browser.signIn("person", ada);
    var credential = meter();
    var meter = evidence(who, "grid-connection-point", credential).path("id").asText();
    credential.revoke();
    var answer = evaluate(who.session(), "placeSellOrder", "Lot/l", lot(), sell(100, meter));
    assertThat(rules(answer)).isEqualTo("F03-meter-revoked");
    var reason = answer.at("/context/reasons/0");
    assertThat(reason.path("credentialType").asText())
        .isEqualTo("urn:hansa:grid-connection-point:1");
    assertThat(reason.size()).isEqualTo(3);
    assertThat(answer.toString()).doesNotContain("did:").doesNotContain("/lists/");
  }

  @Test
  void without_the_status_lists_nothing_of_value_moves_but_an_order_is_taken_back() {
    var who = browser.signIn("person", ada);
    var meter = evidence(who, "grid-connection-point", meter()).path("id").asText();
    market.clock.pass(Duration.ofSeconds(90));
    market.statuses.down(true);
    var sell = evaluate(who.session(), "placeSellOrder", "Lot/l", lot(), sell(100, meter));
    assertThat(rules(sell)).isEqualTo("F03-meter-stale F10-participant-stale");
    var order = Market.facts("owner", who.claims().path("party").asText());
    var cancel = evaluate(who.session(), "cancelOrder", "Order/o", order, Market.facts());
    assertThat(cancel.path("decision").asBoolean()).isTrue();
    assertThat(cancel.at("/context/receipt").asText()).isNotEmpty();
  }

  @Test
  void nobody_takes_back_anothers_order() {
    var who = browser.signIn("person", ada);
    var order = Market.facts("owner", market.bank.did().toString());
    var answer = evaluate(who.session(), "cancelOrder", "Order/o", order, Market.facts());
    assertThat(rules(answer)).isEqualTo("no-permit");
  }

  @Test
  void a_buyer_spends_no_more_than_its_guarantee_less_what_is_reserved() {
    var who = browser.signIn("person", ada);
    var payment = market.payment(DidJwk.of(adaKey.publicKey()), adaKey, 10_000);
    var buy =
        Market.facts(
            "deliveryStart", market.clock.instant().plus(Duration.ofMinutes(45)).toString(),
            "qtyWh", 1000,
            "priceMicro", 85_000,
            "worstCaseMinor", 9_000,
            "reservedMinor", 1_000);
    assertThat(rules(evaluate(who.session(), "placeBuyOrder", "Lot/l", lot(), buy)))
        .isEqualTo("F04-payment-missing");
    var _ = evidence(who, "payment-capability", payment);
    var atTheEdge = evaluate(who.session(), "placeBuyOrder", "Lot/l", lot(), buy);
    assertThat(atTheEdge.path("decision").asBoolean()).as(atTheEdge.toString()).isTrue();
    buy.put("reservedMinor", 1_001);
    assertThat(rules(evaluate(who.session(), "placeBuyOrder", "Lot/l", lot(), buy)))
        .isEqualTo("F04-cover");
  }

  private Browser.SignedIn member(
      Organisation organisation, Market.Credential mandate, Market.Credential... facts) {
    var _ = browser.join(organisation, facts);
    return browser.signIn("organisation", mandate);
  }

  private static Map<String, Object> smallCell(String band) {
    return Market.facts("service", "small-cell", "country", "SE", "band", band);
  }

  @Test
  void an_offering_stands_on_the_licence_that_the_organisation_showed() {
    var scp = market.ledger.organisation();
    var key = market.newKey();
    var licence = market.licence(scp, key, "n78");
    var who =
        member(
            scp,
            market.mandate(scp, market.newKey(), "PERSON", "Telecom/ProductOffering/Create"),
            market.participant(scp, key, "SCP"),
            licence);
    var catalogue = Market.facts("kind", "telecom");
    var good =
        evaluate(who.session(), "createOffering", "Catalogue/c", catalogue, smallCell("n78"));
    assertThat(good.path("decision").asBoolean()).as(good.toString()).isTrue();
    assertThat(good.at("/context/ledgerHeight").asLong()).isPositive();
    assertThat(
            rules(
                evaluate(
                    who.session(), "createOffering", "Catalogue/c", catalogue, smallCell("n77"))))
        .isEqualTo("F02-band-not-licensed");
    licence.revoke();
    var revoked =
        evaluate(who.session(), "createOffering", "Catalogue/c", catalogue, smallCell("n78"));
    assertThat(rules(revoked)).isEqualTo("F01-licence-revoked");
    assertThat(revoked.at("/context/reasons/0/credentialType").asText())
        .isEqualTo("urn:hansa:csp-licence:1");
  }

  @Test
  void a_licence_counts_no_more_when_its_issuer_lost_its_accreditation() {
    var issuer = market.ledger.organisation();
    market.ledger.accredit(
        issuer.did(), Vct.hansa("csp-licence"), Market.LONG_AGO, Market.FAR, Duration.ofDays(800));
    var scp = market.ledger.organisation();
    var key = market.newKey();
    var who =
        member(
            scp,
            market.mandate(scp, market.newKey(), "PERSON", "Telecom/ProductOffering/Create"),
            market.participant(scp, key, "SCP"),
            market.licenceBy(issuer, scp, key, "n78"));
    var catalogue = Market.facts("kind", "telecom");
    var good =
        evaluate(who.session(), "createOffering", "Catalogue/c", catalogue, smallCell("n78"));
    assertThat(good.path("decision").asBoolean()).as(good.toString()).isTrue();
    market.ledger.withdraw(issuer.did(), Vct.hansa("csp-licence"), "ended", market.clock.instant());
    market.clock.pass(Duration.ofSeconds(3));
    assertThat(
            rules(
                evaluate(
                    who.session(), "createOffering", "Catalogue/c", catalogue, smallCell("n78"))))
        .isEqualTo("F01-licence-revoked");
  }

  @Test
  void a_mandate_given_anew_does_not_wake_a_session_that_ended() {
    var farm = market.ledger.organisation();
    var key = market.newKey();
    var mandate = market.mandate(farm, key, "PERSON", "Energy/Order/Cancel");
    var who = member(farm, mandate, market.participant(farm, market.newKey(), "PROSUMER"));
    mandate.revoke();
    var order = Market.facts("owner", farm.did().toString());
    var _ = evaluate(who.session(), "cancelOrder", "Order/o", order, Market.facts());
    var _ = browser.signIn("organisation", market.mandate(farm, key, "PERSON"));
    assertThat(who.call("GET", "/userinfo", "").statusCode()).isEqualTo(401);
  }

  @Test
  void a_revoked_mandate_ends_the_session_at_its_next_use_but_an_order_is_taken_back_meanwhile() {
    var farm = market.ledger.organisation();
    var mandate =
        market.mandate(farm, market.newKey(), "PERSON", "Energy/Order/Sell", "Energy/Order/Cancel");
    var who = member(farm, mandate, market.participant(farm, market.newKey(), "PROSUMER"));
    var meter =
        evidence(who, "grid-connection-point", market.meter(farm.did(), adaKey, 10_000))
            .path("id")
            .asText();
    mandate.revoke();
    var sell = evaluate(who.session(), "placeSellOrder", "Lot/l", lot(), sell(100, meter));
    assertThat(rules(sell)).isEqualTo("F10-mandate-revoked");
    assertThat(who.call("GET", "/userinfo", "").statusCode()).isEqualTo(401);
    var order = Market.facts("owner", farm.did().toString());
    assertThat(
            evaluate(who.session(), "cancelOrder", "Order/o", order, Market.facts())
                .path("decision")
                .asBoolean())
        .isTrue();
    market.clock.pass(Duration.ofMinutes(5));
    assertThat(rules(evaluate(who.session(), "cancelOrder", "Order/o", order, Market.facts())))
        .isEqualTo("session-ended");
  }

  private String signature(Browser.SignedIn who, String termsHash, Market.Credential mandate) {
    var asked =
        Json.parseObject(
            who.call(
                    "POST",
                    "/signatures",
                    "{\"agreementId\":\"sla-1\",\"termsHash\":\""
                        + termsHash
                        + "\",\"summary\":\"Small cells in Kista\"}")
                .body());
    var link = asked.path("openid4vp").asText();
    var signed = market.verifier.asked(link).at("/transaction_data/0");
    assertThat(signed.path("type").asText()).isEqualTo("urn:hansa:agreement-signature:1");
    assertThat(signed.path("termsHash").asText()).isEqualTo(termsHash);
    market.verifier.verified(link, mandate.with("kbJwt", "a.kb.jwt").json);
    return asked.path("id").asText();
  }

  private Map<String, Object> agreement(Organisation provider, Organisation customer) {
    return Market.facts(
        "provider", provider.did().toString(),
        "customer", customer.did().toString(),
        "reporters", new String[] {market.bank.did().toString()},
        "service", "small-cell",
        "country", "SE",
        "band", "n78",
        "state", "PROPOSED",
        "currency", "EUR",
        "annualValueMinor", 120_000,
        "validFrom", "2026-10-01T00:00:00Z",
        "validUntil", "2027-10-01T00:00:00Z");
  }

  @Test
  void an_agreement_is_signed_with_the_wallet_over_the_hash_of_its_terms() {
    var scp = market.ledger.organisation();
    var mno = market.ledger.organisation();
    var key = market.newKey();
    var mandate = market.mandate(scp, key, "PERSON", "Telecom/Agreement/Sign");
    var _ = browser.join(mno, market.participant(mno, key, "MNO"));
    var who =
        member(scp, mandate, market.participant(scp, key, "SCP"), market.licence(scp, key, "n78"));
    var terms = Bytes.utf8("terms").sha256().toBase64Url();
    var missing =
        evaluate(
            who.session(),
            "signAgreement",
            "Agreement/sla-1",
            agreement(scp, mno),
            Market.facts("termsHash", terms));
    assertThat(rules(missing)).isEqualTo("signature-missing");
    var signature = signature(who, terms, mandate);
    var state =
        Json.parseObject(
            browser.as(market.marketplace, "GET", "/signatures/" + signature, "").body());
    assertThat(state.path("state").asText()).isEqualTo("verified");
    assertThat(state.path("kbJwtHash").asText())
        .isEqualTo(Bytes.utf8("a.kb.jwt").sha256().toBase64Url());
    var signed = Market.facts("termsHash", terms, "signature", signature);
    var good =
        evaluate(who.session(), "signAgreement", "Agreement/sla-1", agreement(scp, mno), signed);
    assertThat(good.path("decision").asBoolean()).as(good.toString()).isTrue();
    var other = Market.facts("termsHash", Bytes.utf8("other").sha256().toBase64Url());
    other.put("signature", signature);
    assertThat(
            rules(
                evaluate(
                    who.session(), "signAgreement", "Agreement/sla-1", agreement(scp, mno), other)))
        .isEqualTo("signature-missing");
  }

  @Test
  void nobody_signs_with_the_mandate_of_another_person() {
    var scp = market.ledger.organisation();
    var key = market.newKey();
    var mandate = market.mandate(scp, key, "PERSON", "Telecom/Agreement/Sign");
    var who = member(scp, mandate, market.participant(scp, key, "SCP"));
    var colleague = market.mandate(scp, market.newKey(), "PERSON", "Telecom/Agreement/Sign");
    var id = signature(who, Bytes.utf8("terms").sha256().toBase64Url(), colleague);
    var state = Json.parseObject(who.call("GET", "/signatures/" + id, "").body());
    assertThat(state.path("reason").asText()).isEqualTo("other-person");
  }

  @Test
  void measurements_come_from_a_machine_with_a_mandate() {
    var monitor = market.ledger.organisation();
    var mandate = market.mandate(monitor, market.newKey(), "MACHINE", "Telecom/Kpi/Report");
    var who = member(monitor, mandate, market.participant(monitor, market.newKey(), "MONITOR"));
    var agreement = agreement(market.bank, market.authority);
    agreement.put("reporters", new String[] {monitor.did().toString()});
    agreement.put("state", "ACTIVE");
    var period =
        Market.facts("periodStart", "2026-10-01T00:00:00Z", "periodEnd", "2026-11-01T00:00:00Z");
    var good = evaluate(who.session(), "reportKpi", "Agreement/sla-1", agreement, period);
    assertThat(good.path("decision").asBoolean()).as(good.toString()).isTrue();
    var person = market.mandate(monitor, market.newKey(), "PERSON", "Telecom/Kpi/Report");
    var somebody = browser.signIn("organisation", person);
    assertThat(
            rules(evaluate(somebody.session(), "reportKpi", "Agreement/sla-1", agreement, period)))
        .isEqualTo("F08-not-a-machine F08-probe-missing");
  }

  @Test
  void nobody_claims_facts_about_the_subject() {
    var who = browser.signIn("person", ada);
    var question = question(who.session(), "placeSellOrder", "Lot/l", lot(), sell(100));
    question.withObject("/subject/properties").put("machine", false);
    var response = market(question);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("nobody claims facts about the subject");
  }

  @Test
  void a_fact_that_the_act_does_not_have_is_refused() {
    var who = browser.signIn("person", ada);
    var lot = lot();
    lot.put("participant", "ok");
    var question = question(who.session(), "placeSellOrder", "Lot/l", lot, sell(100));
    assertThat(market(question).statusCode()).isEqualTo(400);
  }

  @Test
  void only_a_marketplace_asks() {
    var question =
        question(
            "a".repeat(24), "cancelOrder", "Order/o", Market.facts("owner", "x"), Market.facts());
    var response = browser.as(market.bank, "POST", "/access/v1/evaluation", question.toString());
    assertThat(response.statusCode()).isEqualTo(403);
  }

  @Test
  void an_unknown_session_is_over() {
    var answer =
        evaluate(
            "a".repeat(24), "cancelOrder", "Order/o", Market.facts("owner", "x"), Market.facts());
    assertThat(answer.path("decision").asBoolean(true)).isFalse();
    assertThat(rules(answer)).isEqualTo("session-ended");
  }

  @Test
  void a_receipt_is_its_owners_holds_offline_and_can_be_emptied() {
    var who = browser.signIn("person", ada);
    var meter = evidence(who, "grid-connection-point", meter()).path("id").asText();
    var id =
        evaluate(who.session(), "placeSellOrder", "Lot/l", lot(), sell(2001, meter))
            .at("/context/receipt")
            .asText();
    var other = new Browser(market).signIn("person", market.person(market.newKey(), "PROSUMER"));
    assertThat(other.call("GET", "/receipts/" + id, "").statusCode()).isEqualTo(404);
    assertThat(browser.as(market.marketplace, "GET", "/receipts/" + id, "").statusCode())
        .isEqualTo(404);
    var summary = Json.parseObject(who.call("GET", "/receipts/" + id + "/summary", "").body());
    assertThat(summary.path("outcome").asText()).isEqualTo("deny");
    assertThat(summary.path("policies").toString()).isEqualTo("[\"F03-export-ceiling\"]");
    var _ = market.context.getBean(AnchorWriter.class).anchor();
    market.clock.pass(Duration.ofSeconds(3));
    var export = who.call("GET", "/receipts/" + id, "");
    assertThat(export.statusCode()).as(export.body()).isEqualTo(200);
    var check =
        ReceiptFileVerifier.verify(
            export.body().getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Optional.of(market.ledger.genesis().hash()));
    assertThat(check).isInstanceOf(ReceiptCheck.Holds.class);
    assertThat(who.call("DELETE", "/receipts/" + id, "").statusCode()).isEqualTo(204);
    assertThat(who.call("GET", "/receipts/" + id, "").statusCode()).isEqualTo(410);
    assertThat(who.call("GET", "/receipts/" + id + "/summary", "").statusCode()).isEqualTo(200);
  }

  @Test
  void the_receipt_of_a_cancel_without_status_lists_holds_too() {
    var who = browser.signIn("person", ada);
    market.clock.pass(Duration.ofSeconds(90));
    market.statuses.down(true);
    var order = Market.facts("owner", who.claims().path("party").asText());
    var id =
        evaluate(who.session(), "cancelOrder", "Order/o", order, Market.facts())
            .at("/context/receipt")
            .asText();
    var _ = market.context.getBean(AnchorWriter.class).anchor();
    market.clock.pass(Duration.ofSeconds(3));
    var export = who.call("GET", "/receipts/" + id, "");
    assertThat(export.statusCode()).as(export.body()).isEqualTo(200);
    assertThat(export.body()).contains("\"unconfirmed\"");
  }

  private boolean stands(String receipt) {
    var response =
        browser.as(
            market.marketplace,
            "POST",
            "/access/v1/standing",
            "{\"receipts\":[\"" + receipt + "\"]}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.parseObject(response.body()).at("/standing/0/valid").asBoolean();
  }

  @Test
  void a_decision_stands_while_its_credentials_do() {
    var who = browser.signIn("person", ada);
    var credential = meter();
    var meter = evidence(who, "grid-connection-point", credential).path("id").asText();
    var allowed = evaluate(who.session(), "placeSellOrder", "Lot/l", lot(), sell(100, meter));
    var denied = evaluate(who.session(), "placeSellOrder", "Lot/l", lot(), sell(9999, meter));
    var receipt = allowed.at("/context/receipt").asText();
    assertThat(stands(receipt)).isTrue();
    assertThat(stands(denied.at("/context/receipt").asText())).isFalse();
    assertThat(stands("a".repeat(22))).isFalse();
    market.clock.pass(Duration.ofSeconds(90));
    market.statuses.down(true);
    assertThat(stands(receipt)).isFalse();
    market.statuses.down(false);
    assertThat(stands(receipt)).isTrue();
    credential.revoke();
    assertThat(stands(receipt)).isFalse();
  }

  @Test
  void a_suspended_guarantee_pays_nothing() {
    var who = browser.signIn("person", ada);
    var payment = market.payment(DidJwk.of(adaKey.publicKey()), adaKey, 10_000);
    var _ = evidence(who, "payment-capability", payment);
    market.statuses.set(payment.list, payment.idx, StatusList.SUSPENDED);
    market.clock.pass(Duration.ofSeconds(2));
    var buy =
        Market.facts(
            "deliveryStart", market.clock.instant().plus(Duration.ofMinutes(45)).toString(),
            "qtyWh", 1000,
            "priceMicro", 85_000,
            "worstCaseMinor", 9_000,
            "reservedMinor", 0);
    assertThat(rules(evaluate(who.session(), "placeBuyOrder", "Lot/l", lot(), buy)))
        .isEqualTo("F04-payment-revoked");
  }
}
