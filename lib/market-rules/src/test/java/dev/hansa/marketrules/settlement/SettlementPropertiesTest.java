package dev.hansa.marketrules.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.marketrules.book.Books;
import dev.hansa.marketrules.book.Limit;
import dev.hansa.marketrules.book.Side;
import dev.hansa.marketrules.book.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The invariants of the domain's section 4.9 that are about settlements, over random books and
/// readings.
class SettlementPropertiesTest {
  record Case(
      Policy policy, List<Trade> trades, List<Metered> readings, Map<String, Long> carried) {
    Settlement settled() {
      return SettlementTest.settled(SettlementTest.terms(policy), trades, readings, carried);
    }
  }

  record Placed(int party, Side side, long qtyWh, long priceMicro) {}

  @Provide
  Arbitrary<Case> cases() {
    var qty =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1, 30), Arbitraries.longs().between(1, 3_000_000));
    var placed =
        Combinators.combine(
                Arbitraries.integers().between(0, 5),
                Arbitraries.of(Side.class),
                qty,
                Arbitraries.integers().between(-3_000, 9_000).map(ticks -> ticks * 10L))
            .as(Placed::new)
            .list()
            .ofMaxSize(40);
    var readings =
        Arbitraries.oneOf(
                Arbitraries.just(0L),
                Arbitraries.longs().between(0, 60),
                Arbitraries.longs().between(0, 4_000_000))
            .list()
            .ofSize(24);
    var carried = Arbitraries.longs().between(-9_999_999, 9_999_999);
    return Combinators.combine(Arbitraries.of(Policy.class), placed, readings, carried)
        .as(SettlementPropertiesTest::makeCase);
  }

  private static Case makeCase(
      Policy policy, List<Placed> placed, List<Long> numbers, long carried) {
    var house = new Books();
    int number = 0;
    for (Placed order : placed) {
      number++;
      house.place(
          Books.orderBy(
              "party" + order.party(),
              "o" + number,
              order.side(),
              order.qtyWh(),
              new Limit.At(order.priceMicro())));
    }
    house.closeGate();
    return new Case(
        policy,
        house.book.firmTrades(),
        readings(numbers),
        Map.of("party0", carried, "party1", -carried));
  }

  private static List<Metered> readings(List<Long> numbers) {
    var readings = new ArrayList<Metered>();
    for (int party = 0; party < 6; party++) {
      readings.add(
          new Metered(
              "meter-of-party" + party,
              numbers.get(party * 4),
              numbers.get(party * 4 + 1),
              numbers.get(party * 4 + 2),
              numbers.get(party * 4 + 3),
              "evidence" + party));
    }
    return readings;
  }

  @Property(tries = 500)
  void inv_04_every_wh_of_a_point_is_accounted_for(@ForAll("cases") Case given) {
    var settlement = given.settled();
    long bought = 0;
    long sold = 0;
    for (PointBalance point : settlement.points()) {
      var metered = point.metered();
      assertThat(metered.importWh() + point.overBoughtWh())
          .isEqualTo(metered.communityInWh() + point.boughtWh() + point.residualImportWh());
      assertThat(metered.exportWh() + point.shortDeliveredWh())
          .isEqualTo(metered.communityOutWh() + point.soldWh() + point.residualExportWh());
      assertThat(point.residualImportWh() == 0 || point.overBoughtWh() == 0).isTrue();
      assertThat(point.residualExportWh() == 0 || point.shortDeliveredWh() == 0).isTrue();
      bought += point.boughtWh();
      sold += point.soldWh();
    }
    assertThat(bought).isEqualTo(sold);
  }

  @Property(tries = 500)
  void inv_04_trades_as_metered_leave_no_shortfall_of_a_trade(@ForAll("cases") Case given) {
    if (given.policy() == Policy.AS_METERED) {
      for (PointBalance point : given.settled().points()) {
        assertThat(point.soldWh() == 0 || point.shortDeliveredWh() == 0).isTrue();
      }
    }
    assertThat(given.settled().trades())
        .allMatch(trade -> trade.qtyWh() >= 0 && trade.qtyWh() <= trade.trade().qtyWh());
  }

  @Property(tries = 500)
  void inv_07_money_adds_up_to_zero_in_nano_and_in_minor_units(@ForAll("cases") Case given) {
    var settlement = given.settled();
    var nano = new TreeMap<String, Long>();
    for (Entry entry : settlement.entries()) {
      nano.merge(entry.debit(), -entry.nano(), Long::sum);
      nano.merge(entry.credit(), entry.nano(), Long::sum);
    }
    assertThat(nano).isEqualTo(settlement.positions());
    assertThat(nano.values().stream().mapToLong(Long::longValue).sum()).isZero();
    var minor = new TreeMap<String, Long>();
    settlement
        .postings()
        .forEach(posting -> {
          minor.merge(posting.debit(), -posting.minor(), Long::sum);
          minor.merge(posting.credit(), posting.minor(), Long::sum);
        });
    assertThat(minor.getOrDefault(settlement.terms().clearingAccount(), 0L)).isZero();
    settlement
        .posted()
        .forEach((party, rounded) ->
            assertThat(minor.getOrDefault(party, 0L)).isEqualTo(rounded.minor()));
  }

  @Property(tries = 500)
  void inv_08_what_is_posted_is_less_than_a_minor_unit_from_what_is_exact(
      @ForAll("cases") Case given) {
    var settlement = given.settled();
    long carriedOut = 0;
    for (var party : settlement.posted().entrySet()) {
      long exact =
          settlement.positions().getOrDefault(party.getKey(), 0L)
              + given.carried().getOrDefault(party.getKey(), 0L);
      long remainder = exact - party.getValue().minor() * 10_000_000;
      assertThat(Math.abs(remainder)).isLessThan(10_000_000);
      assertThat(party.getValue().remainderNano()).isEqualTo(remainder);
      carriedOut += remainder;
    }
    assertThat(carriedOut).isZero();
  }

  @Property(tries = 300)
  void every_statement_adds_up_to_the_partys_position(@ForAll("cases") Case given) {
    var settlement = given.settled();
    var parties = new TreeSet<>(settlement.posted().keySet());
    parties.add("grid");
    for (String party : parties) {
      var statement = settlement.statement(party);
      assertThat(statement.lines().stream().mapToLong(Statement.Line::nano).sum())
          .isEqualTo(statement.exactNano());
      assertThat(statement.exactNano() + statement.carriedInNano())
          .isEqualTo(statement.postedMinor() * 10_000_000 + statement.carriedOutNano());
    }
  }

  @Property(tries = 300)
  void inv_13_the_order_of_trades_and_readings_changes_nothing(@ForAll("cases") Case given) {
    var turned =
        new Case(
            given.policy(),
            given.trades().reversed(),
            given.readings().reversed(),
            given.carried());
    assertThat(turned.settled()).isEqualTo(given.settled());
    assertThat(turned.settled().hash()).isEqualTo(given.settled().hash());
  }

  @Property(tries = 300)
  void inv_19_a_correction_is_the_difference_of_two_settlements(
      @ForAll("cases") Case given, @ForAll("cases") Case other) {
    var corrected =
        new Case(given.policy(), given.trades(), other.readings(), given.carried()).settled();
    var first = given.settled();
    var correction = Correction.between(first, corrected);
    var minor = new TreeMap<String, Long>();
    first.posted().forEach((party, rounded) -> minor.merge(party, rounded.minor(), Long::sum));
    for (var posting : correction.postings()) {
      minor.merge(posting.debit(), -posting.minor(), Long::sum);
      minor.merge(posting.credit(), posting.minor(), Long::sum);
    }
    corrected
        .posted()
        .forEach((party, rounded) ->
            assertThat(minor.getOrDefault(party, 0L)).isEqualTo(rounded.minor()));
    assertThat(minor.getOrDefault(first.terms().clearingAccount(), 0L)).isZero();
  }
}
