package dev.hansa.marketrules.sla;

/// Where a period's availability fell.
public sealed interface Availability {
  /// The whole period was excluded: there is nothing to measure.
  record NoResult() implements Availability {}

  /// The tier of the period and the credit it gives.
  ///
  /// @param tier position in the table, the best is 0
  record InTier(int tier, int creditBp) implements Availability {}
}
