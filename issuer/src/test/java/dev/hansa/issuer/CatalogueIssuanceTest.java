package dev.hansa.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Catalogue;
import dev.hansa.credentials.CatalogueType;
import dev.hansa.credentials.SdJwt;
import dev.hansa.credentials.StatusListToken;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every type of the catalogue, from offer to wallet, and the statuses that each may have.
class CatalogueIssuanceTest {
  private static final House HOUSE = House.shared();
  private static final String NAME = "catalogue-issuer";
  private static final Vct GUARANTEE = Vct.hansa("guarantee-of-origin");
  private static House.Issuer issuer;

  private final TestWallet wallet = new TestWallet(HOUSE);

  @BeforeAll
  static void issuers() {
    issuer = HOUSE.issuer(NAME);
    for (var type : Catalogue.hansa().types()) {
      HOUSE.accredit(issuer, type.vct(), Duration.ofDays(2000));
    }
  }

  static Stream<String> types() {
    return Catalogue.hansa().types().stream().map(CatalogueType::name).sorted();
  }

  private static ObjectNode claims(String type) {
    try {
      var file =
          Path.of("../lib/credentials/src/test/resources/samples").resolve(type + ".sample.json");
      var claims = Json.parseObject(Files.readString(file, StandardCharsets.UTF_8));
      for (var own : List.of("iss", "iat", "exp", "nbf", "vct", "cnf", "status")) {
        var _ = claims.remove(own);
      }
      var now = HOUSE.clock.instant().truncatedTo(ChronoUnit.DAYS);
      var later = now.plus(Duration.ofDays(20)).toString();
      switch (type) {
        case "audit-mandate" -> claims.put("from", now.toString()).put("until", later);
        case "regulated-tariff" -> claims.put("validFrom", now.toString()).put("validUntil", later);
        case "guarantee-of-origin" ->
            claims.put("transferableUntil", later).put("usableUntil", later);
        case "payment-capability" ->
            claims
                .put("notBefore", now.toString())
                .put("notAfter", now.plus(Duration.ofDays(2)).toString());
        case "mandate" -> claims.withObject("/mandator").put("did", issuer.did().toString());
        default -> {
          // As the sample has it.
        }
      }
      return claims;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode offered(String type) {
    return TestWallet.offered(HOUSE, issuer, Vct.hansa(type).value(), claims(type), false);
  }

  private SdJwt issued(ObjectNode offered, String type) {
    var token =
        wallet
            .token(NAME, TestWallet.code(offered.path("offerUri").asText()))
            .json()
            .path("access_token")
            .asText();
    var answer = wallet.fetch(NAME, Vct.hansa(type).value(), token);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return SdJwt.parse(answer.json().at("/credentials/0/credential").asText());
  }

  private static Calls.Answer status(ObjectNode offered, String status) {
    return Calls.postAs(
        HOUSE,
        issuer,
        "/" + NAME + "/issuances/" + offered.path("id").asText() + "/status",
        Json.newObject().put("status", status).toString());
  }

  @ParameterizedTest
  @MethodSource("types")
  void each_type_of_the_catalogue_is_issued(String type) {
    var offered = offered(type);
    var claims = issued(offered, type).unverifiedClaims();
    assertThat(claims.path("vct").asText()).isEqualTo(Vct.hansa(type).value());
    assertThat(claims.has("exp")).isEqualTo(!type.equals("goo-cancellation"));
    var place = claims.at("/status/status_list");
    var list = StatusListToken.parse(Calls.get(place.path("uri").asText()).body()).list();
    assertThat(list.bits())
        .isEqualTo(
            switch (type) {
              case "guarantee-of-origin" -> 4;
              case "payment-capability" -> 1;
              default -> 2;
            });
    assertThat(list.value(place.path("idx").asLong())).isZero();
    assertThat(status(offered, "revoked").status()).isEqualTo(200);
    var then = StatusListToken.parse(Calls.get(place.path("uri").asText()).body()).list();
    assertThat(then.value(place.path("idx").asLong())).isEqualTo(1);
  }

  @Test
  void a_guarantee_of_origin_may_be_locked_cancelled_expired_or_split() {
    for (var last : List.of("cancelled", "expired", "split")) {
      var offered = offered(GUARANTEE.value().split(":", -1)[2]);
      var place =
          issued(offered, "guarantee-of-origin").unverifiedClaims().at("/status/status_list");
      for (var step : List.of("suspended", "valid", last)) {
        var answer = status(offered, step);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isEqualTo(step);
      }
      var list = StatusListToken.parse(Calls.get(place.path("uri").asText()).body()).list();
      assertThat(list.value(place.path("idx").asLong()))
          .isEqualTo(
              switch (last) {
                case "cancelled" -> 0x3;
                case "expired" -> 0xb;
                default -> 0xc;
              });
      assertThat(status(offered, "valid").status()).isEqualTo(409);
      assertThat(status(offered, last).status()).isEqualTo(200);
    }
  }

  @Test
  void other_types_have_the_statuses_that_fit_their_lists() {
    var participant = offered("participant");
    var _ = issued(participant, "participant");
    assertThat(status(participant, "split").json().path("type").asText())
        .endsWith("no-such-status");
    var payment = offered("payment-capability");
    var _ = issued(payment, "payment-capability");
    assertThat(status(payment, "suspended").status()).isEqualTo(409);
    assertThat(
            Calls.postAs(
                    HOUSE,
                    issuer,
                    "/" + NAME + "/issuances/" + payment.path("id").asText() + "/suspend",
                    "")
                .status())
        .isEqualTo(409);
    assertThat(status(payment, "gone").status()).isEqualTo(400);
    assertThat(status(offered("participant"), "suspended").status()).isEqualTo(409);
  }

  @Test
  void a_statement_that_never_expires_has_no_validity_to_ask_for() {
    var wish =
        Samples.offer(Vct.hansa("goo-cancellation").value(), claims("goo-cancellation"), false)
            .put("validity", "P1D");
    assertThat(Calls.postAs(HOUSE, issuer, "/" + NAME + "/issuances", wish.toString()).status())
        .isEqualTo(403);
  }

  // --- again

  @Test
  void what_is_issued_again_ends_what_it_replaces_in_the_same_moment() {
    var first = offered("participant");
    var place = issued(first, "participant").unverifiedClaims().at("/status/status_list");
    var wish =
        Samples.offer(Vct.hansa("participant").value(), claims("participant"), false)
            .put("replaces", first.path("id").asText());
    var second = Calls.postAs(HOUSE, issuer, "/" + NAME + "/issuances", wish.toString()).json();
    var before = StatusListToken.parse(Calls.get(place.path("uri").asText()).body());
    assertThat(before.value(place.path("idx").asLong())).isZero();
    var _ = issued(second, "participant");
    var after = StatusListToken.parse(Calls.get(place.path("uri").asText()).body());
    assertThat(after.value(place.path("idx").asLong())).isEqualTo(1);
    // What has ended, is of another type or of another issuer is not replaced.
    for (var replaces : List.of(first.path("id").asText(), "made-up")) {
      var again =
          Samples.offer(Vct.hansa("participant").value(), claims("participant"), false)
              .put("replaces", replaces);
      assertThat(Calls.postAs(HOUSE, issuer, "/" + NAME + "/issuances", again.toString()).status())
          .isEqualTo(403);
    }
    var other =
        Samples.offer(Vct.hansa("csp-licence").value(), claims("csp-licence"), false)
            .put("replaces", second.path("id").asText());
    assertThat(Calls.postAs(HOUSE, issuer, "/" + NAME + "/issuances", other.toString()).status())
        .isEqualTo(403);
  }

  // --- list

  @Test
  void issuances_are_listed_by_type_and_time() {
    HOUSE.clock.forward(Duration.ofHours(1));
    var start = HOUSE.clock.instant();
    var licence = offered("csp-licence");
    HOUSE.clock.forward(Duration.ofMinutes(10));
    var middle = HOUSE.clock.instant();
    var role = offered("energy-market-role");
    assertThat(ids("?from=" + start))
        .containsExactly(role.path("id").asText(), licence.path("id").asText());
    assertThat(ids("?from=" + start + "&before=" + middle))
        .containsExactly(licence.path("id").asText());
    assertThat(ids("?from=" + middle)).containsExactly(role.path("id").asText());
    assertThat(ids("?from=" + start + "&vct=" + Vct.hansa("csp-licence").value()))
        .containsExactly(licence.path("id").asText());
    assertThat(ids("?state=deferred&from=" + start)).isEmpty();
    assertThat(Calls.getAs(HOUSE, issuer, "/" + NAME + "/issuances").status()).isEqualTo(200);
  }

  private static List<String> ids(String query) {
    var answer = Calls.getAs(HOUSE, issuer, "/" + NAME + "/issuances", query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("issuances").findValuesAsText("id");
  }

  @Test
  void why_an_issuance_waits_is_always_said() {
    var offered = offered("participant");
    assertThat(offered.path("waitsFor").asText())
        .isEqualTo("The holder opens the offer in a wallet.");
    var held =
        Calls.postAs(
                HOUSE,
                issuer,
                "/" + NAME + "/issuances",
                Samples.offer(Vct.hansa("participant").value(), claims("participant"), false)
                    .put("hold", true)
                    .toString())
            .json();
    var token =
        wallet
            .token(NAME, TestWallet.code(held.path("offerUri").asText()))
            .json()
            .path("access_token")
            .asText();
    assertThat(one(held).path("waitsFor").asText())
        .isEqualTo("The wallet asks for it, and you release it.");
    assertThat(wallet.fetch(NAME, Vct.hansa("participant").value(), token).status()).isEqualTo(202);
    assertThat(one(held).path("waitsFor").asText()).isEqualTo("You release it.");
    assertThat(
            Calls.postAs(
                    HOUSE,
                    issuer,
                    "/" + NAME + "/issuances/" + held.path("id").asText() + "/release",
                    "")
                .json()
                .path("waitsFor")
                .asText())
        .isEqualTo("The wallet asks again; it was released.");
    assertThat(wallet.fetch(NAME, Vct.hansa("participant").value(), token).status()).isEqualTo(200);
    assertThat(one(held).has("waitsFor")).isFalse();
  }

  private static ObjectNode one(ObjectNode issuance) {
    return Calls.getAs(HOUSE, issuer, "/" + NAME + "/issuances/" + issuance.path("id").asText())
        .json();
  }
}
