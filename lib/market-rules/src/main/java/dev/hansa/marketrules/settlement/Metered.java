package dev.hansa.marketrules.settlement;

import dev.hansa.marketrules.Require;

/// The final reading of a metering point for one interval, and what its community already gave or
/// took.
///
/// @param evidence the hash of the `metered-data` credential it rests on
public record Metered(
    String meterKey,
    long importWh,
    long exportWh,
    long communityInWh,
    long communityOutWh,
    String evidence) {
  public Metered {
    Require.name(meterKey, 128, "a meter key");
    Require.name(evidence, 128, "an evidence");
    Require.that(
        importWh >= 0 && exportWh >= 0 && communityInWh >= 0 && communityOutWh >= 0,
        "metered quantities are not negative");
  }

  /// Without a community.
  public Metered(String meterKey, long importWh, long exportWh, String evidence) {
    this(meterKey, importWh, exportWh, 0, 0, evidence);
  }
}
