package dev.hansa.marketrules.money;

import java.util.Optional;

/// What two parties have not posted yet in one currency: the remainder of the last rounding, at
/// most half a minor unit.
public record PairBalance(PartyPair pair, Currency currency, long carriedNano) {

  /// Closes a period: one half-even rounding of the carried and the new amount (positive when the
  /// first owes the second), a posting when there is something to post, and the remainder carried
  /// forward.
  public Closed close(long exactNano, String reference) {
    var rounded = Nano.toMinor(Math.addExact(carriedNano, exactNano), currency);
    var next = new PairBalance(pair, currency, rounded.remainderNano());
    return new Closed(
        Posting.signed(pair.first(), pair.second(), rounded.minor(), currency, reference), next);
  }

  public record Closed(Optional<Posting> posting, PairBalance next) {}
}
