package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.LedgerUnavailable;
import java.time.Clock;

/// Looks again at what earlier decisions rested on: an order stands in a book for a while, and what
/// allowed it may be withdrawn meanwhile.
public final class Upholding {
  public static final int RECEIPTS_MAX = 50;

  private final Rests rests;
  private final Members members;
  private final Standings standings;
  private final Clock clock;

  public Upholding(Rests rests, Members members, Standings standings, Clock clock) {
    this.rests = rests;
    this.members = members;
    this.standings = standings;
    this.clock = clock;
  }

  /// Whether everything that the allowed decision rested on is good now. What cannot be confirmed
  /// is not.
  public boolean stillStands(String receipt) {
    var ids = rests.of(receipt);
    if (ids.isEmpty()) {
      return false;
    }
    var facts = members.facts(ids.get());
    if (facts.size() != ids.get().size()) {
      return false;
    }
    try {
      for (var fact : facts) {
        if (members.find(fact.party()).map(Members.Member::restricted).orElse(true)
            || !standings.of(fact, true).isGood(clock.instant())) {
          return false;
        }
      }
      return true;
    } catch (LedgerUnavailable e) {
      return false;
    }
  }
}
