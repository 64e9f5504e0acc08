package dev.hansa.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarketApiTest {
  @TempDir static Path folder;
  private static Market market;
  private static int counter;

  private Instant start = Market.NOON;
  private String book = "";

  @BeforeAll
  static void open() throws IOException {
    market = new Market(folder);
  }

  @AfterAll
  static void close() {
    market.close();
  }

  /// Each test trades in a quarter hour of its own.
  @BeforeEach
  void nextBook() {
    counter++;
    start = Market.NOON.plusSeconds(3600 + 900L * counter);
    book = "/books/" + Market.ZONE + "/" + start;
    market.clock.set(Market.NOON);
    market.peers.decide = StandIns::allow;
    market.peers.meter("ev-ann-" + counter, "ann", "meter-a" + counter, Market.ZONE, 1500);
    market.peers.meter("ev-bob-" + counter, "bob", "meter-b" + counter, Market.ZONE, 0);
  }

  @Test
  void a_range_order_is_laddered_and_a_buyer_takes_the_cheapest_first() {
    var sold = market.post("ann", "/orders", sell("r1", 1000).put("x", 0).without("x"));
    assertThat(sold.statusCode()).isEqualTo(201);
    var levels = Json.parseObject(market.plain("GET", book, "").body()).path("asks");
    assertThat(levels.toString())
        .isEqualTo(
            "[{\"priceMicro\":80000,\"qtyWh\":334,\"orders\":1},"
                + "{\"priceMicro\":100000,\"qtyWh\":333,\"orders\":1},"
                + "{\"priceMicro\":120000,\"qtyWh\":333,\"orders\":1}]");

    var bought = Json.parseObject(market.post("bob", "/orders", buy("r1", 500, 100000)).body());
    assertThat(bought.path("trades").toString())
        .isEqualTo(
            "[{\"number\":1,\"qtyWh\":334,\"priceMicro\":80000},"
                + "{\"number\":2,\"qtyWh\":166,\"priceMicro\":100000}]");
    assertThat(bought.path("receipt").asText()).startsWith("rcp-");
  }

  @Test
  void the_same_request_again_is_the_same_order_with_the_same_receipt() {
    var first = Json.parseObject(market.post("ann", "/orders", sell("again", 100)).body());
    var second = Json.parseObject(market.post("ann", "/orders", sell("again", 100)).body());
    assertThat(second.path("id")).isEqualTo(first.path("id"));
    assertThat(second.path("receipt")).isEqualTo(first.path("receipt"));
    var other = market.post("ann", "/orders", sell("again", 200));
    assertThat(other.statusCode()).isEqualTo(409);
  }

  @Test
  void what_is_offered_already_is_a_fact_of_the_next_decision() {
    assertThat(market.post("ann", "/orders", sell("first", 900)).statusCode()).isEqualTo(201);
    assertThat(market.post("ann", "/orders", sell("second", 600)).statusCode()).isEqualTo(201);
    assertThat(market.peers.lastEvaluation.path("context").path("alreadyOfferedWh").asLong())
        .isEqualTo(900);
    assertThat(market.peers.lastEvaluation.path("subject").toString())
        .isEqualTo("{\"type\":\"session\",\"id\":\"sid-ann\"}");
  }

  @Test
  void two_orders_at_once_never_offer_more_than_the_connection_delivers() throws Exception {
    // The stand-in allows both, as each decision was made before the other's reservation.
    try (var threads = Executors.newFixedThreadPool(2)) {
      Callable<HttpResponse<String>> one =
          () -> market.post("ann", "/orders", sell("left-1", 1000));
      Callable<HttpResponse<String>> other =
          () -> market.post("ann", "/orders", sell("left-2", 1000));
      var a = threads.submit(one);
      var b = threads.submit(other);
      assertThat(new int[] {a.get().statusCode(), b.get().statusCode()})
          .containsExactlyInAnyOrder(201, 403);
      var refused = a.get().statusCode() == 403 ? a.get() : b.get();
      assertThat(refused.body()).contains("F03-export-ceiling");
    }
  }

  @Test
  void a_cancelled_order_gives_its_reservation_back() {
    var id =
        Json.parseObject(market.post("ann", "/orders", sell("cancel", 1500)).body()).path("id");
    assertThat(market.post("ann", "/orders", sell("too-much", 1)).statusCode()).isEqualTo(403);
    var cancelled =
        market.post(
            "ann",
            "/orders/" + id.asText() + "/cancel",
            Json.newObject().put("requestId", "cancel-it"));
    assertThat(cancelled.statusCode()).isEqualTo(200);
    assertThat(cancelled.body()).contains("\"state\":\"ended\"");
    assertThat(market.post("ann", "/orders", sell("fits-now", 1500)).statusCode()).isEqualTo(201);
  }

  @Test
  void a_resting_order_whose_credentials_are_gone_is_removed_and_not_matched() {
    var sold = Json.parseObject(market.post("ann", "/orders", sell("resting", 500)).body());
    market.peers.standing.put(sold.path("receipt").asText(), false);
    var bought = Json.parseObject(market.post("bob", "/orders", buy("meets", 500, 120000)).body());
    assertThat(bought.path("trades")).isEmpty();
    var view = market.get("ann", "/orders/" + sold.path("id").asText());
    assertThat(view.body()).contains("\"restingWh\":0");
  }

  @Test
  void a_refusal_names_the_rule_and_the_credential_type_and_nothing_more() {
    market.peers.decide = StandIns.deny("F01-licence-revoked", "urn:hansa:csp-licence:1");
    var answer = market.post("scp", "/offerings", offering());
    assertThat(answer.statusCode()).isEqualTo(403);
    var body = Json.parseObject(answer.body());
    assertThat(body.path("reasons").toString())
        .isEqualTo(
            "[{\"rule\":\"F01-licence-revoked\",\"says\":\"No.\","
                + "\"credentialType\":\"urn:hansa:csp-licence:1\"}]");
    assertThat(body.fieldNames())
        .toIterable()
        .containsExactly("type", "title", "status", "reasons", "receipt");
  }

  @Test
  void a_delivered_book_is_settled_on_metered_wh_and_its_postings_sum_to_zero() {
    assertThat(market.post("ann", "/orders", sell("s", 1000)).statusCode()).isEqualTo(201);
    assertThat(market.post("bob", "/orders", buy("b", 1000, 120000)).statusCode()).isEqualTo(201);
    var settle = Json.newObject().put("zone", Market.ZONE).put("deliveryStart", start.toString());
    assertThat(market.post("ann", "/settlements", settle).body()).contains("not-delivered");
    market.clock.set(start.plusSeconds(900));
    assertThat(market.post("ann", "/settlements", settle).body()).contains("readings-missing");
    read("meter-a" + counter, "EXPORT", 900);
    read("meter-b" + counter, "IMPORT", 1200);
    var answer = market.post("ann", "/settlements", settle);
    assertThat(answer.statusCode()).isEqualTo(200);
    var body = Json.parseObject(answer.body());
    assertThat(body.path("sumOfPostedMinor").asLong()).isZero();
    assertThat(body.path("sumOfExactNano").asLong()).isZero();
    var points = body.path("statement").path("points");
    assertThat(points.get(0).path("shortDeliveredWh").asLong()).isEqualTo(100);
    assertThat(answer.body()).doesNotContain("\"bob\"");
    assertThat(market.post("bob", "/settlements", settle).body())
        .contains("\"hash\":\"" + body.path("hash").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|400",
        "{}|400",
        "{\"side\":\"HOLD\"}|400",
        "{\"side\":\"SELL\",\"side\":\"BUY\"}|400",
        "{\"side\":\"SELL\",\"zone\":\"10Y1001A1001A46X\"}|400"
      })
  void a_body_that_cannot_be_read_is_a_problem(String body, int status) {
    var answer = market.send("POST", "ann", "/orders", body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(answer.body()).doesNotContain("dev.hansa", "Jackson", "Exception");
  }

  @ParameterizedTest
  @CsvSource({"POST,/orders,401", "GET,/orders,401", "GET,/nowhere,404", "GET,/orders/x,401"})
  void every_error_is_a_problem(String method, String path, int status) {
    var answer = market.plain(method, path, method.equals("POST") ? "{}" : "");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
  }

  @Test
  void nobody_sees_another_partys_order() {
    var id = Json.parseObject(market.post("ann", "/orders", sell("mine", 10)).body()).path("id");
    assertThat(market.get("bob", "/orders/" + id.asText()).statusCode()).isEqualTo(404);
    assertThat(market.get("bob", "/orders").body()).doesNotContain(id.asText());
  }

  @Test
  void a_long_list_of_orders_is_given_in_parts_and_no_order_is_left_out() {
    var placed = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      var answer = Json.parseObject(market.post("ann", "/orders", sell("part-" + i, 10)).body());
      placed.add(answer.path("id").asText());
    }
    var listed = new ArrayList<String>();
    var after = "";
    do {
      var part = Json.parseObject(market.get("ann", "/orders?limit=3" + after).body());
      assertThat(part.path("orders").size()).isBetween(1, 3);
      listed.addAll(part.path("orders").findValuesAsText("id"));
      after = part.has("next") ? "&after=" + part.path("next").asText() : "";
    } while (!after.isEmpty());
    assertThat(listed).doesNotHaveDuplicates().containsAll(placed);
  }

  @Test
  void trades_are_given_in_parts_book_by_book() {
    for (int quarter = 0; quarter < 3; quarter++) {
      var at = start.plusSeconds(36_000 + 900L * quarter).toString();
      for (var order :
          List.of(
              sell("parted-" + quarter, 5).put("deliveryStart", at),
              buy("parted-" + quarter, 5, 130000).put("deliveryStart", at))) {
        var who = order.path("side").asText().equals("SELL") ? "ann" : "bob";
        assertThat(market.post(who, "/orders", order).statusCode()).isEqualTo(201);
      }
    }
    var books = new ArrayList<String>();
    var after = "";
    do {
      var part = Json.parseObject(market.get("bob", "/trades?limit=1" + after).body());
      books.addAll(part.path("trades").findValuesAsText("book"));
      after = part.has("next") ? "&after=" + part.path("next").asText() : "";
    } while (!after.isEmpty());
    assertThat(books.stream().distinct()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(books.stream().sorted(Comparator.reverseOrder()).toList()).isEqualTo(books);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "limit=-1", "after=nothing-of-mine"})
  void a_part_that_cannot_be_is_refused(String query) {
    for (var list : List.of("/orders?", "/trades?", "/offerings?")) {
      assertThat(market.get("ann", list + query).statusCode()).as(list + query).isEqualTo(400);
    }
  }

  @Test
  void a_part_never_begins_at_another_partys_order() {
    var id = Json.parseObject(market.post("ann", "/orders", sell("hers", 10)).body()).path("id");
    assertThat(market.get("bob", "/orders?after=" + id.asText()).statusCode()).isEqualTo(400);
  }

  private void read(String meterKey, String direction, long wh) {
    var result = Json.newObject().put("verified", true).put("ledgerHeight", 9);
    var credential = result.putArray("credentials").addObject();
    credential.put("issuer", "did:indy:hansa:Grid").put("credentialHash", "hash-" + meterKey);
    var claims = credential.putObject("claims");
    claims.put("meteringPointId", meterKey.substring("meter-".length()));
    claims.put("direction", direction).put("version", 1);
    claims
        .putArray("readings")
        .addObject()
        .put("start", start.toString())
        .put("wh", wh)
        .put("q", "MEASURED");
    market.peers.verification = Json.newObject().set("result", result);
    var answer = market.post("ann", "/metered-data", Json.newObject().put("credential", "a~b~"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.body()).contains("\"added\":1");
  }

  private ObjectNode sell(String requestId, long wh) {
    var order = order(requestId, "SELL", wh, "ev-ann-" + counter);
    order.putObject("range").put("loMicro", 80000).put("hiMicro", 120000);
    return order;
  }

  private ObjectNode buy(String requestId, long wh, long priceMicro) {
    var order = order(requestId, "BUY", wh, "ev-bob-" + counter);
    order.putObject("limit").put("priceMicro", priceMicro);
    return order;
  }

  private ObjectNode order(String requestId, String side, long wh, String evidence) {
    var order =
        Json.newObject()
            .put("requestId", "request-" + requestId + "-" + counter)
            .put("side", side)
            .put("zone", Market.ZONE)
            .put("deliveryStart", start.toString())
            .put("qtyWh", wh);
    order.putArray("evidence").add(evidence);
    return order;
  }

  private static ObjectNode offering() {
    return Json.newObject()
        .put("requestId", "offering-1")
        .put("name", "Cells in town")
        .put("service", "small-cell")
        .put("country", "SE")
        .put("band", "n78");
  }
}
