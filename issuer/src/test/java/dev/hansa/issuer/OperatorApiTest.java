package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.MANDATE;
import static dev.hansa.issuer.Samples.METERED_DATA;
import static dev.hansa.issuer.Samples.PARTICIPANT;
import static dev.hansa.issuer.Samples.PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.Payloads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The operator's API: offer, list, take back, issue without a wallet.
class OperatorApiTest {
  private static final House HOUSE = House.shared();
  private static final String ISSUANCES = "/op-authority/issuances";
  private static House.Issuer authority;
  private static House.Issuer grid;

  private final TestWallet wallet = new TestWallet(HOUSE);

  @BeforeAll
  static void issuers() {
    authority = HOUSE.issuer("op-authority", "participant", "payment-capability");
    grid = HOUSE.issuer("op-grid", "metered-data");
  }

  private ObjectNode wish() {
    return Samples.offer(PARTICIPANT, Samples.person(wallet.did()), true);
  }

  private static Calls.Answer offer(House.Issuer issuer, JsonNode body) {
    return Calls.postAs(HOUSE, issuer, "/" + issuer.name() + "/issuances", body.toString());
  }

  private static void problem(Calls.Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("type").asText()).isEqualTo("/problems/" + type);
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
  }

  private static void refused(Calls.Answer answer, String rule) {
    problem(answer, 403, "refused");
    assertThat(answer.json().path("reasons").path(0).path("rule").asText()).isEqualTo(rule);
    assertThat(answer.json().path("reasons").path(0).path("says").asText()).isNotEmpty();
    assertThat(answer.json().path("reasons").path(0).path("credentialType").asText())
        .startsWith("urn:");
  }

  @Test
  void an_offer_is_made_once_however_often_it_is_asked_for() {
    var wish = wish();
    var first = offer(authority, wish);
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(first.header("Cache-Control")).isEqualTo("no-store");
    assertThat(first.json().path("state").asText()).isEqualTo("offered");
    assertThat(first.json().path("offerUri").asText())
        .startsWith("openid-credential-offer://?credential_offer_uri=http%3A%2F%2F127.0.0.1");
    assertThat(first.json().path("txCode").asText()).matches("[0-9]{6}");
    var again = offer(authority, wish);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
  }

  @Test
  void a_request_id_stands_for_one_content() {
    var wish = wish();
    assertThat(offer(authority, wish).status()).isEqualTo(201);
    wish.put("txCode", false);
    problem(offer(authority, wish), 409, "request-id-taken");
    // Another issuer has its own request ids.
    var other = Samples.offer(MANDATE, Samples.mandate(grid.did()), false);
    other.set("requestId", wish.get("requestId"));
    assertThat(offer(grid, other).status()).isEqualTo(201);
  }

  @Test
  void only_the_issuer_itself_may_offer_look_and_take_back() {
    var wish = wish().toString();
    var path = HOUSE.base + ISSUANCES;
    var nobody = Calls.post(path, "application/json", wish);
    problem(nobody, 401, "unauthorized");
    assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer");
    problem(Calls.postAs(HOUSE, grid, ISSUANCES, wish), 403, "not-the-issuer");
    problem(Calls.getAs(HOUSE, grid, ISSUANCES), 403, "not-the-issuer");
    problem(Calls.getAs(HOUSE, grid, ISSUANCES + "/x"), 403, "not-the-issuer");
    problem(Calls.postAs(HOUSE, grid, ISSUANCES + "/x/revoke", ""), 403, "not-the-issuer");
    problem(Calls.postAs(HOUSE, grid, "/op-authority/credentials", wish), 403, "not-the-issuer");
    problem(Calls.postAs(HOUSE, authority, "/nobody/issuances", wish), 404, "unknown-issuer");
    // Nothing is said of whether an issuance exists before the caller is known.
    problem(Calls.get(path + "/x"), 401, "unauthorized");
  }

  @Test
  void a_request_of_another_form_is_malformed_and_not_repeated() {
    var defects = new ArrayList<JsonNode>();
    for (var member : List.of("requestId", "vct", "claims", "txCode")) {
      var wish = wish();
      wish.remove(member);
      defects.add(wish);
    }
    defects.add(wish().put("requestId", "has space"));
    defects.add(wish().put("requestId", ""));
    defects.add(wish().put("requestId", "x".repeat(129)));
    defects.add(wish().put("vct", "no uri"));
    defects.add(wish().put("claims", "secretword"));
    defects.add(wish().put("txCode", "yes"));
    defects.add(wish().put("validity", "P1Y"));
    defects.add(wish().put("validity", "PT59S"));
    defects.add(wish().put("secretword", 1));
    for (var claim : List.of("iss", "iat", "exp", "nbf", "cnf", "status", "vct", "_sd")) {
      var wish = wish();
      ((ObjectNode) wish.get("claims")).put(claim, "secretword");
      defects.add(wish);
    }
    var big = wish();
    ((ObjectNode) big.get("claims")).put("legalName", "x".repeat(33_000));
    defects.add(big);
    defects.add(wish().put("requestId", "x".repeat(70_000)));
    defects.add(Json.newArray());
    for (var defect : defects) {
      var answer = offer(authority, defect);
      problem(answer, 400, "malformed-input");
      assertThat(answer.body()).doesNotContain("secretword");
    }
    problem(Calls.postAs(HOUSE, authority, ISSUANCES, "{"), 400, "malformed-input");
    problem(Calls.postAs(HOUSE, authority, ISSUANCES, "{\"a\":1,\"a\":2}"), 400, "malformed-input");
  }

  @Test
  void claims_that_do_not_fit_are_named_to_the_operator_before_anything_is_offered() {
    var open =
        Samples.offer(PARTICIPANT, Samples.person(wallet.did()).put("hobby", "zither"), true);
    var answer = offer(authority, open);
    problem(answer, 422, "claims-refused");
    assertThat(answer.json().path("reasons").path(0).path("rule").asText()).isEqualTo("schema");
    assertThat(answer.body()).doesNotContain("zither");

    var missing = Samples.person(wallet.did());
    missing.remove("roles");
    problem(offer(authority, Samples.offer(PARTICIPANT, missing, true)), 422, "claims-refused");

    var readings = Samples.readings().put("meteringPointId", "735999100000000011");
    var checkDigit =
        Calls.postAs(
            HOUSE, grid, "/op-grid/credentials", Samples.direct(METERED_DATA, readings).toString());
    problem(checkDigit, 422, "claims-refused");
    assertThat(checkDigit.json().path("reasons").path(0).path("rule").asText())
        .isEqualTo("gsrn-check-digit");

    var noKey = Samples.person(wallet.did()).put("sub", "did:jwk:eyJhIjoxfQ");
    problem(offer(authority, Samples.offer(PARTICIPANT, noKey, true)), 422, "claims-refused");
  }

  @Test
  void a_type_that_is_unknown_is_refused() {
    refused(
        offer(authority, Samples.offer("urn:hansa:nothing:1", Json.newObject(), true)),
        "unknown-credential-type");
  }

  @Test
  void an_issuer_offers_only_what_the_ledger_accredits_it_for() {
    refused(
        offer(grid, Samples.offer(PARTICIPANT, Samples.person(wallet.did()), true)),
        "not-accredited");
    var issuer = HOUSE.issuer("op-withdrawn", "participant");
    HOUSE.ledger.withdraw(issuer.did(), new Vct(PARTICIPANT), "compromised", HOUSE.clock.instant());
    HOUSE.clock.forward(Duration.ofSeconds(3));
    refused(offer(issuer, wish()), "accreditation-withdrawn");
  }

  @Test
  void an_accreditation_for_a_territory_is_for_its_countries() {
    var issuer = HOUSE.issuer("op-norway");
    var now = HOUSE.clock.instant();
    HOUSE.ledger.writeByTrustees(
        PayloadType.ACCREDITATION,
        Payloads.accreditation(
            issuer.did(),
            new Vct(PARTICIPANT),
            List.of("NO"),
            now,
            now.plus(Duration.ofDays(10)),
            Duration.ofDays(5),
            false));
    HOUSE.clock.forward(Duration.ofSeconds(3));
    refused(offer(issuer, wish()), "territory");
    var norwegian = Samples.person(wallet.did()).put("country", "NO");
    assertThat(offer(issuer, Samples.offer(PARTICIPANT, norwegian, true)).status()).isEqualTo(201);
  }

  @Test
  void a_mandate_is_given_in_ones_own_name_without_accreditation() {
    var issuer = HOUSE.issuer("op-mandator");
    var own = offer(issuer, Samples.offer(MANDATE, Samples.mandate(issuer.did()), false));
    assertThat(own.status()).as(own.body()).isEqualTo(201);
    refused(offer(issuer, Samples.offer(MANDATE, Samples.mandate(grid.did()), false)), "mandator");
  }

  @Test
  void an_issuer_whose_key_is_not_in_its_document_is_refused() throws IOException {
    var issuer = HOUSE.issuer("op-strayed", "participant");
    HOUSE.tenant(issuer, grid.keys());
    refused(offer(issuer, wish()), "key-not-on-ledger");
    HOUSE.tenant(issuer, issuer.keys());
  }

  @Test
  void a_credential_is_not_valid_longer_than_the_accreditation_allows() {
    refused(offer(authority, wish().put("validity", "P201D")), "validity");
    assertThat(offer(authority, wish().put("validity", "P200D")).status()).isEqualTo(201);
    // A payment capability holds for a day at most.
    var payment = Samples.payment(authority.did(), wallet.did());
    refused(
        offer(authority, Samples.offer(PAYMENT, payment, false).put("validity", "PT24H1S")),
        "validity");
    var offered = offer(authority, Samples.offer(PAYMENT, payment, false));
    assertThat(offered.status()).as(offered.body()).isEqualTo(201);
  }

  @Test
  void a_list_shows_no_claims_and_comes_in_pages() {
    var issuer = HOUSE.issuer("op-lister", "participant");
    for (int i = 0; i < 5; i++) {
      assertThat(offer(issuer, wish()).status()).isEqualTo(201);
    }
    var mandate = offer(issuer, Samples.offer(MANDATE, Samples.mandate(issuer.did()), false));
    assertThat(mandate.status()).isEqualTo(201);
    var path = "/op-lister/issuances";
    var first = Calls.getAs(HOUSE, issuer, path + "?limit=4");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body()).doesNotContain(wallet.did().toString(), "Quixotesson", "txCode");
    assertThat(first.json().path("issuances")).hasSize(4);
    assertThat(first.json().at("/issuances/0/id").asText())
        .isEqualTo(mandate.json().path("id").asText());
    var second =
        Calls.getAs(HOUSE, issuer, path + "?limit=4&after=" + first.json().path("next").asText());
    assertThat(second.json().path("issuances")).hasSize(2);
    assertThat(second.json().has("next")).isFalse();
    assertThat(Calls.getAs(HOUSE, issuer, path + "?vct=" + MANDATE).json().path("issuances"))
        .hasSize(1);
    assertThat(Calls.getAs(HOUSE, issuer, path + "?state=issued").json().path("issuances"))
        .isEmpty();
    for (var query :
        List.of("?limit=0", "?limit=201", "?limit=x", "?after=-1", "?state=new", "?vct=no uri")) {
      problem(Calls.getAs(HOUSE, issuer, path + query.replace(" ", "%20")), 400, "malformed-input");
    }
    problem404(Calls.getAs(HOUSE, issuer, path + "/nothing"));
  }

  private static void problem404(Calls.Answer answer) {
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void an_offer_that_was_not_taken_up_is_withdrawn_by_revoking_it() {
    var offered = offer(authority, wish()).json();
    var one = ISSUANCES + "/" + offered.path("id").asText();
    problem(Calls.postAs(HOUSE, authority, one + "/suspend", "{}"), 409, "wrong-state");
    problem(Calls.postAs(HOUSE, authority, one + "/reactivate", "{}"), 409, "wrong-state");
    var code = TestWallet.code(offered.path("offerUri").asText());
    var revoked = Calls.postAs(HOUSE, authority, one + "/revoke", "{}");
    assertThat(revoked.status()).isEqualTo(200);
    assertThat(revoked.json().path("state").asText()).isEqualTo("withdrawn");
    assertThat(
            wallet.token("op-authority", code, "tx_code", offered.path("txCode").asText()).error())
        .isEqualTo("invalid_grant");
    assertThat(Calls.postAs(HOUSE, authority, one + "/revoke", "{}").status()).isEqualTo(200);
    problem(Calls.postAs(HOUSE, authority, one + "/unlock", "{}"), 409, "wrong-state");
    problem404(Calls.postAs(HOUSE, authority, ISSUANCES + "/nothing/revoke", "{}"));
  }

  @Test
  void readings_are_issued_without_a_wallet_once_for_a_request() {
    var wish = Samples.direct(METERED_DATA, Samples.readings());
    var first = Calls.postAs(HOUSE, grid, "/op-grid/credentials", wish.toString());
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    var credential = SdJwt.parse(first.json().path("credential").asText());
    assertThat(credential.unverifiedClaims().path("readings")).hasSize(2);
    assertThat(credential.unverifiedClaims().has("cnf")).isFalse();
    var again = Calls.postAs(HOUSE, grid, "/op-grid/credentials", wish.toString());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    var one = Calls.getAs(HOUSE, grid, "/op-grid/issuances/" + first.json().path("id").asText());
    assertThat(one.json().path("state").asText()).isEqualTo("issued");
    ((ObjectNode) wish.get("claims")).put("version", 2);
    problem(
        Calls.postAs(HOUSE, grid, "/op-grid/credentials", wish.toString()),
        409,
        "request-id-taken");
    ((ObjectNode) wish.get("claims")).put("version", 1);
    HOUSE.clock.forward(Duration.ofHours(24));
    var _ = HOUSE.bean(Issuances.class).sweep(HOUSE.clock.instant());
    problem(
        Calls.postAs(HOUSE, grid, "/op-grid/credentials", wish.toString()), 409, "issued-before");
  }

  @Test
  void what_a_holder_must_prove_is_not_issued_without_a_wallet() {
    refused(
        Calls.postAs(
            HOUSE,
            authority,
            "/op-authority/credentials",
            Samples.direct(PARTICIPANT, Samples.person(wallet.did())).toString()),
        "holder-binding");
    refused(
        Calls.postAs(
            HOUSE,
            authority,
            "/op-authority/credentials",
            Samples.direct(METERED_DATA, Samples.readings()).toString()),
        "not-accredited");
    problem(
        Calls.postAs(HOUSE, grid, "/op-grid/credentials", wish().toString()),
        400,
        "malformed-input");
  }

  @Test
  void health_metrics_and_the_openapi_document_are_there() {
    assertThat(Calls.get(HOUSE.base + "/health").json().path("status").asText()).isEqualTo("UP");
    var _ = offer(authority, wish());
    assertThat(Calls.get(HOUSE.base + "/prometheus").body())
        .contains("issuer_offers_total{outcome=\"offered\"");
    assertThat(Calls.get(HOUSE.base + "/swagger/issuer-0.1.yml").body())
        .contains("/{tenant}/credential:", "/{tenant}/issuances:");
  }
}
