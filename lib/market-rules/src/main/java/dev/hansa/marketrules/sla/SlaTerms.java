package dev.hansa.marketrules.sla;

import dev.hansa.marketrules.Require;
import dev.hansa.marketrules.money.Currency;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What both parties sign, as far as the rules need it. `termsHash` binds everything else.
///
/// @param reporters whose service-quality reports count
/// @param chargeMinor the charge of one period
public record SlaTerms(
    String agreementId,
    String termsHash,
    String provider,
    String customer,
    Set<String> reporters,
    Optional<String> arbiter,
    Instant validFrom,
    Instant validUntil,
    TierTable availability,
    CreditTerms credits,
    long chargeMinor,
    Currency currency) {
  public static final int REPORTERS_MAX = 8;

  public SlaTerms {
    Require.name(agreementId, 128, "an agreement's id");
    Require.name(termsHash, 128, "a terms' hash");
    Require.name(provider, 255, "a provider");
    Require.name(customer, 255, "a customer");
    Require.that(!provider.equals(customer), "an agreement is between two parties");
    Require.that(
        !reporters.isEmpty() && reporters.size() <= REPORTERS_MAX,
        "an agreement has 1 to 8 reporters");
    Require.that(validFrom.isBefore(validUntil), "an agreement ends after it begins");
    Require.that(chargeMinor >= 0, "a charge is not negative");
    reporters = Set.copyOf(reporters);
  }

  public boolean isParty(String party) {
    return provider.equals(party) || customer.equals(party);
  }
}
