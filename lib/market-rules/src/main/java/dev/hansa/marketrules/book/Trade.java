package dev.hansa.marketrules.book;

import dev.hansa.marketrules.money.Nano;
import java.time.Instant;

/// Two orders met. `number` counts the trades of the book from 1; `seq` and `at` are those of the
/// entry that made them meet; steps are the positions in the ladders (0 for plain orders).
public record Trade(
    long number,
    long seq,
    Instant at,
    String sellOrder,
    int sellStep,
    String seller,
    String sellerMeter,
    String sellReceipt,
    String buyOrder,
    int buyStep,
    String buyer,
    String buyerMeter,
    String buyReceipt,
    long qtyWh,
    long priceMicro) {

  /// What the buyer owes the seller (of a negative price: the seller the buyer), exactly.
  public long valueNano() {
    return Nano.value(qtyWh, priceMicro);
  }
}
