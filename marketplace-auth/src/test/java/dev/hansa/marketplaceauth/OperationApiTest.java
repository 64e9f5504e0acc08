package dev.hansa.marketplaceauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Json;
import org.junit.jupiter.api.Test;

class OperationApiTest {
  private final Market market = Market.open();
  private final Browser browser = new Browser(market);

  @Test
  void health_metrics_and_the_apis_description_are_there() {
    assertThat(browser.get("/health", "application/json").body()).contains("UP");
    assertThat(browser.start(browser.nativeRequest("person"))).startsWith("/login/");
    assertThat(browser.get("/prometheus", "text/plain").body()).contains("http_server_requests");
    var api = browser.get("/swagger/marketplace-auth-0.1.yml", "*/*");
    assertThat(api.statusCode()).isEqualTo(200);
    assertThat(api.body())
        .contains(
            "/authorize:",
            "/authorize-challenge:",
            "/token:",
            "/userinfo:",
            "/members/{id}:",
            "/evidence/{id}:",
            "/signatures/{id}:",
            "/access/v1/evaluation:",
            "/access/v1/standing:",
            "/receipts/{id}:");
  }

  @Test
  void the_decision_points_metadata_names_its_address() {
    var json =
        Json.parseObject(
            browser.get("/.well-known/authzen-configuration", "application/json").body());
    assertThat(json.path("access_evaluation_endpoint").asText())
        .isEqualTo(market.base + "/access/v1/evaluation");
  }

  @Test
  void what_is_too_long_deep_or_wrong_names_the_rule_and_repeats_nothing() {
    var deep = "[".repeat(100) + "]".repeat(100);
    for (var body : new String[] {"{\"secretword\":" + deep + "}", "{", "", "[]", "null"}) {
      var response = browser.as(market.marketplace, "POST", "/access/v1/evaluation", body);
      assertThat(response.statusCode()).as(body).isEqualTo(400);
      assertThat(response.body()).doesNotContain("secretword").doesNotContain("Exception");
    }
    var long_ = "{\"types\":[\"" + "x".repeat(70_000) + "\"]}";
    assertThat(browser.as(market.marketplace, "POST", "/meter-keys", long_).statusCode())
        .isEqualTo(413);
  }

  @Test
  void an_id_that_is_none_is_refused_before_it_is_looked_up() {
    assertThat(browser.as(market.bank, "GET", "/members/x", "").statusCode()).isEqualTo(400);
    assertThat(browser.get("/login/x", "text/html").statusCode()).isEqualTo(404);
  }
}
