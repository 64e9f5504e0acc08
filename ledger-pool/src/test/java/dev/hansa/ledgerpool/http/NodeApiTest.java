package dev.hansa.ledgerpool.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.Proofs;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.SubLedger;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@MicronautTest(environments = "ledger-pool")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeApiTest implements TestPropertyProvider {
  @Inject EmbeddedServer server;

  private Http http() {
    return new Http(server.getURI());
  }

  @Override
  public Map<String, String> getProperties() {
    return NodeSettings.inNewFolder();
  }

  private HttpResponse<String> submit(IndyRequest request) throws Exception {
    return http().post("/v1/requests", request.text());
  }

  private ObjectNode written(IndyRequest request) throws Exception {
    var answer = submit(request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Json.parseObject(answer.body());
  }

  private static ObjectNode ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    return Json.parseObject(answer.body());
  }

  private static ObjectNode problem(HttpResponse<String> answer, int status, String kind) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).doesNotContain("dev.hansa", "Exception", "at io.");
    var json = Json.parseObject(answer.body());
    assertThat(json.get("type").textValue()).isEqualTo(kind);
    assertThat(json.get("status").intValue()).isEqualTo(status);
    return json;
  }

  private static String dest(String name) {
    return TestNetwork.did(TestNetwork.key(name)).id().substring("hansa:".length());
  }

  @Test
  void a_new_request_is_201_with_its_place_and_proof() throws Exception {
    var answer = written(TestNetwork.nym("new"));
    assertThat(answer.get("ledger").intValue()).isEqualTo(1);
    assertThat(answer.get("seqNo").longValue()).isGreaterThan(4);
    assertThat(answer.get("height").longValue()).isPositive();
    assertThat(answer.get("time").textValue()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(answer.get("alreadyThere").booleanValue()).isFalse();
    assertThat(answer.get("result").get("txn").get("type").textValue()).isEqualTo("1");
    var proof = answer.deepCopy();
    proof.set("transaction", proof.remove("result"));
    assertThat(Proofs.verifyTransaction(proof, TestNetwork.GENESIS).seqNo())
        .isEqualTo(answer.get("seqNo").longValue());
  }

  @Test
  void the_same_request_again_is_200_with_the_same_place() throws Exception {
    var first = written(TestNetwork.nym("again"));
    var second = ok(submit(TestNetwork.nym("again")));
    assertThat(second.get("alreadyThere").booleanValue()).isTrue();
    assertThat(second.get("seqNo")).isEqualTo(first.get("seqNo"));
    assertThat(second.get("height")).isEqualTo(first.get("height"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "{}", "{\"identifier\":\"x\",\"operation\":{},\"reqId\":1}", "null"})
  void a_body_that_is_no_request_is_400(String body) throws Exception {
    var json = problem(http().post("/v1/requests", body), 400, "/problems/malformed-input");
    assertThat(json.get("detail").textValue()).isNotBlank();
  }

  @Test
  void an_empty_body_is_400() throws Exception {
    assertThat(http().post("/v1/requests", "").statusCode()).isEqualTo(400);
  }

  @Test
  void the_same_payload_with_other_signatures_is_409() throws Exception {
    var first = TestNetwork.nym("signed-by-two");
    assertThat(written(first)).isNotNull();
    var second =
        first.signedBy(TestNetwork.did(TestNetwork.key("trustee-2")), TestNetwork.key("trustee-2"));
    assertThat(problem(submit(second), 409, "/problems/other-signatures")).isNotNull();
  }

  @Test
  void a_body_longer_than_131072_bytes_is_413() throws Exception {
    var body = "\"" + "x".repeat(IndyRequest.LENGTH_MAX) + "\"";
    assertThat(problem(http().post("/v1/requests", body), 413, "about:blank")).isNotNull();
  }

  @Test
  void what_the_rules_refuse_is_422_and_names_the_rule() throws Exception {
    var json = problem(submit(TestNetwork.nymByStranger("x")), 422, "/problems/request-refused");
    assertThat(json.get("rule").textValue()).isEqualTo("unknown-signer");
    assertThat(json.get("detail").textValue()).startsWith("Everyone who signs");
  }

  @Test
  void a_request_without_signature_is_422() throws Exception {
    var key = TestNetwork.key("unsigned");
    var request =
        RequestBuilder.newNym(
                TestNetwork.did(key), TestNetwork.did(key), TestNetwork.publicKey(key))
            .reqId(1)
            .build();
    assertThat(problem(submit(request), 422, "/problems/request-refused").get("rule").textValue())
        .isEqualTo("missing-signature");
  }

  @Test
  void a_transaction_comes_with_the_proof_that_it_is_in_its_log() throws Exception {
    var seqNo = written(TestNetwork.nym("proved")).get("seqNo").longValue();
    for (long number : new long[] {1, seqNo}) {
      var answer = ok(http().get("/v1/ledgers/1/transactions/" + number));
      var proved = Proofs.verifyTransaction(answer, TestNetwork.GENESIS);
      assertThat(proved.ledger()).isEqualTo(SubLedger.DOMAIN);
      assertThat(proved.seqNo()).isEqualTo(number);
    }
  }

  @Test
  void a_newer_checkpoint_is_shown_to_go_on_from_an_older_one() throws Exception {
    var older =
        Proofs.verifyCheckpoint(ok(http().get("/v1/checkpoint")), TestNetwork.GENESIS)
            .roots(SubLedger.DOMAIN);
    assertThat(written(TestNetwork.nym("grown-1"))).isNotNull();
    assertThat(written(TestNetwork.nym("grown-2"))).isNotNull();
    var newer =
        Proofs.verifyCheckpoint(ok(http().get("/v1/checkpoint")), TestNetwork.GENESIS)
            .roots(SubLedger.DOMAIN);
    assertThat(newer.size()).isGreaterThanOrEqualTo(older.size() + 2);
    var answer = ok(http().get("/v1/ledgers/1/consistency/" + older.size() + "/" + newer.size()));
    assertThat(answer.get("ledger").intValue()).isEqualTo(1);
    assertThat(answer.get("path").isEmpty()).isFalse();
    Proofs.verifyConsistency(answer, older, newer);
    var same = ok(http().get("/v1/ledgers/1/consistency/" + newer.size() + "/" + newer.size()));
    assertThat(same.get("path").isEmpty()).isTrue();
  }

  @Test
  void a_refusal_of_sizes_in_the_wrong_order_names_the_rule() throws Exception {
    var json =
        problem(http().get("/v1/ledgers/1/consistency/2/1"), 400, "/problems/malformed-input");
    assertThat(json.get("detail").textValue()).contains("first is at least 1");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/ledgers/1/transactions/0,404,/problems/no-such-transaction",
    "/v1/ledgers/1/transactions/999999,404,/problems/no-such-transaction",
    "/v1/ledgers/1001/transactions/1,404,/problems/no-such-transaction",
    "/v1/ledgers/1/transactions/01,400,/problems/malformed-input",
    "/v1/ledgers/1/transactions/-1,400,/problems/malformed-input",
    "/v1/ledgers/1/transactions/99999999999999999999,400,/problems/malformed-input",
    "/v1/ledgers/3/transactions/1,400,/problems/malformed-input",
    "/v1/ledgers/1/consistency/0/1,400,/problems/malformed-input",
    "/v1/ledgers/1/consistency/2/1,400,/problems/malformed-input",
    "/v1/ledgers/1/consistency/1/x,400,/problems/malformed-input",
    "/v1/ledgers/1/consistency/01/2,400,/problems/malformed-input",
    "/v1/ledgers/3/consistency/1/1,400,/problems/malformed-input",
    "/v1/ledgers/1/consistency/1/999999,404,/problems/no-such-size",
    "/v1/ledgers/1/consistency/1/99999999999999999999,400,/problems/malformed-input",
    "/v1/ledgers/1001/consistency/1/1,404,/problems/no-such-size",
    "/v1/ledgers/1/consistency/1,404,about:blank",
    "/v1/state/1/!!,400,/problems/malformed-input",
    "/v1/state/1/AB,400,/problems/malformed-input",
    "/v1/lists/x/AAAA,400,/problems/malformed-input",
    "/v1/blocks/999999,404,/problems/no-such-block",
    "/v1/blocks/one,400,/problems/malformed-input",
    "/v1/nowhere,404,about:blank"
  })
  void a_path_that_leads_nowhere_says_why(String path, int status, String kind) throws Exception {
    assertThat(problem(http().get(path), status, kind)).isNotNull();
  }

  @Test
  void a_key_longer_than_any_in_a_state_is_400() throws Exception {
    var key = Bytes.copyOf(new byte[1025]).toBase64Url();
    assertThat(problem(http().get("/v1/state/1/" + key), 400, "/problems/malformed-input"))
        .isNotNull();
  }

  @Test
  void a_state_comes_with_its_proof_and_so_does_its_absence() throws Exception {
    assertThat(written(TestNetwork.nym("stated"))).isNotNull();
    var there = ok(http().get("/v1/state/1/" + Nym.key(dest("stated")).toBase64Url()));
    assertThat(Proofs.verifyState(there, TestNetwork.GENESIS).value()).isPresent();
    var absent = ok(http().get("/v1/state/1/" + Nym.key("nobody").toBase64Url()));
    assertThat(absent.get("value").isNull()).isTrue();
    assertThat(Proofs.verifyState(absent, TestNetwork.GENESIS).value()).isEmpty();
  }

  @Test
  void a_list_comes_whole_with_its_proof() throws Exception {
    assertThat(written(TestNetwork.nym("listed"))).isNotNull();
    var prefix = Nym.versionsPrefix(dest("listed")).toBase64Url();
    var answer = ok(http().get("/v1/lists/1/" + prefix));
    assertThat(Proofs.verifyList(answer, TestNetwork.GENESIS).entries()).hasSize(1);
  }

  @Test
  void the_checkpoint_is_signed_by_the_node() throws Exception {
    var answer = ok(http().get("/v1/checkpoint"));
    assertThat(Proofs.verifyCheckpoint(answer, TestNetwork.GENESIS).network()).isEqualTo("hansa");
  }

  @Test
  void what_the_node_holds_is_signed_by_its_own_key() throws Exception {
    var own = Checkpoint.parse(ok(http().get("/v1/node/checkpoint")));
    assertThat(own.isSignedBy(TestNetwork.NODE.publicKey())).isTrue();
    assertThat(own.network()).isEqualTo("hansa");
  }

  @Test
  void a_block_has_its_requests_as_they_came() throws Exception {
    var request = TestNetwork.nym("in-a-block");
    long height = written(request).get("height").longValue();
    var block = ok(http().get("/v1/blocks/" + height));
    assertThat(block.get("height").longValue()).isEqualTo(height);
    assertThat(block.get("requests"))
        .anySatisfy(text ->
            assertThat(IndyRequest.parse(text.textValue()).digest()).isEqualTo(request.digest()));
    var before = ok(http().get("/v1/blocks/" + (height - 1)));
    assertThat(block.get("previousAppHash")).isEqualTo(before.get("appHash"));
    assertThat(ok(http().get("/v1/blocks/0")).get("requests").isEmpty()).isTrue();
  }

  @Test
  void the_genesis_is_the_one_that_the_node_was_given() throws Exception {
    assertThat(Genesis.parse(ok(http().get("/v1/genesis")).toString()).hash())
        .isEqualTo(TestNetwork.GENESIS.hash());
  }

  @Test
  void a_healthy_node_is_up() throws Exception {
    assertThat(ok(http().get("/health")).get("status").textValue()).isEqualTo("UP");
  }

  @Test
  void the_metrics_count_requests_by_outcome() throws Exception {
    assertThat(written(TestNetwork.nym("counted"))).isNotNull();
    assertThat(submit(TestNetwork.nymByStranger("counted")).statusCode()).isEqualTo(422);
    assertThat(http().get("/prometheus").body())
        .contains("ledger_requests_total{outcome=\"written\"}")
        .contains("ledger_requests_total{outcome=\"refused\"}")
        .contains("ledger_commit_seconds_count")
        .contains("ledger_block_requests_count")
        .containsPattern("ledger_height [1-9]")
        .contains("ledger_waiting ")
        .contains("ledger_halted 0");
  }

  @Test
  void the_interface_is_described() throws Exception {
    var answer = http().get("/swagger/ledger-pool-0.1.yml");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("/v1/requests", "/v1/state/{ledger}/{key}", "/v1/blocks/{height}")
        .contains("/v1/ledgers/{ledger}/consistency/{first}/{second}");
  }

  @Test
  void many_at_once_are_each_written_once() throws Exception {
    var answers =
        IntStream.range(0, 64)
            .mapToObj(
                i -> http().postAsync("/v1/requests", TestNetwork.nym("http-" + i % 48).text()))
            .toList();
    long created = 0;
    for (var answer : answers) {
      int status = answer.join().statusCode();
      assertThat(status).isIn(200, 201);
      created += status == 201 ? 1 : 0;
    }
    assertThat(created).isEqualTo(48);
  }
}
