package dev.hansa.marketrules.book;

import static dev.hansa.marketrules.book.Books.buy;
import static dev.hansa.marketrules.book.Books.order;
import static dev.hansa.marketrules.book.Books.orderBy;
import static dev.hansa.marketrules.book.Books.sell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OrderBookTest {
  private final Books house = new Books();

  @Test
  void the_price_is_that_of_the_resting_order() {
    house.place(sell("s", 1000, 80_000));
    assertThat(Books.trades(house.place(buy("b", 400, 90_000)))).containsExactly("s>b 400@80000");
    assertThat(house.book.depth().asks()).containsExactly(new Depth.PriceLevel(80_000, 600, 1));
    assertThat(house.book.depth().bids()).isEmpty();
  }

  @Test
  void the_best_price_comes_first_then_the_oldest() {
    house.place(sell("late", 10, 70));
    house.place(sell("cheap", 10, 60));
    house.place(sell("later", 10, 70));
    assertThat(Books.trades(house.place(buy("b", 25, 70))))
        .containsExactly("cheap>b 10@60", "late>b 10@70", "later>b 5@70");
  }

  @Test
  void the_range_order_of_the_rules_rests_in_three_steps_and_sells_from_the_lowest() {
    house.place(order("s", Side.SELL, 1000, new Limit.Range(80_000, 120_000)));
    assertThat(house.book.depth().asks())
        .containsExactly(
            new Depth.PriceLevel(80_000, 334, 1),
            new Depth.PriceLevel(100_000, 333, 1),
            new Depth.PriceLevel(120_000, 333, 1));
    assertThat(Books.trades(house.place(buy("b", 1000, 100_000))))
        .containsExactly("s>b 334@80000", "s>b 333@100000");
    assertThat(house.book.depth().bids()).containsExactly(new Depth.PriceLevel(100_000, 333, 1));
  }

  @Test
  void negative_prices_trade_like_others() {
    house.place(sell("s", 10, -500));
    house.place(buy("b", 10, -400));
    assertThat(house.book.trades().getFirst().trade().valueNano()).isEqualTo(-5_000);
  }

  @Test
  void what_an_immediate_order_does_not_trade_at_once_is_cancelled() {
    house.place(sell("s", 10, 50));
    var events = house.place(buy("b", 30, 50).with(TimeInForce.IOC));
    assertThat(events).contains(new BookEvent.Removed("b", 0, 20, Removal.IMMEDIATE_OR_CANCEL));
    assertThat(house.book.depth().bids()).isEmpty();
  }

  @Test
  void fill_or_kill_trades_everything_or_leaves_the_book_untouched() {
    house.place(sell("s1", 10, 50));
    house.place(sell("s2", 10, 60));
    var before = house.book.depth();
    var events = house.place(buy("b1", 21, 60).with(TimeInForce.FOK));
    assertThat(Books.trades(events)).isEmpty();
    assertThat(house.book.depth()).isEqualTo(before);
    assertThat(Books.trades(house.place(buy("b2", 20, 60).with(TimeInForce.FOK))))
        .containsExactly("s1>b2 10@50", "s2>b2 10@60");
  }

  @Test
  void fill_or_kill_counts_all_steps_of_a_range_on_the_same_offers() {
    house.place(sell("s", 20, 0));
    var range = new Limit.Range(0, 20, 3);
    assertThat(Books.trades(house.place(order("b1", Side.BUY, 21, range).with(TimeInForce.FOK))))
        .isEmpty();
    assertThat(Books.trades(house.place(order("b2", Side.BUY, 20, range).with(TimeInForce.FOK))))
        .containsExactly("s>b2 6@0", "s>b2 7@0", "s>b2 7@0");
  }

  @Test
  void one_legal_entity_does_not_trade_with_itself_and_its_newer_remainder_is_cancelled() {
    house.place(orderBy("other", "s0", Side.SELL, 5, new Limit.At(40)));
    house.place(orderBy("hansa", "s1", Side.SELL, 10, new Limit.At(50)));
    var before = house.book.depth().asks().getLast();
    var events = house.place(orderBy("hansa", "b", Side.BUY, 12, new Limit.At(60)));
    assertThat(Books.trades(events)).containsExactly("s0>b 5@40");
    assertThat(events).contains(new BookEvent.Removed("b", 0, 7, Removal.SELF_TRADE));
    assertThat(house.book.depth().asks()).containsExactly(before);
    assertThat(house.book.depth().bids()).isEmpty();
  }

  @Test
  void an_order_passes_over_what_its_filter_does_not_accept() {
    var solar =
        new Product(Optional.of("solar"), Optional.empty(), OptionalInt.of(400), Optional.empty());
    house.place(sell("grey", 10, 40));
    house.place(sell("old", 10, 45).with(withAge(solar, 4000)));
    house.place(sell("green", 10, 50).with(solar));
    var wants =
        new ProductFilter(
            Optional.of("solar"), Optional.empty(), OptionalInt.of(400), Optional.empty());
    assertThat(Books.trades(house.place(buy("b", 15, 60).with(wants))))
        .containsExactly("green>b 10@50");
    // The book is crossed for who does not mind the source, and only for them.
    assertThat(house.book.depth().bids()).containsExactly(new Depth.PriceLevel(60, 5, 1));
    assertThat(Books.trades(house.place(buy("any", 5, 60)))).containsExactly("grey>any 5@40");
  }

  private static Product withAge(Product product, int days) {
    return new Product(
        product.source(), product.support(), OptionalInt.of(days), product.gridArea());
  }

  @Test
  void no_trade_is_below_the_least_quantity_of_either_order() {
    house.place(sell("small", 4, 40));
    house.place(sell("big", 20, 50));
    assertThat(Books.trades(house.place(buy("b", 10, 60).withMinQty(5))))
        .containsExactly("big>b 10@50");
    house.place(sell("demanding", 10, 30).withMinQty(10));
    assertThat(Books.trades(house.place(buy("b2", 9, 30)))).isEmpty();
  }

  @Test
  void a_remainder_below_the_least_quantity_leaves_the_book() {
    house.place(sell("s", 10, 40).withMinQty(6));
    var events = house.place(buy("b", 6, 40));
    assertThat(events).contains(new BookEvent.Removed("s", 0, 4, Removal.BELOW_MIN_QUANTITY));
    assertThat(house.book.depth().asks()).isEmpty();
  }

  @Test
  void a_lower_quantity_keeps_its_place_and_anything_else_does_not() {
    house.place(sell("first", 10, 50));
    house.place(sell("second", 10, 50));
    house.amend("first", 8, new Limit.At(50));
    assertThat(Books.trades(house.place(buy("b1", 1, 50)))).containsExactly("first>b1 1@50");
    house.amend("first", 9, new Limit.At(50));
    assertThat(Books.trades(house.place(buy("b2", 11, 50))))
        .containsExactly("second>b2 10@50", "first>b2 1@50");
    assertThat(house.book.order("first").orElseThrow().restingWh()).isEqualTo(7);
  }

  @Test
  void an_amended_price_may_trade_at_once() {
    house.place(buy("b", 10, 40));
    house.place(sell("s", 10, 50));
    assertThat(Books.trades(house.amend("s", 10, new Limit.At(40)))).containsExactly("s>b 10@40");
  }

  @Test
  void an_amendment_cannot_go_below_what_has_traded() {
    house.place(sell("s", 10, 50));
    house.place(buy("b", 4, 50));
    assertThat(house.amend("s", 4, new Limit.At(50)).getFirst())
        .isInstanceOfSatisfying(
            BookEvent.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Rejection.BELOW_FILLED));
  }

  @Test
  void a_cancelled_order_is_gone_and_a_second_cancellation_changes_nothing() {
    house.place(sell("s", 10, 50));
    assertThat(house.cancel("s"))
        .containsExactly(new BookEvent.Removed("s", 0, 10, Removal.CANCELLED));
    assertThat(house.cancel("s").getFirst())
        .isInstanceOfSatisfying(
            BookEvent.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Rejection.NOT_RESTING));
  }

  @Test
  void an_order_expires_at_the_millisecond_it_names() {
    var end = Books.NOON_BEFORE.plusSeconds(60);
    house.place(sell("s", 10, 50).withValidUntil(end));
    assertThat(house.at(end.minusMillis(1), new BookCommand.Advance("a1"))).isEmpty();
    assertThat(house.at(end, new BookCommand.Place(buy("b", 10, 50))))
        .startsWith(new BookEvent.Removed("s", 0, 10, Removal.EXPIRED));
    assertThat(house.book.trades()).isEmpty();
  }

  @Test
  void an_order_that_has_expired_already_is_refused() {
    var events =
        house.at(
            Books.NOON_BEFORE,
            new BookCommand.Place(sell("s", 10, 50).withValidUntil(Books.NOON_BEFORE)));
    assertThat(events).containsExactly(new BookEvent.Rejected("s", Rejection.EXPIRED));
  }

  @Test
  void the_gate_closes_at_its_millisecond_and_makes_trades_firm() {
    house.place(sell("s", 10, 50));
    house.place(buy("b", 4, 50));
    house.at(Books.GATE.minusMillis(1), new BookCommand.Advance("a1"));
    assertThat(house.book.isClosed()).isFalse();
    assertThat(house.book.firmTrades()).isEmpty();
    assertThat(house.at(Books.GATE, new BookCommand.Place(buy("late", 6, 50))))
        .containsExactly(
            new BookEvent.Removed("s", 0, 6, Removal.GATE_CLOSED),
            new BookEvent.GateClosed(),
            new BookEvent.Rejected("late", Rejection.GATE_CLOSED));
    assertThat(house.book.firmTrades()).hasSize(1);
  }

  @Test
  void a_clock_that_jumps_back_opens_no_gate() {
    house.closeGate();
    assertThat(house.place(sell("s", 10, 50)))
        .containsExactly(new BookEvent.Rejected("s", Rejection.GATE_CLOSED));
  }

  @Test
  void an_order_whose_status_is_invalid_is_removed_and_matching_goes_on() {
    house.place(sell("revoked", 10, 40));
    house.place(sell("valid", 10, 50));
    var order = buy("b", 10, 60);
    assertThat(house.book.wouldMeet(order)).containsExactly("revoked");
    assertThat(house.does(new BookCommand.Invalidate("i", List.of("revoked", "unknown"))))
        .containsExactly(new BookEvent.Removed("revoked", 0, 10, Removal.STATUS_INVALID));
    assertThat(house.book.wouldMeet(order)).containsExactly("valid");
    assertThat(Books.trades(house.place(order))).containsExactly("valid>b 10@50");
  }

  @Test
  void looking_at_what_would_be_met_changes_nothing() {
    house.place(sell("s1", 10, 40));
    house.place(sell("s2", 10, 50));
    var before = house.book.stateHash();
    assertThat(house.book.wouldMeet(buy("b", 15, 60))).containsExactly("s1", "s2");
    assertThat(house.book.stateHash()).isEqualTo(before);
  }

  @Test
  void the_same_order_again_is_a_repetition_and_another_under_its_name_is_refused() {
    house.place(sell("s", 10, 40));
    assertThat(house.place(sell("s", 10, 40)))
        .containsExactly(new BookEvent.Repeated("s", 1, "receipt-s"));
    assertThat(house.place(sell("s", 11, 40)))
        .containsExactly(new BookEvent.Rejected("s", Rejection.COMMAND_ID_TAKEN));
    assertThat(house.book.depth().asks()).containsExactly(new Depth.PriceLevel(40, 10, 1));
  }

  @Test
  void numbers_no_book_takes_are_refused_by_the_first_rule_they_break() {
    assertThat(refusal(sell("a", 0, 40))).contains(Rejection.QUANTITY);
    assertThat(refusal(sell("a", -1, 40))).contains(Rejection.QUANTITY);
    assertThat(refusal(sell("a", Long.MAX_VALUE, Long.MAX_VALUE))).contains(Rejection.QUANTITY);
    assertThat(refusal(sell("a", 1, Long.MIN_VALUE))).contains(Rejection.PRICE);
    assertThat(refusal(sell("a", 1, 45))).contains(Rejection.TICK);
    assertThat(refusal(sell("a", Order.QTY_WH_MAX, Order.PRICE_MICRO_MAX)))
        .contains(Rejection.VALUE);
    assertThat(refusal(sell("a", 5, 40).withMinQty(6))).contains(Rejection.MIN_QUANTITY);
    assertThat(refusal(order("a", Side.SELL, 9, new Limit.Range(0, 20)).withMinQty(4)))
        .contains(Rejection.MIN_QUANTITY);
    assertThat(refusal(order("a", Side.SELL, 9, new Limit.Range(0, 20)).withMinQty(3))).isEmpty();
    assertThat(refusal(sell("a", Order.QTY_WH_MAX, 10))).isEmpty();
  }

  private static Optional<Rejection> refusal(Order order) {
    return order.refusal(Books.TERMS);
  }

  @Test
  void a_gap_in_the_log_stops_the_book() {
    house.place(sell("s", 10, 40));
    var entry = new LogEntry(3, Books.NOON_BEFORE, new BookCommand.Advance("a"));
    assertThatIllegalStateException().isThrownBy(() -> house.book.apply(entry));
  }

  @Test
  void a_seed_is_set_once() {
    house.does(new BookCommand.SetSeed("c1", Books.SEED));
    assertThat(house.does(new BookCommand.SetSeed("c2", Books.SEED)))
        .containsExactly(new BookEvent.Rejected("c2", Rejection.SEED_SET));
    assertThat(house.book.seed()).contains(Books.SEED);
  }

  @Test
  void the_state_of_a_log_has_the_same_hash_for_ever_whatever_the_locale() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-deva"));
      house.does(new BookCommand.SetSeed("c", Books.SEED));
      house.place(order("s", Side.SELL, 1000, new Limit.Range(80_000, 120_000)));
      house.place(buy("b", 500, 100_000));
      house.voids(1, Fault.BUYER);
      house.place(buy("b2", 400, 100_000).with(TimeInForce.IOC));
      assertThat(house.trades())
          .containsExactly("s>b 334@80000", "s>b 166@100000", "s>b2 334@80000", "s>b2 66@100000");
      assertThat(house.book.stateHash())
          .isEqualTo("0560a4090e34a844711da28546dacca02b3f1dac37b5fc076e7553883d0b746d");
    } finally {
      Locale.setDefault(before);
    }
  }
}
