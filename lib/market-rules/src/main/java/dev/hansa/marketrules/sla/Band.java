package dev.hansa.marketrules.sla;

/// A row of a table as carriers publish them: from one availability to another, both in millionths.
/// "95.9-96.89" includes both ends; "below 93.9" ends before it.
public record Band(long fromPpm, long toPpm, boolean toInclusive, int creditBp) {
  public static Band closed(String fromPercent, String toPercent, int creditBp) {
    return new Band(Ppm.ofPercent(fromPercent), Ppm.ofPercent(toPercent), true, creditBp);
  }

  /// From an availability on, up to and without the next better row.
  public static Band halfOpen(String fromPercent, String belowPercent, int creditBp) {
    return new Band(Ppm.ofPercent(fromPercent), Ppm.ofPercent(belowPercent), false, creditBp);
  }

  public static Band atLeast(String fromPercent, int creditBp) {
    return new Band(Ppm.ofPercent(fromPercent), Ppm.WHOLE, true, creditBp);
  }

  public static Band below(String percent, int creditBp) {
    return new Band(0, Ppm.ofPercent(percent), false, creditBp);
  }
}
