package dev.hansa.ledgerprotocol.rules;

import dev.hansa.ledgerprotocol.RulesSchedule;

/// The next block counts by a version of the rules that this program lacks. It is not executed, so
/// that this node comes to no other state than the others. The message is for the operator.
public final class RulesVersionMissing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RulesVersionMissing(RulesSchedule schedule, long height, long highest) {
    super(sentence(schedule.at(height), schedule.since(height), highest));
  }

  /// `since` is 0 where the height at which the version began to count is not known.
  public static String sentence(long version, long since, long highest) {
    return "rules version "
        + version
        + (since == 0 ? " counts" : " counts from height " + since)
        + "; this program has up to "
        + highest;
  }
}
