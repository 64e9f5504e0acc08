package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Vct;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which type of credential a rule of the policies is about, by the rule's name.
final class RuleTypes {
  private static final Map<String, Vct> BY_PART = new LinkedHashMap<>();

  static {
    // The first part that the rule's name contains counts.
    BY_PART.put("participant", Attested.PARTICIPANT);
    BY_PART.put("receiver", Attested.PARTICIPANT);
    BY_PART.put("audit-mandate", Vct.hansa("audit-mandate"));
    BY_PART.put("mandate", Attested.MANDATE);
    BY_PART.put("probe", Attested.MANDATE);
    BY_PART.put("cosigner-no-power", Attested.MANDATE);
    BY_PART.put("assurance", Attested.MANDATE);
    BY_PART.put("licen", Attested.CSP_LICENCE);
    BY_PART.put("meter", Attested.GRID_CONNECTION_POINT);
    BY_PART.put("export-ceiling", Attested.GRID_CONNECTION_POINT);
    BY_PART.put("payment", Attested.PAYMENT_CAPABILITY);
    BY_PART.put("F04-currency", Attested.PAYMENT_CAPABILITY);
    BY_PART.put("cover", Attested.PAYMENT_CAPABILITY);
    BY_PART.put("tariff", Vct.hansa("regulated-tariff"));
  }

  private RuleTypes() {}

  static Optional<Vct> of(String rule) {
    return BY_PART.entrySet().stream()
        .filter(entry -> rule.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
