package dev.hansa.didregistry.domain;

import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Answers "is this DID accredited for that type at that time" and "who is", each with the proof of
/// the whole list, so that a "no" is proved as well.
public final class WhoMayIssue {
  private final AccreditationLedger ledger;

  public WhoMayIssue(AccreditationLedger ledger) {
    this.ledger = ledger;
  }

  /// Who is accredited for a type, or was, and how the question about one issuer is answered.
  public record Answer(
      AccreditationLedger.Proved proved,
      List<Accreditation> accreditations,
      Optional<Verdict> verdict) {
    public Answer {
      accreditations = List.copyOf(accreditations);
    }
  }

  /// Whether one issuer may issue.
  public enum Verdict {
    ACCREDITED,
    NEVER_ACCREDITED,
    WITHDRAWN,
    NOT_AT_THAT_TIME
  }

  public Answer whoMay(Vct type) {
    var proved = ledger.list(type);
    return new Answer(proved, proved.accreditations(), Optional.empty());
  }

  public Answer mayIssue(Did issuer, Vct type, Instant at) {
    var proved = ledger.list(issuer, type);
    var own = proved.accreditations();
    return new Answer(proved, own, Optional.of(verdict(own, at)));
  }

  private static Verdict verdict(List<Accreditation> own, Instant at) {
    if (own.isEmpty()) {
      return Verdict.NEVER_ACCREDITED;
    }
    var open = own.stream().filter(a -> a.withdrawal().isEmpty()).toList();
    if (open.stream().anyMatch(a -> !a.validFrom().isAfter(at) && a.validUntil().isAfter(at))) {
      return Verdict.ACCREDITED;
    }
    // Withdrawn means refused, whatever the time: an iat can be written backwards.
    return open.size() < own.size() ? Verdict.WITHDRAWN : Verdict.NOT_AT_THAT_TIME;
  }
}
