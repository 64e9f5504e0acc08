package dev.hansa.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A party's statement in words: what was traded and measured, at which price, and what that comes
/// to. Exact amounts are integers of 10⁻⁹ of the currency's unit, prices of 10⁻⁶ a kWh.
final class StatementText {
  private StatementText() {}

  static List<String> lines(JsonNode statement) {
    var currency = statement.path("currency").asText();
    var lines = new ArrayList<String>();
    lines.add("Book " + statement.path("book").asText());
    for (var point : statement.path("points")) {
      lines.add(
          "  metered: "
              + point.path("exportWh").asLong()
              + " Wh given, "
              + point.path("importWh").asLong()
              + " Wh taken; agreed: "
              + point.path("soldWh").asLong()
              + " Wh sold, "
              + point.path("boughtWh").asLong()
              + " Wh bought");
    }
    for (var line : statement.path("lines")) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-18s %8d Wh at %s %s/kWh  %s %s",
              words(line.path("kind").asText()),
              line.path("qtyWh").asLong(),
              BigDecimal.valueOf(line.path("priceMicro").asLong(), 6).toPlainString(),
              currency,
              signed(line.path("nano").asLong(), 9),
              currency));
    }
    lines.add(
        "  exact "
            + signed(statement.path("exactNano").asLong(), 9)
            + " "
            + currency
            + "; posted "
            + signed(statement.path("postedMinor").asLong(), 2)
            + " "
            + currency
            + "; carried to the next settlement "
            + signed(statement.path("carriedOutNano").asLong(), 9)
            + " "
            + currency);
    return List.copyOf(lines);
  }

  private static String words(String kind) {
    return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String signed(long amount, int scale) {
    return (amount > 0 ? "+" : "") + BigDecimal.valueOf(amount, scale).toPlainString();
  }
}
