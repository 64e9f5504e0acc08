package dev.hansa.marketrules.settlement;

import dev.hansa.marketrules.CanonicalBytes;
import dev.hansa.marketrules.Invariant;
import dev.hansa.marketrules.money.Posting;
import dev.hansa.marketrules.money.Rounded;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// The calculated settlement of one book. In nano the entries are exact; in minor units each party
/// has one posting against the clearing account, and the postings add up to zero. What the rounding
/// left over is carried forward by party.
///
/// @param positions the exact nano of each party, positive for who receives
/// @param carriedIn what earlier settlements left over
/// @param posted the minor units of each party and what is carried forward
public record Settlement(
    SettlementTerms terms,
    List<SettledTrade> trades,
    List<PointBalance> points,
    List<Entry> entries,
    SortedMap<String, Long> positions,
    SortedMap<String, Long> carriedIn,
    SortedMap<String, Rounded> posted,
    List<Posting> postings) {
  public Settlement {
    Invariant.holds(
        positions.values().stream().reduce(0L, Math::addExact) == 0,
        "the exact positions add up to zero");
    Invariant.holds(
        posted.values().stream().map(Rounded::minor).reduce(0L, Math::addExact) == 0,
        "the posted positions add up to zero");
  }

  public Statement statement(String party) {
    var lines = new ArrayList<Statement.Line>();
    for (SettledTrade settled : trades) {
      var trade = settled.trade();
      boolean sells = trade.seller().equals(party);
      if (sells || trade.buyer().equals(party)) {
        lines.add(
            new Statement.Line(
                Entry.Kind.TRADE,
                sells ? trade.buyer() : trade.seller(),
                trade.number(),
                sells ? trade.sellerMeter() : trade.buyerMeter(),
                settled.qtyWh(),
                trade.priceMicro(),
                sells ? settled.valueNano() : Math.negateExact(settled.valueNano()),
                List.of(trade.sellReceipt(), trade.buyReceipt())));
      }
    }
    for (PointBalance point : points) {
      if (point.party().equals(party) || terms.balancingParty().equals(party)) {
        addImbalances(point, party, lines);
      }
    }
    var rounded = posted.getOrDefault(party, new Rounded(0, 0));
    return new Statement(
        party,
        terms.book().id(),
        terms.book().currency(),
        List.copyOf(lines),
        points.stream().filter(point -> point.party().equals(party)).toList(),
        positions.getOrDefault(party, 0L),
        carriedIn.getOrDefault(party, 0L),
        rounded.minor(),
        rounded.remainderNano());
  }

  private void addImbalances(PointBalance point, String party, List<Statement.Line> lines) {
    boolean own = point.party().equals(party);
    // Who is its own balancing party owes itself nothing.
    if (own && terms.balancingParty().equals(party)) {
      return;
    }
    var other = own ? terms.balancingParty() : point.party();
    if (point.shortDeliveredWh() > 0) {
      long owed = Math.multiplyExact(point.shortDeliveredWh(), terms.shortMicro());
      lines.add(
          imbalance(
              Entry.Kind.SHORT_DELIVERED,
              other,
              point,
              point.shortDeliveredWh(),
              terms.shortMicro(),
              own ? Math.negateExact(owed) : owed));
    }
    if (point.overBoughtWh() > 0) {
      long due = Math.multiplyExact(point.overBoughtWh(), terms.overMicro());
      lines.add(
          imbalance(
              Entry.Kind.OVER_BOUGHT,
              other,
              point,
              point.overBoughtWh(),
              terms.overMicro(),
              own ? due : Math.negateExact(due)));
    }
  }

  private static Statement.Line imbalance(
      Entry.Kind kind,
      String counterparty,
      PointBalance point,
      long qtyWh,
      long priceMicro,
      long nano) {
    return new Statement.Line(
        kind, counterparty, 0, point.metered().meterKey(), qtyWh, priceMicro, nano, List.of());
  }

  /// SHA-256 over everything that was calculated, the same wherever the same inputs were settled.
  public String hash() {
    var out = new CanonicalBytes().put("hansa-settlement:1").put(terms.book().id());
    out.put(terms.seed().hex()).put(terms.policy()).put(terms.balancingParty());
    out.put(terms.shortMicro()).put(terms.overMicro()).put((long) trades.size());
    for (SettledTrade settled : trades) {
      out.put(settled.trade().number()).put(settled.qtyWh()).put(settled.trade().priceMicro());
    }
    out.put((long) points.size());
    for (PointBalance point : points) {
      out.put(point.party()).put(point.metered().meterKey()).put(point.metered().evidence());
      out.put(point.metered().importWh()).put(point.metered().exportWh());
      out.put(point.metered().communityInWh()).put(point.metered().communityOutWh());
      out.put(point.boughtWh()).put(point.soldWh());
    }
    out.put((long) entries.size());
    for (Entry entry : entries) {
      out.put(entry.kind()).put(entry.debit()).put(entry.credit());
      out.put(entry.nano()).put(entry.tradeNumber()).put(entry.meterKey());
    }
    out.put((long) posted.size());
    posted.forEach(
        (party, rounded) -> out.put(party).put(rounded.minor()).put(rounded.remainderNano()));
    return out.sha256();
  }
}
