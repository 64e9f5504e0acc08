package dev.hansa.marketrules.settlement;

import dev.hansa.marketrules.book.Trade;
import dev.hansa.marketrules.money.LargestRemainder;
import dev.hansa.marketrules.money.MultilateralRounding;
import dev.hansa.marketrules.money.Posting;
import dev.hansa.marketrules.money.Rounded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Settles the firm trades of a book on metered Wh: a pure function of terms, trades, readings and
/// what was carried over. Trades are taken in the order of their numbers, everything else in the
/// order of names.
public final class BookSettlement {
  private BookSettlement() {}

  /// Calculates, or says what keeps it from calculating.
  ///
  /// @param carried what earlier settlements left over, in nano by party; adds up to zero
  public static SettlementOutcome settle(
      SettlementTerms terms,
      List<Trade> trades,
      List<Metered> readings,
      Map<String, Long> carried) {
    try {
      return calculate(terms, trades, readings, new TreeMap<>(carried));
    } catch (ArithmeticException _) {
      return new SettlementOutcome.BeyondNumbers();
    }
  }

  private static SettlementOutcome calculate(
      SettlementTerms terms,
      List<Trade> trades,
      List<Metered> readings,
      SortedMap<String, Long> carried) {
    var metered = new TreeMap<String, Metered>();
    for (Metered reading : readings) {
      if (metered.put(reading.meterKey(), reading) != null) {
        return new SettlementOutcome.ReadingTwice(reading.meterKey());
      }
    }
    var parties = new TreeMap<String, String>();
    var shared = new TreeSet<String>();
    for (Trade trade : trades) {
      join(parties, trade.sellerMeter(), trade.seller(), shared);
      join(parties, trade.buyerMeter(), trade.buyer(), shared);
    }
    var missing = new TreeSet<>(parties.keySet());
    missing.removeAll(metered.keySet());
    if (!missing.isEmpty()) {
      return new SettlementOutcome.ReadingsMissing(Collections.unmodifiableSortedSet(missing));
    }
    if (!shared.isEmpty()) {
      return new SettlementOutcome.MeterShared(shared.first());
    }
    if (carried.values().stream().reduce(0L, Math::addExact) != 0) {
      return new SettlementOutcome.CarriedNotZero();
    }
    var settled = quantities(terms, trades, metered);
    var points = points(parties, metered, settled);
    var entries = entries(terms, settled, points);
    var positions = positions(entries);
    var posted = MultilateralRounding.round(sum(positions, carried), terms.book().currency());
    return new SettlementOutcome.Calculated(
        new Settlement(
            terms,
            settled,
            points,
            entries,
            Collections.unmodifiableSortedMap(positions),
            Collections.unmodifiableSortedMap(carried),
            posted,
            postings(terms, posted)));
  }

  private static void join(
      Map<String, String> parties, String meter, String party, Set<String> shared) {
    var before = parties.putIfAbsent(meter, party);
    if (before != null && !before.equals(party)) {
      shared.add(meter);
    }
  }

  private static List<SettledTrade> quantities(
      SettlementTerms terms, List<Trade> trades, Map<String, Metered> metered) {
    var quantities = new TreeMap<Long, SettledTrade>();
    for (Trade trade : trades) {
      quantities.put(trade.number(), new SettledTrade(trade, trade.qtyWh()));
    }
    if (terms.policy() == Policy.AS_METERED) {
      var sales = new TreeMap<String, List<Trade>>();
      for (SettledTrade settled : quantities.values()) {
        sales
            .computeIfAbsent(settled.trade().sellerMeter(), _ -> new ArrayList<>())
            .add(settled.trade());
      }
      sales.forEach((meter, ofMeter) -> cut(terms, ofMeter, readingOf(metered, meter), quantities));
    }
    return List.copyOf(quantities.values());
  }

  private static void cut(
      SettlementTerms terms,
      List<Trade> sales,
      Metered reading,
      Map<Long, SettledTrade> quantities) {
    long[] weights = sales.stream().mapToLong(Trade::qtyWh).toArray();
    long sold = 0;
    for (long weight : weights) {
      sold = Math.addExact(sold, weight);
    }
    long undelivered = Math.addExact(reading.communityOutWh(), sold) - reading.exportWh();
    long cut = Math.min(Math.max(undelivered, 0), sold);
    var ids = sales.stream().map(trade -> Long.toString(trade.number())).toList();
    long[] cuts = LargestRemainder.allocate(cut, weights, ids, terms.seed());
    for (int i = 0; i < cuts.length; i++) {
      var trade = sales.get(i);
      quantities.put(trade.number(), new SettledTrade(trade, trade.qtyWh() - cuts[i]));
    }
  }

  private static List<PointBalance> points(
      SortedMap<String, String> parties, Map<String, Metered> metered, List<SettledTrade> settled) {
    var bought = new TreeMap<String, Long>();
    var sold = new TreeMap<String, Long>();
    for (SettledTrade trade : settled) {
      bought.merge(trade.trade().buyerMeter(), trade.qtyWh(), Math::addExact);
      sold.merge(trade.trade().sellerMeter(), trade.qtyWh(), Math::addExact);
    }
    var points = new ArrayList<PointBalance>();
    parties.forEach((meter, party) ->
        points.add(
            PointBalance.of(
                party,
                readingOf(metered, meter),
                bought.getOrDefault(meter, 0L),
                sold.getOrDefault(meter, 0L))));
    return List.copyOf(points);
  }

  private static Metered readingOf(Map<String, Metered> metered, String meter) {
    return Optional.ofNullable(metered.get(meter)).orElseThrow();
  }

  private static List<Entry> entries(
      SettlementTerms terms, List<SettledTrade> settled, List<PointBalance> points) {
    var entries = new ArrayList<Entry>();
    for (SettledTrade trade : settled) {
      add(
          entries,
          Entry.Kind.TRADE,
          trade.trade().buyer(),
          trade.trade().seller(),
          trade.valueNano(),
          trade.trade().number(),
          "");
    }
    for (PointBalance point : points) {
      add(
          entries,
          Entry.Kind.SHORT_DELIVERED,
          point.party(),
          terms.balancingParty(),
          Math.multiplyExact(point.shortDeliveredWh(), terms.shortMicro()),
          0,
          point.metered().meterKey());
      add(
          entries,
          Entry.Kind.OVER_BOUGHT,
          terms.balancingParty(),
          point.party(),
          Math.multiplyExact(point.overBoughtWh(), terms.overMicro()),
          0,
          point.metered().meterKey());
    }
    return List.copyOf(entries);
  }

  private static void add(
      List<Entry> entries,
      Entry.Kind kind,
      String debtor,
      String creditor,
      long nano,
      long tradeNumber,
      String meterKey) {
    if (nano == 0 || debtor.equals(creditor)) {
      return;
    }
    entries.add(
        nano > 0
            ? new Entry(kind, debtor, creditor, nano, tradeNumber, meterKey)
            : new Entry(kind, creditor, debtor, Math.negateExact(nano), tradeNumber, meterKey));
  }

  private static SortedMap<String, Long> positions(List<Entry> entries) {
    var positions = new TreeMap<String, Long>();
    for (Entry entry : entries) {
      positions.merge(entry.debit(), -entry.nano(), Math::addExact);
      positions.merge(entry.credit(), entry.nano(), Math::addExact);
    }
    return positions;
  }

  private static SortedMap<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
    var sum = new TreeMap<>(a);
    b.forEach((party, nano) -> sum.merge(party, nano, Math::addExact));
    return sum;
  }

  private static List<Posting> postings(SettlementTerms terms, SortedMap<String, Rounded> posted) {
    var postings = new ArrayList<Posting>();
    posted.forEach((party, rounded) ->
        Posting.signed(
                terms.clearingAccount(),
                party,
                rounded.minor(),
                terms.book().currency(),
                terms.book().id())
            .ifPresent(postings::add));
    return List.copyOf(postings);
  }
}
