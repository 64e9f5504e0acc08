package dev.hansa.marketrules.settlement;

import dev.hansa.marketrules.money.Currency;
import java.util.List;

/// What one party reads of a settlement. Amounts are positive when the party receives.
public record Statement(
    String party,
    String bookId,
    Currency currency,
    List<Line> lines,
    List<PointBalance> points,
    long exactNano,
    long carriedInNano,
    long postedMinor,
    long carriedOutNano) {
  /// A trade or an imbalance of the party, as the party sees it.
  ///
  /// @param receipts of the orders behind a trade, of the seller and of the buyer
  public record Line(
      Entry.Kind kind,
      String counterparty,
      long tradeNumber,
      String meterKey,
      long qtyWh,
      long priceMicro,
      long nano,
      List<String> receipts) {}
}
