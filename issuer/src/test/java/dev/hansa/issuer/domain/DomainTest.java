package dev.hansa.issuer.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Secret;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Issuance.Redemption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final TenantName TENANT = new TenantName("grid");

  private final IssuerSecret secret =
      new IssuerSecret(Secret.copyOf(new byte[IssuerSecret.LENGTH]), RANDOM);
  private final Nonces nonces = new Nonces(secret, RANDOM, Duration.ofMinutes(5));

  private static Issuance.Offered offered(boolean txCode) {
    return new Issuance.Offered(
        new Issuance.Case("i", TENANT, Vct.hansa("participant"), NOON),
        new Issuance.Terms(
            Duration.ofDays(1),
            txCode,
            NOON.plusSeconds(60),
            Bytes.utf8("c"),
            Optional.empty(),
            false,
            Optional.empty()),
        0);
  }

  @Test
  void an_offer_is_over_before_its_code_is_looked_at() {
    var over = NOON.plusSeconds(60);
    assertThat(offered(true).redeem(Optional.of("wrong"), "123456", over))
        .isEqualTo(new Redemption.Expired());
    assertThat(offered(true).redeem(Optional.of("123456"), "123456", over.minusNanos(1)))
        .isEqualTo(new Redemption.Accepted());
  }

  @Test
  void a_code_is_asked_for_or_it_is_not() {
    assertThat(offered(true).redeem(Optional.empty(), "123456", NOON))
        .isEqualTo(new Redemption.TxCodeMissing());
    assertThat(offered(false).redeem(Optional.of("123456"), "123456", NOON))
        .isEqualTo(new Redemption.TxCodeUnexpected());
    assertThat(offered(true).redeem(Optional.of("12345"), "123456", NOON))
        .isEqualTo(new Redemption.WrongTxCode());
    assertThat(offered(false).redeem(Optional.empty(), "123456", NOON))
        .isEqualTo(new Redemption.Accepted());
  }

  @Test
  void a_nonce_is_stale_from_the_second_it_expires() {
    var nonce = nonces.make(TENANT, NOON);
    assertThat(nonces.look(TENANT, nonce, NOON.plusSeconds(299))).isPresent();
    assertThat(nonces.look(TENANT, nonce, NOON.plusSeconds(300))).isEmpty();
  }

  @Test
  void a_nonce_is_its_issuers_and_nobody_elses() {
    var nonce = nonces.make(TENANT, NOON);
    var foreign =
        new Nonces(
            new IssuerSecret(Secret.copyOf(Bytes.utf8("x".repeat(32)).toArray()), RANDOM),
            RANDOM,
            Duration.ofMinutes(5));
    assertThat(nonces.look(new TenantName("other"), nonce, NOON)).isEmpty();
    assertThat(foreign.look(TENANT, nonce, NOON)).isEmpty();
    assertThat(nonces.look(TENANT, nonce.substring(1), NOON)).isEmpty();
    assertThat(nonces.look(TENANT, nonce + "=", NOON)).isEmpty();
  }

  @Test
  void codes_are_told_apart_by_what_they_are_for() {
    assertThat(secret.issuanceOfCode(secret.code("i"))).contains("i");
    assertThat(secret.issuanceOfOffer(secret.offerId("i"))).contains("i");
    assertThat(secret.issuanceOfCode(secret.offerId("i"))).isEmpty();
    assertThat(secret.issuanceOfOffer(secret.code("i"))).isEmpty();
    assertThat(secret.issuanceOfCode("j" + secret.code("i"))).isEmpty();
    assertThat(secret.issuanceOfCode("")).isEmpty();
    assertThat(secret.txCode("i")).matches("[0-9]{6}").isEqualTo(secret.txCode("i"));
  }

  @Test
  void what_is_sealed_opens_for_its_issuance_and_opener_alone() {
    var sealed = secret.seal("i", "opener", "the claims");
    assertThat(secret.open("i", "opener", sealed)).contains("the claims");
    assertThat(secret.open("i", "other", sealed)).isEmpty();
    assertThat(secret.open("j", "opener", sealed)).isEmpty();
    assertThat(secret.seal("i", "opener", "the claims")).isNotEqualTo(sealed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a_b", "a.b", "..", "health", "swagger", "a/b"})
  void a_tenants_name_is_a_plain_word(String name) {
    assertThatThrownBy(() -> TenantName.parse(name)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void a_tenants_name_has_at_most_63_characters() {
    assertThat(TenantName.parse("a".repeat(63)).value()).hasSize(63);
    assertThatThrownBy(() -> TenantName.parse("a".repeat(64))).isInstanceOf(MalformedInput.class);
  }

  @Test
  void a_term_ends_with_the_first_of_its_bounds() {
    var participant = Vct.hansa("participant");
    var claims = Json.newObject();
    var free = new IssuingRights.Right.Granted(Optional.empty(), Optional.empty());
    assertThat(Validity.ask(participant, claims, Optional.empty(), free, NOON))
        .isEqualTo(
            new Validity.Term.Granted(
                Duration.ofDays(365), Optional.of(Instant.parse("2027-06-01T12:00:00Z"))));
    var short100 =
        new IssuingRights.Right.Granted(Optional.of(Duration.ofDays(100)), Optional.empty());
    assertThat(Validity.ask(participant, claims, Optional.of(Duration.ofDays(100)), short100, NOON))
        .isEqualTo(
            new Validity.Term.Granted(
                Duration.ofDays(100), Optional.of(Instant.parse("2026-09-09T12:00:00Z"))));
    assertThat(
            Validity.ask(
                participant,
                claims,
                Optional.of(Duration.ofDays(100).plusSeconds(1)),
                short100,
                NOON))
        .isInstanceOf(Validity.Term.Refused.class);
    var ending =
        new IssuingRights.Right.Granted(
            Optional.of(Duration.ofDays(100)), Optional.of(NOON.plusSeconds(10)));
    assertThat(Validity.grant(participant, claims, Duration.ofDays(1), ending, NOON))
        .isEqualTo(
            new Validity.Term.Granted(Duration.ofSeconds(10), Optional.of(NOON.plusSeconds(10))));
    assertThat(
            Validity.grant(participant, claims, Duration.ofDays(1), ending, NOON.plusSeconds(10)))
        .isInstanceOf(Validity.Term.Refused.class);
  }

  @Test
  void a_machines_mandate_lasts_three_months_and_a_payment_as_long_as_it_is_guaranteed() {
    var free = new IssuingRights.Right.Granted(Optional.empty(), Optional.empty());
    var machine = Json.newObject();
    machine.putObject("mandatee").put("kind", "MACHINE");
    assertThat(Validity.ask(Vct.hansa("mandate"), machine, Optional.empty(), free, NOON))
        .isEqualTo(
            new Validity.Term.Granted(
                Duration.ofDays(92), Optional.of(Instant.parse("2026-09-01T12:00:00Z"))));
    var payment = Json.newObject().put("notAfter", "2026-06-01T18:00:00Z");
    assertThat(Validity.ask(Vct.hansa("payment-capability"), payment, Optional.empty(), free, NOON))
        .isEqualTo(
            new Validity.Term.Granted(
                Duration.ofHours(6), Optional.of(Instant.parse("2026-06-01T18:00:00Z"))));
  }
}
