package dev.hansa.marketrules.sla;

import dev.hansa.marketrules.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A table that says exactly one credit for each availability from 0 to 100 %, best tier first.
/// Only [#lint(List)] and [#lintBands(List)] make one from outside numbers.
public record TierTable(List<Tier> tiers) {
  public static final int TIERS_MAX = 32;
  public static final int CREDIT_BP_MAX = 10_000;

  public TierTable {
    tiers = List.copyOf(tiers);
    Require.that(
        faults(tiers).isEmpty(), "a tier table is a partition with credits that only rise");
  }

  public sealed interface Lint {
    record Sound(TierTable table) implements Lint {}

    record Faulty(List<TierFault> faults) implements Lint {}
  }

  /// Thresholds strictly decreasing, the last 0; credits not decreasing, the first 0.
  public static Lint lint(List<Tier> tiers) {
    var faults = faults(tiers);
    return faults.isEmpty()
        ? new Lint.Sound(new TierTable(tiers))
        : new Lint.Faulty(List.copyOf(faults));
  }

  private static List<TierFault> faults(List<Tier> tiers) {
    var faults = new ArrayList<TierFault>();
    if (tiers.size() < 2 || tiers.size() > TIERS_MAX) {
      faults.add(new TierFault.Count());
      return faults;
    }
    for (int i = 0; i < tiers.size(); i++) {
      var tier = tiers.get(i);
      if (tier.thresholdPpm() < 0 || tier.thresholdPpm() > Ppm.WHOLE) {
        faults.add(new TierFault.OutOfRange(i + 1));
      }
      if (tier.creditBp() < 0 || tier.creditBp() > CREDIT_BP_MAX) {
        faults.add(new TierFault.CreditOutOfRange(i + 1));
      }
      if (i > 0 && tier.thresholdPpm() >= tiers.get(i - 1).thresholdPpm()) {
        faults.add(new TierFault.NotDecreasing(i + 1));
      }
      if (i > 0 && tier.creditBp() < tiers.get(i - 1).creditBp()) {
        faults.add(new TierFault.CreditFalls(i + 1));
      }
    }
    if (tiers.getLast().thresholdPpm() != 0) {
      faults.add(new TierFault.LastNotZero());
    }
    if (tiers.getFirst().creditBp() != 0) {
      faults.add(new TierFault.FirstCreditNotZero());
    }
    return faults;
  }

  /// Of a table written as rows from-to: every hole and every overlap between neighbours is named,
  /// from the best tier down. A row that ends with 96.89 and a next one from 97.9 leave a hole,
  /// however many decimals people mean: availability is a fraction, not a number with two decimals.
  public static Lint lintBands(List<Band> bands) {
    if (bands.size() < 2 || bands.size() > TIERS_MAX) {
      return new Lint.Faulty(List.of(new TierFault.Count()));
    }
    var sorted = new ArrayList<>(bands);
    sorted.sort(Comparator.comparingLong(Band::fromPpm).reversed());
    var faults = new ArrayList<TierFault>();
    for (int i = 0; i < sorted.size(); i++) {
      var band = sorted.get(i);
      boolean empty =
          band.fromPpm() > band.toPpm() || (band.fromPpm() == band.toPpm() && !band.toInclusive());
      if (band.fromPpm() < 0 || band.toPpm() > Ppm.WHOLE || empty) {
        faults.add(new TierFault.OutOfRange(i + 1));
      }
    }
    if (!faults.isEmpty()) {
      return new Lint.Faulty(List.copyOf(faults));
    }
    var first = sorted.getFirst();
    if (first.toPpm() != Ppm.WHOLE || !first.toInclusive()) {
      faults.add(new TierFault.FirstNotWhole());
    }
    for (int i = 1; i < sorted.size(); i++) {
      meet(sorted.get(i - 1), sorted.get(i), faults);
    }
    var tiers = sorted.stream().map(band -> new Tier(band.fromPpm(), band.creditBp())).toList();
    for (TierFault fault : faults(tiers)) {
      // Rows that start alike overlap, and are named so.
      if (!(fault instanceof TierFault.NotDecreasing)) {
        faults.add(fault);
      }
    }
    return faults.isEmpty()
        ? new Lint.Sound(new TierTable(tiers))
        : new Lint.Faulty(List.copyOf(faults));
  }

  private static void meet(Band better, Band worse, List<TierFault> faults) {
    long top = worse.toPpm();
    long bottom = better.fromPpm();
    if (top < bottom) {
      faults.add(new TierFault.Gap(top, worse.toInclusive(), bottom));
    } else if (top > bottom || worse.toInclusive()) {
      faults.add(new TierFault.Overlap(bottom, Math.min(top, better.toPpm())));
    }
  }

  /// The credit of a period, or none when nothing was to be measured.
  ///
  /// @param periodSeconds T
  /// @param excludedSeconds X, agreed before it began
  /// @param downSeconds d, within what is left
  public Availability availability(long periodSeconds, long excludedSeconds, long downSeconds) {
    Require.that(
        excludedSeconds >= 0 && excludedSeconds <= periodSeconds,
        "what is excluded is in the period");
    long measured = periodSeconds - excludedSeconds;
    Require.that(measured <= Long.MAX_VALUE / Ppm.WHOLE, "a period is at most 290,000 years");
    Require.that(downSeconds >= 0 && downSeconds <= measured, "downtime is in what is measured");
    if (measured == 0) {
      return new Availability.NoResult();
    }
    for (int i = 0; i < tiers.size(); i++) {
      var tier = tiers.get(i);
      if ((measured - downSeconds) * Ppm.WHOLE >= tier.thresholdPpm() * measured) {
        return new Availability.InTier(i, tier.creditBp());
      }
    }
    throw new IllegalStateException("the last tier of a table takes every availability");
  }
}
