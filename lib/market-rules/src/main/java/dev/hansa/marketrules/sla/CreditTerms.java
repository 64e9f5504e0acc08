package dev.hansa.marketrules.sla;

import dev.hansa.marketrules.Require;
import dev.hansa.marketrules.money.HalfEven;
import java.util.List;

/// How the credits of a period's objectives become one amount.
///
/// @param creditCapBp the most that is given, in basis points of the charge
/// @param minimumMinor what is less than this is nothing
public record CreditTerms(Combine combine, int creditCapBp, long minimumMinor) {
  public enum Combine {
    MAX,
    SUM_CAPPED
  }

  public CreditTerms {
    Require.that(creditCapBp >= 0 && creditCapBp <= TierTable.CREDIT_BP_MAX, "a cap is 0 to 100 %");
    Require.that(minimumMinor >= 0, "a minimum is not negative");
  }

  public static CreditTerms largest() {
    return new CreditTerms(Combine.MAX, TierTable.CREDIT_BP_MAX, 0);
  }

  /// The credit in minor units, rounded once, never above the charge.
  public long credit(long chargeMinor, List<Integer> creditsBp) {
    Require.that(chargeMinor >= 0, "a charge is not negative");
    long bp = 0;
    for (int creditBp : creditsBp) {
      Require.that(creditBp >= 0 && creditBp <= TierTable.CREDIT_BP_MAX, "a credit is 0 to 100 %");
      bp =
          switch (combine) {
            case MAX -> Math.max(bp, creditBp);
            case SUM_CAPPED -> bp + creditBp;
          };
    }
    long credit = HalfEven.multiplyDivide(chargeMinor, Math.min(bp, creditCapBp), 10_000);
    return credit < minimumMinor ? 0 : credit;
  }
}
