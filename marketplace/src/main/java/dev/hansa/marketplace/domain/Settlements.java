package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.Books.Direction;
import dev.hansa.marketrules.book.BookCommand;
import dev.hansa.marketrules.book.BookTerms;
import dev.hansa.marketrules.book.OrderBook;
import dev.hansa.marketrules.book.Trade;
import dev.hansa.marketrules.money.Seed;
import dev.hansa.marketrules.settlement.BookSettlement;
import dev.hansa.marketrules.settlement.Metered;
import dev.hansa.marketrules.settlement.Policy;
import dev.hansa.marketrules.settlement.Settlement;
import dev.hansa.marketrules.settlement.SettlementOutcome;
import dev.hansa.marketrules.settlement.SettlementTerms;
import dev.hansa.marketrules.settlement.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/// Settles books on metered Wh, policy FIRM: what was traded stands, and what was not delivered or
/// not taken is settled with the balancing party at its imbalance prices.
public final class Settlements {
  private final Books books;
  private final Readings readings;
  private final Store store;
  private final Imbalance imbalance;
  private final Clock clock;

  public Settlements(
      Books books, Readings readings, Store store, Imbalance imbalance, Clock clock) {
    this.books = books;
    this.readings = readings;
    this.store = store;
    this.imbalance = imbalance;
    this.clock = clock;
  }

  /// The imbalance prices of the house, in µ-currency per kWh, and who stands in.
  public record Imbalance(String balancingParty, long shortMicro, long overMicro) {}

  /// Calculated settlements; one a book.
  public interface Store {
    /// Keeps it unless the book has one already; the one that is kept.
    Kept keep(Kept settlement);

    Optional<Kept> find(String id);
  }

  /// A settlement with its statements by party, as they were calculated.
  public record Kept(String id, String bookId, ObjectNode body, Instant created) {}

  /// What became of a request to settle. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    record NoSuchBook() implements Outcome {}

    record NotDelivered() implements Outcome {}

    record NothingTraded() implements Outcome {}

    record ReadingsMissing(int meteringPoints) implements Outcome {}

    /// The inputs contradict each other.
    record Impossible(String rule) implements Outcome {}

    record Settled(Kept settlement) implements Outcome {}
  }

  public static String settlementId(String bookId) {
    return "set-" + Bytes.utf8(bookId).sha256().toHex().substring(0, 32);
  }

  public Outcome settle(BookTerms terms) {
    var earlier = store.find(settlementId(terms.id()));
    if (earlier.isPresent()) {
      return new Outcome.Settled(earlier.get());
    }
    var now = clock.instant();
    if (books.look(terms.id(), OrderBook::seq).isEmpty()) {
      return new Outcome.NoSuchBook();
    }
    if (now.isBefore(terms.interval().end())) {
      return new Outcome.NotDelivered();
    }
    var trades = books.hold(terms, desk -> firmTrades(desk, now));
    if (trades.isEmpty()) {
      return new Outcome.NothingTraded();
    }
    return outcome(terms, trades, now);
  }

  private static List<Trade> firmTrades(Books.Desk desk, Instant now) {
    if (!desk.book().isClosed()) {
      var events = desk.append(new BookCommand.Advance("close-" + desk.book().seq()), now);
      Orders.release(desk, events);
    }
    return desk.book().firmTrades();
  }

  private Outcome outcome(BookTerms terms, List<Trade> trades, Instant now) {
    var seed = Seed.of(Bytes.utf8(terms.id()).sha256().toArray());
    var settlementTerms =
        new SettlementTerms(
            terms,
            seed,
            Policy.FIRM,
            imbalance.balancingParty(),
            imbalance.shortMicro(),
            imbalance.overMicro());
    return switch (BookSettlement.settle(
        settlementTerms, trades, metered(terms, trades), Map.of())) {
      case SettlementOutcome.ReadingsMissing(SortedSet<String> points) ->
          new Outcome.ReadingsMissing(points.size());
      case SettlementOutcome.ReadingTwice _ ->
          new Outcome.Impossible("one metering point has one reading of an interval");
      case SettlementOutcome.MeterShared _ ->
          new Outcome.Impossible("one metering point belongs to one party");
      case SettlementOutcome.CarriedNotZero _ ->
          new Outcome.Impossible("what is carried forward adds up to zero");
      case SettlementOutcome.BeyondNumbers _ ->
          new Outcome.Impossible("the sums of a settlement fit 63 bits");
      case SettlementOutcome.Calculated(var settlement) ->
          new Outcome.Settled(
              store.keep(
                  new Kept(settlementId(terms.id()), terms.id(), json(settlement, trades), now)));
    };
  }

  /// A seller's point needs its reading of what it gave, a buyer's of what it took.
  private List<Metered> metered(BookTerms terms, List<Trade> trades) {
    var directions = new TreeMap<String, List<Direction>>();
    for (var trade : trades) {
      directions.computeIfAbsent(trade.sellerMeter(), _ -> new ArrayList<>()).add(Direction.EXPORT);
      directions.computeIfAbsent(trade.buyerMeter(), _ -> new ArrayList<>()).add(Direction.IMPORT);
    }
    var found = new ArrayList<Metered>();
    directions.forEach((meterKey, needed) -> {
      var imported = readings.latest(meterKey, Direction.IMPORT, terms.interval());
      var exported = readings.latest(meterKey, Direction.EXPORT, terms.interval());
      boolean complete =
          (!needed.contains(Direction.IMPORT) || imported.isPresent())
              && (!needed.contains(Direction.EXPORT) || exported.isPresent());
      if (complete) {
        found.add(
            new Metered(
                meterKey,
                imported.map(Readings.Reading::wh).orElse(0L),
                exported.map(Readings.Reading::wh).orElse(0L),
                exported.or(() -> imported).orElseThrow().credentialHash()));
      }
    });
    return found;
  }

  private static ObjectNode json(Settlement settlement, List<Trade> trades) {
    var book = settlement.terms().book();
    var body =
        Json.newObject()
            .put("id", settlementId(book.id()))
            .put("book", book.id())
            .put("state", "calculated")
            .put("policy", settlement.terms().policy().name())
            .put("currency", book.currency().code())
            .put("hash", settlement.hash());
    var postings = body.putArray("postings");
    settlement
        .postings()
        .forEach(posting ->
            postings
                .addObject()
                .put("debit", posting.debit())
                .put("credit", posting.credit())
                .put("minor", posting.minor()));
    long sum = settlement.posted().values().stream().mapToLong(rounded -> rounded.minor()).sum();
    body.put("sumOfPostedMinor", sum);
    body.put(
        "sumOfExactNano",
        settlement.positions().values().stream().mapToLong(Long::longValue).sum());
    var statements = body.putObject("statements");
    settlement
        .posted()
        .keySet()
        .forEach(party -> statements.set(party, json(settlement.statement(party))));
    body.put("trades", trades.size());
    return body;
  }

  private static ObjectNode json(Statement statement) {
    var body =
        Json.newObject()
            .put("party", statement.party())
            .put("book", statement.bookId())
            .put("currency", statement.currency().code())
            .put("exactNano", statement.exactNano())
            .put("postedMinor", statement.postedMinor())
            .put("carriedOutNano", statement.carriedOutNano());
    var lines = body.putArray("lines");
    for (var line : statement.lines()) {
      var one =
          lines
              .addObject()
              .put("kind", line.kind().name())
              .put("qtyWh", line.qtyWh())
              .put("priceMicro", line.priceMicro())
              .put("nano", line.nano());
      var receipts = one.putArray("receipts");
      line.receipts().forEach(receipts::add);
    }
    var points = body.putArray("points");
    for (var point : statement.points()) {
      points
          .addObject()
          .put("importWh", point.metered().importWh())
          .put("exportWh", point.metered().exportWh())
          .put("boughtWh", point.boughtWh())
          .put("soldWh", point.soldWh())
          .put("residualImportWh", point.residualImportWh())
          .put("overBoughtWh", point.overBoughtWh())
          .put("residualExportWh", point.residualExportWh())
          .put("shortDeliveredWh", point.shortDeliveredWh());
    }
    return body;
  }

  public Optional<Kept> find(String id) {
    return store.find(id);
  }

  /// One party's statement; nobody sees another's.
  public Optional<ObjectNode> statement(String settlementId, String party) {
    return store
        .find(settlementId)
        .map(kept -> kept.body().path("statements").get(party))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast);
  }
}
