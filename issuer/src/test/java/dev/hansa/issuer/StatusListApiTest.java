package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.METERED_DATA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.credentials.StatusListToken;
import dev.hansa.identity.Jws;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Status lists over HTTP, and what the operator changes in them.
class StatusListApiTest {
  private static final House HOUSE = House.shared();
  private static House.Issuer grid;

  @BeforeAll
  static void issuer() {
    grid = HOUSE.issuer("status-grid", "metered-data");
  }

  private record Issued(String id, String uri, long index) {}

  private static Issued issued() {
    var answer =
        Calls.postAs(
            HOUSE,
            grid,
            "/status-grid/credentials",
            Samples.direct(METERED_DATA, Samples.readings()).toString());
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    var status =
        SdJwt.parse(answer.json().path("credential").asText())
            .unverifiedClaims()
            .at("/status/status_list");
    return new Issued(
        answer.json().path("id").asText(),
        status.path("uri").asText(),
        status.path("idx").asLong());
  }

  private static int value(Issued issued) {
    var answer = Calls.get(issued.uri(), "Accept", "application/statuslist+jwt");
    assertThat(answer.status()).isEqualTo(200);
    return StatusListToken.parse(answer.body()).value(issued.index());
  }

  private static Calls.Answer step(Issued issued, String step) {
    return Calls.postAs(HOUSE, grid, "/status-grid/issuances/" + issued.id() + "/" + step, "");
  }

  private static ObjectNode done(Issued issued, String step) {
    var answer = step(issued, step);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void a_list_is_a_token_signed_by_the_issuer_for_its_address() {
    var issued = issued();
    var answer = Calls.get(issued.uri(), "Accept", "application/statuslist+jwt");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/statuslist+jwt");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=1, must-revalidate");
    var token = Jws.parse(answer.body(), 1_000_000);
    assertThat(token.typ()).isEqualTo("statuslist+jwt");
    assertThat(token.isSignedBy(grid.assertion().publicKey())).isTrue();
    assertThat(token.unverifiedHeader().path("kid").asText()).isEqualTo(grid.did() + "#assert");
    var claims = token.unverifiedClaims();
    assertThat(claims.path("sub").asText()).isEqualTo(issued.uri());
    assertThat(claims.path("ttl").asInt()).isEqualTo(60);
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
        .isEqualTo(Duration.ofHours(24).toSeconds());
    assertThat(claims.path("status_list").path("bits").asInt()).isEqualTo(2);
    var list = StatusListToken.parse(answer.body()).list();
    assertThat(list.size()).isEqualTo(1 << 17);
    assertThat(value(issued)).isZero();
  }

  @Test
  void a_revocation_is_in_the_next_answer_and_final() {
    var issued = issued();
    var before = Calls.get(issued.uri());
    assertThat(done(issued, "revoke").path("status").asText()).isEqualTo("revoked");
    var after = Calls.get(issued.uri(), "If-None-Match", before.header("ETag"));
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.header("ETag")).isNotEqualTo(before.header("ETag"));
    assertThat(value(issued)).isEqualTo(1);
    assertThat(done(issued, "revoke").path("status").asText()).isEqualTo("revoked");
    assertThat(step(issued, "reactivate").status()).isEqualTo(409);
    assertThat(step(issued, "suspend").status()).isEqualTo(409);
    assertThat(step(issued, "unlock").status()).isEqualTo(409);
    assertThat(value(issued)).isEqualTo(1);
  }

  @Test
  void a_suspended_credential_may_hold_again() {
    var issued = issued();
    assertThat(done(issued, "suspend").path("status").asText()).isEqualTo("suspended");
    assertThat(value(issued)).isEqualTo(2);
    assertThat(done(issued, "reactivate").path("status").asText()).isEqualTo("valid");
    assertThat(value(issued)).isZero();
    var _ = done(issued, "suspend");
    assertThat(done(issued, "revoke").path("status").asText()).isEqualTo("revoked");
    assertThat(value(issued)).isEqualTo(1);
  }

  @Test
  void a_caller_that_has_the_list_is_told_so() {
    var issued = issued();
    var tag = Calls.get(issued.uri()).header("ETag");
    assertThat(tag).startsWith("\"").endsWith("\"");
    for (var known : new String[] {tag, "\"x\", " + tag, "W/" + tag, "*"}) {
      var answer = Calls.get(issued.uri(), "If-None-Match", known);
      assertThat(answer.status()).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.header("ETag")).isEqualTo(tag);
    }
    assertThat(Calls.get(issued.uri(), "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @Test
  void a_list_is_signed_again_before_it_is_old() {
    var issued = issued();
    var first = Calls.get(issued.uri()).body();
    HOUSE.clock.forward(Duration.ofMinutes(59));
    assertThat(Calls.get(issued.uri()).body()).isEqualTo(first);
    HOUSE.clock.forward(Duration.ofMinutes(1));
    var later = StatusListToken.parse(Calls.get(issued.uri()).body());
    assertThat(later.issuedAt()).isEqualTo(HOUSE.clock.instant());
  }

  @Test
  void another_media_type_is_not_acceptable() {
    var issued = issued();
    assertThat(Calls.get(issued.uri(), "Accept", "application/statuslist+cwt").status())
        .isEqualTo(406);
    assertThat(Calls.get(issued.uri(), "Accept", "text/html, */*;q=0.1").status()).isEqualTo(200);
  }

  @Test
  void a_header_that_is_none_is_no_fault_of_ours() {
    var issued = issued();
    for (var accept : new String[] {"garbage", "/", ";;q=x", ","}) {
      assertThat(Calls.get(issued.uri(), "Accept", accept).status()).as(accept).isLessThan(500);
    }
    for (var type : new String[] {"garbage", "/", ";"}) {
      assertThat(Calls.post(HOUSE.base + "/status-grid/token", type, "a=b").status())
          .as(type)
          .isLessThan(500);
    }
  }

  @Test
  void a_list_of_the_past_says_what_was_then() {
    var issued = issued();
    HOUSE.clock.forward(Duration.ofMinutes(1));
    long before = HOUSE.clock.instant().getEpochSecond();
    HOUSE.clock.forward(Duration.ofMinutes(1));
    assertThat(step(issued, "suspend").status()).isEqualTo(200);
    HOUSE.clock.forward(Duration.ofMinutes(1));
    long suspended = HOUSE.clock.instant().getEpochSecond();
    HOUSE.clock.forward(Duration.ofMinutes(1));
    assertThat(step(issued, "revoke").status()).isEqualTo(200);
    HOUSE.clock.forward(Duration.ofMinutes(1));
    for (var then : Map.of(before, 0, suspended, 2).entrySet()) {
      var answer = Calls.get(issued.uri() + "?time=" + then.getKey());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=3600");
      var token = StatusListToken.parse(answer.body());
      assertThat(token.value(issued.index())).isEqualTo(then.getValue());
      assertThat(token.issuedAt()).isEqualTo(Instant.ofEpochSecond(then.getKey()));
      assertThat(token.expires().orElseThrow()).isAfter(token.issuedAt());
      assertThat(token.subject().toString()).isEqualTo(issued.uri());
    }
    assertThat(StatusListToken.parse(Calls.get(issued.uri()).body()).value(issued.index()))
        .isEqualTo(1);
  }

  @Test
  void before_a_list_began_and_after_now_there_is_none() {
    var uri = issued().uri();
    long now = HOUSE.clock.instant().getEpochSecond();
    assertThat(Calls.get(uri + "?time=1686925000").status()).isEqualTo(404);
    assertThat(Calls.get(uri + "?time=" + (now + 5)).status()).isEqualTo(404);
    for (var bad : List.of("", "yesterday", "-1", "999999999999")) {
      assertThat(Calls.get(uri + "?time=" + bad).status()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void a_list_that_is_none_is_not_found() {
    var issued = issued();
    var base = issued.uri().substring(0, issued.uri().lastIndexOf('/') + 1);
    for (var number : new String[] {"0", "2", "01", "x", "99999999999"}) {
      assertThat(Calls.get(base + number).status()).as(number).isEqualTo(404);
    }
  }

  @Test
  void all_lists_of_an_issuer_are_listed() {
    var issued = issued();
    var json = Calls.get(HOUSE.base + "/status-grid/status-lists").json();
    assertThat(json.path("status_lists").toString()).isEqualTo("[\"" + issued.uri() + "\"]");
    assertThat(
            Calls.get(HOUSE.base + "/.well-known/openid-credential-issuer/status-grid")
                .json()
                .path("status_list_aggregation_endpoint")
                .asText())
        .isEqualTo(HOUSE.base + "/status-grid/status-lists");
  }

  @Test
  void indices_differ_and_follow_no_order() {
    var first = issued();
    var second = issued();
    var third = issued();
    assertThat(first.index()).isNotEqualTo(second.index()).isNotEqualTo(third.index());
    assertThat(second.index() - first.index() == 1 && third.index() - second.index() == 1)
        .isFalse();
  }
}
