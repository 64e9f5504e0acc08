package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Accreditations;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.receipts.CredentialEvidence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Looks again at the credentials behind facts: their status, and whether their issuer is still
/// accredited for what it issued.
public final class Standings {
  /// How old a status may be for acts that move value, and for everything else.
  public static final Duration FRESH = Duration.ofSeconds(1);

  public static final Duration RECENT = Duration.ofSeconds(60);

  private final StatusSource statuses;
  private final Accreditations accreditations;
  private final Clock clock;

  public Standings(StatusSource statuses, Accreditations accreditations, Clock clock) {
    this.statuses = statuses;
    this.accreditations = accreditations;
    this.clock = clock;
  }

  /// Without an answer from the ledger what moves value ends as [LedgerUnavailable]; other acts go
  /// on without.
  Standing of(Fact fact, boolean movesValue) {
    boolean linked = isLinked(fact);
    boolean accredited = false;
    boolean ledgerAnswered = true;
    long height = 0;
    try {
      var check = accreditation(fact);
      accredited = check.accredited();
      height = check.height();
    } catch (LedgerUnavailable e) {
      if (movesValue) {
        throw e;
      }
      ledgerAnswered = false;
    }
    var answer =
        fact.status().isEmpty()
            ? Optional.<StatusSource.Answer>empty()
            : Optional.of(statuses.status(fact, movesValue ? FRESH : RECENT));
    if (answer.isEmpty()) {
      var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      return standing(fact, linked, accredited, ledgerAnswered, height, now, Optional.empty());
    }
    return switch (answer.get()) {
      case StatusSource.Answer.Known known ->
          standing(
              fact,
              linked,
              accredited,
              ledgerAnswered,
              height,
              known.checkedAt().truncatedTo(ChronoUnit.MILLIS),
              Optional.of(known));
      case StatusSource.Answer.Unavailable() ->
          standing(fact, linked, accredited, false, height, Standing.NEVER, Optional.empty());
    };
  }

  private static Standing standing(
      Fact fact,
      boolean linked,
      boolean accredited,
      boolean confirmed,
      long height,
      Instant checkedAt,
      Optional<StatusSource.Answer.Known> known) {
    var evidence =
        new CredentialEvidence(
            fact.type(),
            fact.issuer(),
            fact.keyName(),
            fact.issuedAt(),
            fact.validUntil(),
            fact.credentialHash(),
            Optional.of(fact.presentationHash()),
            confirmed ? checkedAt : Standing.NEVER,
            accredited,
            linked,
            known.map(StatusSource.Answer.Known::status));
    return new Standing(
        fact, evidence, known.map(StatusSource.Answer.Known::token), confirmed, height);
  }

  /// Whether the credential is about the party that it is used for. All but mandates are kept under
  /// their subject; a mandate counts for the organisation that issued it and is its mandator.
  private static boolean isLinked(Fact fact) {
    return !(fact.says() instanceof Attested.Mandate mandate)
        || (fact.issuer().equals(mandate.mandator())
            && mandate.mandator().toString().equals(fact.party()));
  }

  private record Accredited(boolean accredited, long height) {}

  private Accredited accreditation(Fact fact) {
    // A mandate needs none: who gives it speaks for itself, and is a member (`linked`).
    if (fact.type().equals(Attested.MANDATE)) {
      return new Accredited(true, 0);
    }
    var check = accreditations.check(fact.issuer(), fact.type(), fact.issuedAt());
    return new Accredited(check instanceof Accreditations.Check.Accredited, check.ledgerHeight());
  }
}
