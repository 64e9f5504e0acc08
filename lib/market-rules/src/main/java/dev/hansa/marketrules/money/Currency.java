package dev.hansa.marketrules.money;

import dev.hansa.marketrules.Require;

/// A currency by its ISO 4217 code, with the digits of its minor unit: EUR has 2, so a cent is 10⁷
/// nano.
public record Currency(String code, int minorDigits) {
  public static final Currency EUR = new Currency("EUR", 2);

  public Currency {
    Require.that(
        code.length() == 3 && code.chars().allMatch(c -> c >= 'A' && c <= 'Z'),
        "a currency's code is three capital letters");
    Require.that(minorDigits >= 0 && minorDigits <= 4, "a minor unit has 0 to 4 digits");
  }

  public long nanoPerMinor() {
    long nano = 1_000_000_000;
    for (int digit = 0; digit < minorDigits; digit++) {
      nano /= 10;
    }
    return nano;
  }
}
