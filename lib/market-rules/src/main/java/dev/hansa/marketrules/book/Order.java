package dev.hansa.marketrules.book;

import dev.hansa.marketrules.Require;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// An order as its party wants it. Texts are bounded here; whether the numbers may enter a book is
/// said by [#refusal(BookTerms)], so that a caller can ask before it decides and reserves.
///
/// @param id one for each order, chosen by the caller; the same order again is a repetition
/// @param party the legal entity, for which self-trades are prevented
/// @param meterKey the salted hash of the metering point that delivers or takes
/// @param minQtyWh the least quantity of a single trade; 0 or 1 for any
/// @param product what a seller offers; a buyer leaves it unspecified
/// @param filter what a buyer asks; a seller leaves it at any
/// @param receiptId the receipt of the decision that allowed this order
public record Order(
    String id,
    String party,
    String meterKey,
    Side side,
    long qtyWh,
    Limit limit,
    TimeInForce timeInForce,
    long minQtyWh,
    Product product,
    ProductFilter filter,
    Instant validUntil,
    String receiptId) {
  public static final int ID_LENGTH_MAX = 128;
  public static final int PARTY_LENGTH_MAX = 255;

  /// A terawatt-hour in a quarter hour, and 100,000 of any currency for a kWh: no order needs more,
  /// and the sums of a book stay inside 64 bits.
  public static final long QTY_WH_MAX = 1_000_000_000_000L;

  public static final long PRICE_MICRO_MAX = 100_000_000_000L;

  public Order {
    Require.name(id, ID_LENGTH_MAX, "an order's id");
    Require.name(party, PARTY_LENGTH_MAX, "a party");
    Require.name(meterKey, ID_LENGTH_MAX, "a meter key");
    Require.name(receiptId, ID_LENGTH_MAX, "a receipt's id");
    validUntil = validUntil.truncatedTo(ChronoUnit.MILLIS);
  }

  /// A plain order that rests until the gate closes.
  public static Order plain(
      String id,
      String party,
      String meterKey,
      Side side,
      long qtyWh,
      Limit limit,
      BookTerms terms,
      String receiptId) {
    return new Order(
        id,
        party,
        meterKey,
        side,
        qtyWh,
        limit,
        TimeInForce.GTC,
        0,
        Product.UNSPECIFIED,
        ProductFilter.ANY,
        terms.gateClosure(),
        receiptId);
  }

  public Order with(TimeInForce other) {
    return new Order(
        id,
        party,
        meterKey,
        side,
        qtyWh,
        limit,
        other,
        minQtyWh,
        product,
        filter,
        validUntil,
        receiptId);
  }

  public Order withMinQty(long other) {
    return new Order(
        id,
        party,
        meterKey,
        side,
        qtyWh,
        limit,
        timeInForce,
        other,
        product,
        filter,
        validUntil,
        receiptId);
  }

  public Order with(Product other) {
    return new Order(
        id,
        party,
        meterKey,
        side,
        qtyWh,
        limit,
        timeInForce,
        minQtyWh,
        other,
        filter,
        validUntil,
        receiptId);
  }

  public Order with(ProductFilter other) {
    return new Order(
        id,
        party,
        meterKey,
        side,
        qtyWh,
        limit,
        timeInForce,
        minQtyWh,
        product,
        other,
        validUntil,
        receiptId);
  }

  public Order withValidUntil(Instant other) {
    return new Order(
        id,
        party,
        meterKey,
        side,
        qtyWh,
        limit,
        timeInForce,
        minQtyWh,
        product,
        filter,
        other,
        receiptId);
  }

  Order amended(long qty, Limit newLimit, String receipt) {
    return new Order(
        id,
        party,
        meterKey,
        side,
        qty,
        newLimit,
        timeInForce,
        minQtyWh,
        product,
        filter,
        validUntil,
        receipt);
  }

  /// The first rule that the order's numbers break, whatever the state of the book.
  public Optional<Rejection> refusal(BookTerms terms) {
    if (qtyWh <= 0 || qtyWh > QTY_WH_MAX) {
      return Optional.of(Rejection.QUANTITY);
    }
    if (limit.lowMicro() < -PRICE_MICRO_MAX || limit.highMicro() > PRICE_MICRO_MAX) {
      return Optional.of(Rejection.PRICE);
    }
    if (limit.lowMicro() % terms.tickMicro() != 0 || limit.highMicro() % terms.tickMicro() != 0) {
      return Optional.of(Rejection.TICK);
    }
    long priceMax = Math.max(Math.abs(limit.lowMicro()), Math.abs(limit.highMicro()));
    if (Math.multiplyHigh(qtyWh, priceMax) != 0 || qtyWh * priceMax < 0) {
      return Optional.of(Rejection.VALUE);
    }
    // The last steps of a ladder get the floor of the quantity; a step that gets nothing is left
    // out.
    long leastStep = Math.max(qtyWh / limit.steps(), 1);
    if (minQtyWh < 0 || minQtyWh > leastStep) {
      return Optional.of(Rejection.MIN_QUANTITY);
    }
    return Optional.empty();
  }
}
