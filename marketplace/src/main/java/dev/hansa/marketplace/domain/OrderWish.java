package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketrules.Interval;
import dev.hansa.marketrules.book.BookTerms;
import dev.hansa.marketrules.book.Limit;
import dev.hansa.marketrules.book.Order;
import dev.hansa.marketrules.book.Side;
import dev.hansa.marketrules.book.TimeInForce;
import dev.hansa.marketrules.money.Currency;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a party asks of a book, before anything is decided.
public record OrderWish(
    String requestId,
    Side side,
    BookTerms terms,
    long qtyWh,
    Limit limit,
    TimeInForce timeInForce,
    long minQtyWh,
    List<String> evidence) {
  public static final int BODY_MAX = 8192;
  public static final int EVIDENCE_MAX = 8;

  /// An EIC area code with its check character, as in ENTSO-E's EIC reference manual.
  private static final Pattern EIC = Pattern.compile("[0-9]{2}Y[0-9A-Z-]{13}");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  public OrderWish {
    evidence = List.copyOf(evidence);
  }

  /// Reads the body of `POST /orders`.
  public static OrderWish parse(String body) {
    var json = Json.parseObject(body, BODY_MAX);
    var side =
        switch (Json.text(json, "side", 4)) {
          case "SELL" -> Side.SELL;
          case "BUY" -> Side.BUY;
          default -> throw new MalformedInput("side is SELL or BUY");
        };
    var terms =
        BookTerms.of(
            zone(Json.text(json, "zone", 16)),
            interval(Json.text(json, "deliveryStart", 40)),
            Currency.EUR);
    return new OrderWish(
        requestId(json),
        side,
        terms,
        Json.integer(json, "qtyWh", 0, Order.QTY_WH_MAX),
        limit(json),
        timeInForce(json),
        json.has("minQtyWh") ? Json.integer(json, "minQtyWh", 0, Order.QTY_WH_MAX) : 0,
        evidence(json));
  }

  static String requestId(ObjectNode json) {
    var id = Json.text(json, "requestId", 64);
    if (!ID.matcher(id).matches()) {
      throw new MalformedInput("a requestId is 8 to 64 letters, digits and . _ -");
    }
    return id;
  }

  /// Reads an EIC area code.
  public static String zone(String text) {
    if (!EIC.matcher(text).matches() || !hasCheckCharacter(text)) {
      throw new MalformedInput("a zone is an EIC area code with its check character");
    }
    return text;
  }

  private static boolean hasCheckCharacter(String eic) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      sum += value(eic.charAt(i)) * (16 - i);
    }
    return value(eic.charAt(15)) == 36 - (sum - 1) % 37;
  }

  private static int value(char c) {
    return c == '-' ? 36 : c <= '9' ? c - '0' : c - 'A' + 10;
  }

  /// Reads the start of a quarter hour.
  public static Interval interval(String text) {
    Instant start;
    try {
      start = Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new MalformedInput("an instant reads 2026-01-31T12:45:00Z");
    }
    return MalformedInput.unless(() -> new Interval(start));
  }

  private static Limit limit(ObjectNode json) {
    if (json.has("limit") == json.has("range")) {
      throw new MalformedInput("an order has either a limit or a range");
    }
    long max = Order.PRICE_MICRO_MAX;
    if (json.has("limit")) {
      return new Limit.At(Json.integer(Json.object(json, "limit"), "priceMicro", -max, max));
    }
    var range = Json.object(json, "range");
    long low = Json.integer(range, "loMicro", -max, max);
    long high = Json.integer(range, "hiMicro", -max, max);
    int steps =
        range.has("k") ? (int) Json.integer(range, "k", 1, Limit.STEPS_MAX) : Limit.STEPS_DEFAULT;
    return MalformedInput.unless(() -> new Limit.Range(low, high, steps));
  }

  private static TimeInForce timeInForce(ObjectNode json) {
    return switch (json.path("tif").asText("GTC")) {
      case "GTC" -> TimeInForce.GTC;
      case "IOC" -> TimeInForce.IOC;
      case "FOK" -> TimeInForce.FOK;
      default -> throw new MalformedInput("tif is GTC, IOC or FOK");
    };
  }

  private static List<String> evidence(ObjectNode json) {
    var ids = new ArrayList<String>();
    if (json.has("evidence")) {
      for (var id : Json.array(json, "evidence", EVIDENCE_MAX)) {
        if (!id.isTextual() || id.textValue().isEmpty() || id.textValue().length() > 128) {
          throw new MalformedInput("an evidence is named by a text of 1 to 128 characters");
        }
        ids.add(id.textValue());
      }
    }
    return ids;
  }
}
