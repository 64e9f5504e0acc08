package dev.hansa.marketrules.settlement;

import java.util.SortedSet;

/// What became of a request to settle a book. The refusals stand in the order they are looked for.
public sealed interface SettlementOutcome {
  /// One metering point has two readings of this interval.
  record ReadingTwice(String meterKey) implements SettlementOutcome {}

  /// These metering points traded and have no final reading yet.
  record ReadingsMissing(SortedSet<String> meterKeys) implements SettlementOutcome {}

  /// Two parties traded on one metering point.
  record MeterShared(String meterKey) implements SettlementOutcome {}

  /// What was carried into this settlement does not add up to zero.
  record CarriedNotZero() implements SettlementOutcome {}

  /// A sum is beyond 64 bits; nothing was computed.
  record BeyondNumbers() implements SettlementOutcome {}

  record Calculated(Settlement settlement) implements SettlementOutcome {}
}
