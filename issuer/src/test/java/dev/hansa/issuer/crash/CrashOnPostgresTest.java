package dev.hansa.issuer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.issuer.domain.AccessToken;
import dev.hansa.issuer.domain.Caretaking;
import dev.hansa.issuer.domain.IssueRequest;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.Offering;
import dev.hansa.issuer.domain.Redeeming;
import dev.hansa.servicekit.Jdbc;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two instances on one PostgreSQL, which `postgres.sh` starts: the Maven profile `postgres`.
@Tag("postgres")
class CrashOnPostgresTest extends CrashContract {
  @BeforeAll
  static void start() throws IOException {
    Postgres.start();
  }

  @AfterAll
  static void stop() {
    Postgres.stop();
  }

  @Override
  DataSource open() {
    return Postgres.source();
  }

  @Override
  void close(DataSource store) {
    Postgres.close(store);
  }

  @Test
  void of_two_instances_one_makes_each_step_and_both_tell_the_same() {
    for (int i = 0; i < 25; i++) {
      var one = instance(store());
      var other = instance(store());
      var wish = IssueRequest.parseOffer(wish("two-" + i, ""));
      var ids = Postgres.both(one, other, 3, instance -> id(instance.offering.offer(tenant, wish)));
      assertThat(new HashSet<>(ids)).hasSize(1);
      var id = ids.getFirst();
      var tokens =
          Postgres.both(one, other, 3, instance -> token(instance, id)).stream()
              .flatMap(Optional::stream)
              .toList();
      assertThat(tokens).hasSize(1);
      var access = new AccessToken(tokens.getFirst(), Optional.empty());
      var issued =
          Postgres.both(
              one,
              other,
              3,
              // Each with a nonce of its own: what decides is the offer.
              instance -> credential(instance.issuing.issue(tenant, access, request(instance))));
      assertThat(new HashSet<>(issued)).hasSize(1);
      var outcomes =
          Postgres.both(
              one,
              other,
              2,
              instance -> instance.caretaking.take(Caretaking.Step.REVOKE, tenant.name(), id));
      assertThat(outcomes).allMatch(Caretaking.Outcome.Done.class::isInstance);
    }
    assertThat(
            new Jdbc(store()).one("select count(*) as n from status_entry", row -> row.number("n")))
        .contains(25L);
    assertThat(
            new Jdbc(store())
                .one("select count(*) as n from status_change", row -> row.number("n")))
        .contains(25L);
  }

  @Test
  void of_requests_with_one_nonce_one_counts_in_whichever_instance() {
    var one = instance(store());
    var other = instance(store());
    var request = request(one);
    var tokens =
        IntStream.range(0, 6)
            .mapToObj(i ->
                token(
                        one,
                        id(one.offering.offer(tenant, IssueRequest.parseOffer(wish("n" + i, "")))))
                    .orElseThrow())
            .toList();
    var next = new AtomicInteger();
    var outcomes =
        Postgres.both(
            one,
            other,
            3,
            instance ->
                instance.issuing.issue(
                    tenant,
                    new AccessToken(tokens.get(next.getAndIncrement()), Optional.empty()),
                    request));
    assertThat(outcomes.stream().filter(Issuing.Outcome.Issued.class::isInstance)).hasSize(1);
    assertThat(outcomes.stream().filter(Issuing.Outcome.InvalidNonce.class::isInstance)).hasSize(5);
  }

  private static String id(Offering.Outcome outcome) {
    return switch (outcome) {
      case Offering.Outcome.Offered(var offered) -> offered.about().id();
      case Offering.Outcome.AlreadyThere(var issuance) -> issuance.about().id();
      case Offering.Outcome.RequestIdTaken _,
          Offering.Outcome.Refused _,
          Offering.Outcome.ClaimsRefused _ ->
          throw new AssertionError("offered: " + outcome);
    };
  }

  private Optional<String> token(Instance instance, String id) {
    var presented =
        new Redeeming.Presented(
            instance.secret.code(id), Optional.empty(), Optional.empty(), Optional.empty());
    return instance.redeeming.redeem(tenant, presented)
            instanceof Redeeming.Outcome.Redeemed(var token, _, _, _)
        ? Optional.of(token)
        : Optional.empty();
  }

  private static String credential(Issuing.Outcome outcome) {
    if (outcome instanceof Issuing.Outcome.Issued(var credentials, _)) {
      return credentials.getFirst();
    }
    throw new AssertionError("issued: " + outcome);
  }
}
