package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.servicekit.Jdbc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several at once, and a service that is started again on its folder.
class RacesAndRestartsTest {
  @TempDir private static Path folder;
  private static House house;
  private static House.Issuer authority;

  @BeforeAll
  static void start() throws IOException {
    house = new House(folder);
    authority = house.issuer("authority", "participant");
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  private static ObjectNode offered(ObjectNode wish) {
    var answer = Calls.postAs(house, authority, "/authority/issuances", wish.toString());
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return answer.json();
  }

  private static ObjectNode wish(TestWallet wallet, boolean txCode) {
    return Samples.offer(PARTICIPANT, Samples.person(wallet.did()), txCode);
  }

  private static String code(ObjectNode offered) {
    return TestWallet.code(offered.path("offerUri").asText());
  }

  private static String token(TestWallet wallet) {
    return wallet
        .token("authority", code(offered(wish(wallet, false))))
        .json()
        .path("access_token")
        .asText();
  }

  private static Jdbc jdbc() {
    return new Jdbc(house.bean(DataSource.class));
  }

  private static long count(String sql, Object... arguments) {
    return jdbc().one(sql, row -> row.number("n"), arguments).orElseThrow();
  }

  /// All at the same moment, as far as there is one.
  private static <T> List<T> atOnce(List<Callable<T>> calls) throws InterruptedException {
    var gate = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures =
          calls.stream()
              .map(call ->
                  threads.submit(() -> {
                    gate.await();
                    return call.call();
                  }))
              .toList();
      gate.countDown();
      var results = new ArrayList<T>();
      for (var future : futures) {
        try {
          results.add(future.get());
        } catch (ExecutionException e) {
          throw new AssertionError(e);
        }
      }
      return results;
    }
  }

  private static List<Integer> statuses(List<Calls.Answer> answers) {
    return answers.stream().map(Calls.Answer::status).toList();
  }

  @Test
  void of_wallets_with_one_code_one_gets_a_token() throws InterruptedException {
    var wallet = new TestWallet(house);
    var offered = offered(wish(wallet, true));
    var code = code(offered);
    var right = offered.path("txCode").asText();
    var answers =
        atOnce(
            IntStream.range(0, 12)
                .<Callable<Calls.Answer>>mapToObj(
                    _ -> () -> wallet.token("authority", code, "tx_code", right))
                .toList());
    assertThat(statuses(answers)).containsOnlyOnce(200);
    assertThat(answers.stream().filter(answer -> answer.status() != 200))
        .allMatch(answer -> answer.error().equals("invalid_grant"));
  }

  @Test
  void however_many_guess_at_once_five_wrong_codes_lock() throws InterruptedException {
    var wallet = new TestWallet(house);
    var offered = offered(wish(wallet, true));
    var code = code(offered);
    var right = offered.path("txCode").asText();
    var wrong = right.equals("000000") ? "000001" : "000000";
    var answers =
        atOnce(
            IntStream.range(0, 20)
                .<Callable<Calls.Answer>>mapToObj(
                    _ -> () -> wallet.token("authority", code, "tx_code", wrong))
                .toList());
    assertThat(statuses(answers)).containsOnly(400);
    assertThat(
            count(
                "select wrong_codes as n from issuance where id = ?", offered.path("id").asText()))
        .isEqualTo(5);
    assertThat(wallet.token("authority", code, "tx_code", right).status()).isEqualTo(400);
  }

  @Test
  void of_requests_with_one_nonce_one_is_answered() throws InterruptedException {
    var wallet = new TestWallet(house);
    var tokens = IntStream.range(0, 8).mapToObj(_ -> token(wallet)).toList();
    var request =
        TestWallet.request(PARTICIPANT, wallet.proof("authority", wallet.nonce("authority")));
    var answers =
        atOnce(
            tokens.stream()
                .<Callable<Calls.Answer>>map(
                    token -> () -> wallet.credential("authority", token, request))
                .toList());
    assertThat(statuses(answers)).containsOnlyOnce(200);
    assertThat(answers.stream().filter(answer -> answer.status() != 200))
        .allMatch(answer -> answer.error().equals("invalid_nonce"));
  }

  @Test
  void of_requests_with_one_token_all_get_the_one_credential() throws InterruptedException {
    var wallet = new TestWallet(house);
    var token = token(wallet);
    long before = count("select count(*) as n from status_entry");
    var answers =
        atOnce(
            IntStream.range(0, 8)
                .<Callable<Calls.Answer>>mapToObj(
                    _ -> () -> wallet.fetch("authority", PARTICIPANT, token))
                .toList());
    assertThat(statuses(answers)).containsOnly(200);
    assertThat(answers.stream().map(Calls.Answer::body).distinct()).hasSize(1);
    assertThat(count("select count(*) as n from status_entry")).isEqualTo(before + 1);
  }

  @Test
  void of_equal_requests_of_an_operator_one_makes_the_offer() throws InterruptedException {
    var wish = wish(new TestWallet(house), true).toString();
    var answers =
        atOnce(
            IntStream.range(0, 8)
                .<Callable<Calls.Answer>>mapToObj(
                    _ -> () -> Calls.postAs(house, authority, "/authority/issuances", wish))
                .toList());
    assertThat(statuses(answers)).containsOnlyOnce(201).containsOnly(200, 201);
    assertThat(answers.stream().map(Calls.Answer::body).distinct()).hasSize(1);
  }

  @Test
  void a_way_that_was_begun_goes_on_after_a_restart() {
    var wallet = new TestWallet(house);
    var wish = wish(wallet, true);
    var offered = offered(wish);
    var wrong = offered.path("txCode").asText().equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 3; i++) {
      assertThat(wallet.token("authority", code(offered), "tx_code", wrong).status())
          .isEqualTo(400);
    }
    house.restart();
    // The same request is still the same offer, with the same code for the holder.
    var again = offered(wish);
    assertThat(again.path("offerUri")).isEqualTo(offered.path("offerUri"));
    assertThat(again.path("txCode")).isEqualTo(offered.path("txCode"));
    assertThat(again.path("wrongCodes").asInt()).isEqualTo(3);
    var token =
        wallet
            .token("authority", code(offered), "tx_code", offered.path("txCode").asText())
            .json()
            .path("access_token")
            .asText();
    var nonce = wallet.nonce("authority");
    house.restart();
    var request = TestWallet.request(PARTICIPANT, wallet.proof("authority", nonce));
    var first = wallet.credential("authority", token, request);
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    long entries = count("select count(*) as n from status_entry");
    house.restart();
    // The answer was lost: the same request gets the same credential, and no second place.
    var second = wallet.credential("authority", token, request);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(count("select count(*) as n from status_entry")).isEqualTo(entries);
    var id = offered.path("id").asText();
    assertThat(
            Calls.postAs(house, authority, "/authority/issuances/" + id + "/revoke", "").status())
        .isEqualTo(200);
    house.restart();
    assertThat(
            Calls.getAs(house, authority, "/authority/issuances/" + id)
                .json()
                .path("status")
                .asText())
        .isEqualTo("revoked");
  }

  @Test
  void claims_are_gone_once_delivered_and_their_copy_soon_after() {
    var wallet = new TestWallet(house);
    var offered = offered(wish(wallet, false));
    var id = offered.path("id").asText();
    var token = wallet.token("authority", code(offered)).json().path("access_token").asText();
    assertThat(left(id)).isEqualTo("claims");
    assertThat(wallet.fetch("authority", PARTICIPANT, token).status()).isEqualTo(200);
    assertThat(left(id)).isEqualTo("copy");
    house.clock.forward(Duration.ofMinutes(5));
    var _ = house.bean(Issuances.class).sweep(house.clock.instant());
    assertThat(left(id)).isEqualTo("nothing");
  }

  @Test
  void claims_of_an_offer_that_nobody_took_up_are_gone_when_its_time_is_over() {
    var wallet = new TestWallet(house);
    var untouched = offered(wish(wallet, false)).path("id").asText();
    var withdrawn = offered(wish(wallet, false)).path("id").asText();
    assertThat(
            Calls.postAs(house, authority, "/authority/issuances/" + withdrawn + "/revoke", "")
                .status())
        .isEqualTo(200);
    assertThat(left(withdrawn)).isEqualTo("nothing");
    house.clock.forward(Duration.ofHours(24));
    var _ = house.bean(Issuances.class).sweep(house.clock.instant());
    assertThat(left(untouched)).isEqualTo("nothing");
    var view = Calls.getAs(house, authority, "/authority/issuances/" + untouched).json();
    assertThat(view.path("state").asText()).isEqualTo("lapsed");
    house.clock.forward(Duration.ofDays(90));
    var _ = house.bean(Issuances.class).sweep(house.clock.instant());
    assertThat(Calls.getAs(house, authority, "/authority/issuances/" + untouched).status())
        .isEqualTo(404);
  }

  private static String left(String id) {
    return jdbc()
        .one(
            "select sealed_claims, sealed_credential, holder_key from issuance where id = ?",
            row ->
                row.optionalBytes("sealed_claims").isPresent()
                    ? "claims"
                    : row.optionalBytes("sealed_credential").isPresent()
                            || row.optionalText("holder_key").isPresent()
                        ? "copy"
                        : "nothing",
            id)
        .orElse("no row");
  }
}
