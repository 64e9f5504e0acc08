package dev.hansa.didregistry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WhoMayIssueTest {
  private static final Vct TYPE = Vct.hansa("participant");
  private static final Did GRID = Did.parse("did:indy:hansa:WgWxqztrNooG92RXvxSTWv");
  private static final Did BANK = Did.parse("did:indy:hansa:7Tqg6BwSSWapxgUDm9KKgg");
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

  @Test
  void from_the_first_second_and_before_the_last() {
    var who = whoMayIssue(accreditation(GRID, FROM, UNTIL, Optional.empty()));
    assertThat(verdict(who, GRID, FROM.minusSeconds(1)))
        .isEqualTo(WhoMayIssue.Verdict.NOT_AT_THAT_TIME);
    assertThat(verdict(who, GRID, FROM)).isEqualTo(WhoMayIssue.Verdict.ACCREDITED);
    assertThat(verdict(who, GRID, UNTIL.minusSeconds(1))).isEqualTo(WhoMayIssue.Verdict.ACCREDITED);
    assertThat(verdict(who, GRID, UNTIL)).isEqualTo(WhoMayIssue.Verdict.NOT_AT_THAT_TIME);
  }

  @Test
  void who_is_not_on_the_list_never_was() {
    var who = whoMayIssue(accreditation(GRID, FROM, UNTIL, Optional.empty()));
    var answer = who.mayIssue(BANK, TYPE, FROM);
    assertThat(answer.verdict()).contains(WhoMayIssue.Verdict.NEVER_ACCREDITED);
    assertThat(answer.accreditations()).isEmpty();
    assertThat(answer.proved().proof().path("nodes").asText()).isEqualTo("the proof");
  }

  @Test
  void withdrawn_means_refused_also_for_the_time_before() {
    var withdrawal =
        new Accreditation.Withdrawal(
            Accreditation.Withdrawal.Reason.ENDED, FROM.plusSeconds(60), FROM.plusSeconds(60));
    var who = whoMayIssue(accreditation(GRID, FROM, UNTIL, Optional.of(withdrawal)));
    assertThat(verdict(who, GRID, FROM)).isEqualTo(WhoMayIssue.Verdict.WITHDRAWN);
    assertThat(verdict(who, GRID, UNTIL)).isEqualTo(WhoMayIssue.Verdict.WITHDRAWN);
  }

  @Test
  void an_accreditation_that_stands_outweighs_one_that_was_withdrawn() {
    var withdrawal =
        new Accreditation.Withdrawal(Accreditation.Withdrawal.Reason.ENDED, FROM, FROM);
    var who =
        whoMayIssue(
            accreditation(GRID, FROM, UNTIL, Optional.of(withdrawal)),
            accreditation(GRID, FROM, UNTIL, Optional.empty()));
    assertThat(verdict(who, GRID, FROM)).isEqualTo(WhoMayIssue.Verdict.ACCREDITED);
  }

  private static Optional<WhoMayIssue.Verdict> answer(WhoMayIssue who, Did did, Instant at) {
    return who.mayIssue(did, TYPE, at).verdict();
  }

  private static WhoMayIssue.Verdict verdict(WhoMayIssue who, Did did, Instant at) {
    return answer(who, did, at).orElseThrow();
  }

  private static WhoMayIssue whoMayIssue(Accreditation... accreditations) {
    var proof = Json.newObject().put("nodes", "the proof");
    return new WhoMayIssue(
        new AccreditationLedger() {
          @Override
          public Proved list(Vct type) {
            return new Proved(List.of(accreditations), 7, proof);
          }

          @Override
          public Proved list(Did issuer, Vct type) {
            return new Proved(
                Stream.of(accreditations).filter(a -> a.issuer().equals(issuer)).toList(),
                7,
                proof);
          }
        });
  }

  private static Accreditation accreditation(
      Did issuer, Instant from, Instant until, Optional<Accreditation.Withdrawal> withdrawal) {
    return new Accreditation(
        issuer, TYPE, List.of(), from, until, Duration.ofDays(365), false, BANK, 3, withdrawal);
  }
}
