package dev.hansa.marketrules.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.marketrules.book.Books;
import dev.hansa.marketrules.book.Limit;
import dev.hansa.marketrules.book.Side;
import dev.hansa.marketrules.book.Trade;
import dev.hansa.marketrules.money.Currency;
import dev.hansa.marketrules.money.Posting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettlementTest {
  private static final String CLEARING = "clearing:" + Books.TERMS.id();

  static SettlementTerms terms(Policy policy) {
    return new SettlementTerms(Books.TERMS, Books.SEED, policy, "grid", 200_000, 50_000);
  }

  static Metered reading(String meter, long importWh, long exportWh) {
    return new Metered(meter, importWh, exportWh, "evidence-" + meter);
  }

  static Settlement settled(
      SettlementTerms terms,
      List<Trade> trades,
      List<Metered> readings,
      Map<String, Long> carried) {
    var outcome = BookSettlement.settle(terms, trades, readings, carried);
    assertThat(outcome).isInstanceOf(SettlementOutcome.Calculated.class);
    return ((SettlementOutcome.Calculated) outcome).settlement();
  }

  /// A prosumer sells 1,000 Wh at 80,000 to a consumer.
  private static List<Trade> oneTrade() {
    var house = new Books();
    house.place(Books.orderBy("prosumer", "s", Side.SELL, 1000, new Limit.At(80_000)));
    house.place(Books.orderBy("consumer", "b", Side.BUY, 1000, new Limit.At(100_000)));
    house.closeGate();
    return house.book.firmTrades();
  }

  private static Settlement oneTradeSettled(Policy policy, long importWh, long exportWh) {
    return settled(
        terms(policy),
        oneTrade(),
        List.of(
            reading("meter-of-prosumer", 0, exportWh), reading("meter-of-consumer", importWh, 0)),
        Map.of());
  }

  @Test
  void what_was_delivered_as_promised_is_one_debt() {
    var settlement = oneTradeSettled(Policy.FIRM, 1000, 1000);
    assertThat(settlement.entries())
        .containsExactly(new Entry(Entry.Kind.TRADE, "consumer", "prosumer", 80_000_000, 1, ""));
    assertThat(settlement.postings())
        .containsExactly(
            new Posting("consumer", CLEARING, 8, Currency.EUR, Books.TERMS.id()),
            new Posting(CLEARING, "prosumer", 8, Currency.EUR, Books.TERMS.id()));
  }

  @Test
  void residuals_are_what_trades_do_not_explain() {
    var settlement = oneTradeSettled(Policy.FIRM, 1300, 1700);
    var consumer = settlement.points().getFirst();
    var prosumer = settlement.points().getLast();
    assertThat(consumer.residualImportWh()).isEqualTo(300);
    assertThat(consumer.overBoughtWh()).isZero();
    assertThat(prosumer.residualExportWh()).isEqualTo(700);
    assertThat(prosumer.shortDeliveredWh()).isZero();
  }

  @Test
  void firm_trades_stand_and_the_shortfall_is_paid_at_the_imbalance_price() {
    var settlement = oneTradeSettled(Policy.FIRM, 900, 600);
    assertThat(settlement.positions())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "consumer", -80_000_000L + 100 * 50_000L,
                "prosumer", 80_000_000L - 400 * 200_000L,
                "grid", 400 * 200_000L - 100 * 50_000L));
    // −7.5, 0 and +7.5 cents: the half goes to the largest remainder, ties by name.
    assertThat(settlement.posted().values().stream().map(part -> part.minor()))
        .containsExactly(-7L, 7L, 0L);
  }

  @Test
  void metered_trades_are_cut_and_the_buyer_takes_the_rest_from_the_grid() {
    var settlement = oneTradeSettled(Policy.AS_METERED, 1000, 600);
    assertThat(settlement.trades().getFirst().qtyWh()).isEqualTo(600);
    assertThat(settlement.points().getFirst().residualImportWh()).isEqualTo(400);
    assertThat(settlement.points().getLast().shortDeliveredWh()).isZero();
    assertThat(settlement.positions()).containsEntry("prosumer", 48_000_000L);
  }

  @Test
  void a_shortfall_is_spread_over_the_sellers_trades_by_largest_remainder() {
    var house = new Books();
    house.place(Books.orderBy("prosumer", "s", Side.SELL, 100, new Limit.At(10)));
    house.place(Books.orderBy("one", "b1", Side.BUY, 30, new Limit.At(10)));
    house.place(Books.orderBy("two", "b2", Side.BUY, 70, new Limit.At(10)));
    house.closeGate();
    var settlement =
        settled(
            terms(Policy.AS_METERED),
            house.book.firmTrades(),
            List.of(
                reading("meter-of-prosumer", 0, 90),
                reading("meter-of-one", 30, 0),
                reading("meter-of-two", 70, 0)),
            Map.of());
    assertThat(settlement.trades()).extracting(SettledTrade::qtyWh).containsExactly(27L, 63L);
  }

  @Test
  void the_community_is_served_before_trades() {
    var reading = new Metered("m", 1000, 500, 300, 200, "evidence");
    var balance = PointBalance.of("p", reading, 800, 400);
    assertThat(balance.residualImportWh()).isZero();
    assertThat(balance.overBoughtWh()).isEqualTo(100);
    assertThat(balance.residualExportWh()).isZero();
    assertThat(balance.shortDeliveredWh()).isEqualTo(100);
  }

  @Test
  void a_negative_price_is_paid_by_the_seller() {
    var house = new Books();
    house.place(Books.orderBy("prosumer", "s", Side.SELL, 1000, new Limit.At(-80_000)));
    house.place(Books.orderBy("consumer", "b", Side.BUY, 1000, new Limit.At(0)));
    house.closeGate();
    var settlement =
        settled(
            terms(Policy.FIRM),
            house.book.firmTrades(),
            List.of(reading("meter-of-prosumer", 0, 1000), reading("meter-of-consumer", 1000, 0)),
            Map.of());
    assertThat(settlement.entries())
        .containsExactly(new Entry(Entry.Kind.TRADE, "prosumer", "consumer", 80_000_000, 1, ""));
  }

  @Test
  void a_statement_has_each_line_with_its_receipts_and_adds_up() {
    var statement = oneTradeSettled(Policy.FIRM, 900, 600).statement("prosumer");
    assertThat(statement.lines())
        .containsExactly(
            new Statement.Line(
                Entry.Kind.TRADE,
                "consumer",
                1,
                "meter-of-prosumer",
                1000,
                80_000,
                80_000_000,
                List.of("receipt-s", "receipt-b")),
            new Statement.Line(
                Entry.Kind.SHORT_DELIVERED,
                "grid",
                0,
                "meter-of-prosumer",
                400,
                200_000,
                -80_000_000,
                List.of()));
    assertThat(statement.exactNano()).isZero();
    assertThat(statement.points()).hasSize(1);
  }

  @Test
  void what_keeps_a_book_from_settling_is_said_in_order() {
    var trades = oneTrade();
    var seller = reading("meter-of-prosumer", 0, 1000);
    assertThat(BookSettlement.settle(terms(Policy.FIRM), trades, List.of(seller, seller), Map.of()))
        .isEqualTo(new SettlementOutcome.ReadingTwice("meter-of-prosumer"));
    assertThat(BookSettlement.settle(terms(Policy.FIRM), trades, List.of(seller), Map.of()))
        .isInstanceOfSatisfying(
            SettlementOutcome.ReadingsMissing.class,
            missing -> assertThat(missing.meterKeys()).containsExactly("meter-of-consumer"));
    var both = List.of(seller, reading("meter-of-consumer", 1000, 0));
    assertThat(BookSettlement.settle(terms(Policy.FIRM), trades, both, Map.of("consumer", 1L)))
        .isEqualTo(new SettlementOutcome.CarriedNotZero());
  }

  @Test
  void one_metering_point_of_two_parties_is_refused() {
    var house = new Books();
    var terms = Books.TERMS;
    house.place(
        dev.hansa.marketrules.book.Order.plain(
            "s", "p1", "same", Side.SELL, 10, new Limit.At(10), terms, "r"));
    house.place(
        dev.hansa.marketrules.book.Order.plain(
            "b", "p2", "same", Side.BUY, 10, new Limit.At(10), terms, "r"));
    house.closeGate();
    assertThat(
            BookSettlement.settle(
                terms(Policy.FIRM),
                house.book.firmTrades(),
                List.of(reading("same", 10, 10)),
                Map.of()))
        .isEqualTo(new SettlementOutcome.MeterShared("same"));
  }

  @Test
  void a_sum_beyond_64_bits_computes_nothing() {
    var readings =
        List.of(
            new Metered("meter-of-prosumer", 0, 1000, 0, Long.MAX_VALUE, "e"),
            reading("meter-of-consumer", 1000, 0));
    assertThat(BookSettlement.settle(terms(Policy.FIRM), oneTrade(), readings, Map.of()))
        .isEqualTo(new SettlementOutcome.BeyondNumbers());
  }

  @Test
  void a_correction_posts_the_difference_and_names_what_it_corrects() {
    var first = oneTradeSettled(Policy.FIRM, 1000, 1000);
    var second = oneTradeSettled(Policy.FIRM, 1000, 900);
    var correction = Correction.between(first, second);
    assertThat(correction.postings())
        .containsExactly(
            new Posting(CLEARING, "grid", 2, Currency.EUR, first.hash()),
            new Posting("prosumer", CLEARING, 2, Currency.EUR, first.hash()));
    assertThat(Correction.between(first, first).postings()).isEmpty();
  }
}
