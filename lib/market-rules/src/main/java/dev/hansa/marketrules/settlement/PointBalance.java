package dev.hansa.marketrules.settlement;

import dev.hansa.marketrules.Invariant;

/// Where the energy of a metering point came from and went to in one interval. Order of use:
/// community, then trades, then the grid.
public record PointBalance(
    String party,
    Metered metered,
    long boughtWh,
    long soldWh,
    long residualImportWh,
    long overBoughtWh,
    long residualExportWh,
    long shortDeliveredWh) {
  public PointBalance {
    Invariant.holds(
        Math.addExact(metered.importWh(), overBoughtWh)
            == Math.addExact(Math.addExact(metered.communityInWh(), boughtWh), residualImportWh),
        "import and what was over-bought are community, purchases and residual import");
    Invariant.holds(
        Math.addExact(metered.exportWh(), shortDeliveredWh)
            == Math.addExact(Math.addExact(metered.communityOutWh(), soldWh), residualExportWh),
        "export and what was not delivered are community, sales and residual export");
  }

  /// Throws `ArithmeticException` when a sum is beyond 64 bits.
  public static PointBalance of(String party, Metered metered, long boughtWh, long soldWh) {
    long in = Math.addExact(metered.communityInWh(), boughtWh);
    long out = Math.addExact(metered.communityOutWh(), soldWh);
    return new PointBalance(
        party,
        metered,
        boughtWh,
        soldWh,
        Math.max(0, metered.importWh() - in),
        Math.max(0, in - metered.importWh()),
        Math.max(0, metered.exportWh() - out),
        Math.max(0, out - metered.exportWh()));
  }
}
