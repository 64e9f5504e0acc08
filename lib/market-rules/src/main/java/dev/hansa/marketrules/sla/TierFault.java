package dev.hansa.marketrules.sla;

/// What keeps a table from saying one thing for each availability.
public sealed interface TierFault {
  String says();

  record Count() implements TierFault {
    @Override
    public String says() {
      return "a table has 2 to " + TierTable.TIERS_MAX + " tiers";
    }
  }

  record OutOfRange(int tier) implements TierFault {
    @Override
    public String says() {
      return "tier " + tier + " leaves 0 to 100 % or runs backwards";
    }
  }

  record CreditOutOfRange(int tier) implements TierFault {
    @Override
    public String says() {
      return "the credit of tier " + tier + " is not 0 to 100 %";
    }
  }

  record NotDecreasing(int tier) implements TierFault {
    @Override
    public String says() {
      return "the threshold of tier " + tier + " is not below the one before";
    }
  }

  record LastNotZero() implements TierFault {
    @Override
    public String says() {
      return "the last tier does not reach down to 0 %";
    }
  }

  record FirstNotWhole() implements TierFault {
    @Override
    public String says() {
      return "the first tier does not reach up to 100 %";
    }
  }

  record FirstCreditNotZero() implements TierFault {
    @Override
    public String says() {
      return "the first tier gives a credit, so keeping the objective would cost";
    }
  }

  record CreditFalls(int tier) implements TierFault {
    @Override
    public String says() {
      return "tier " + tier + " is worse than the one before and gives less credit";
    }
  }

  /// Availabilities for which no tier is stated. `fromPpm` is outside the gap when a tier ends with
  /// it.
  record Gap(long fromPpm, boolean fromCovered, long toPpm) implements TierFault {
    @Override
    public String says() {
      return "no tier covers "
          + (fromCovered ? "above " : "from ")
          + Ppm.percent(fromPpm)
          + " to below "
          + Ppm.percent(toPpm);
    }
  }

  record Overlap(long fromPpm, long toPpm) implements TierFault {
    @Override
    public String says() {
      return "two tiers cover " + Ppm.percent(fromPpm) + " to " + Ppm.percent(toPpm);
    }
  }
}
