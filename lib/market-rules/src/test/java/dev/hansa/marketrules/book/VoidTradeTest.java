package dev.hansa.marketrules.book;

import static dev.hansa.marketrules.book.Books.buy;
import static dev.hansa.marketrules.book.Books.orderBy;
import static dev.hansa.marketrules.book.Books.sell;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VoidTradeTest {
  private final Books house = new Books();

  @Test
  void the_innocent_quantity_comes_back_with_its_original_priority() {
    house.place(sell("first", 10, 50));
    house.place(sell("second", 10, 50));
    house.place(buy("revoked", 10, 50));
    assertThat(house.voids(1, Fault.BUYER))
        .containsExactly(
            new BookEvent.Voided(1, Fault.BUYER),
            new BookEvent.Restored("first", 0, 10),
            new BookEvent.Rested("first", 0, 50, 10),
            new BookEvent.Released("revoked", 0, 10));
    assertThat(Books.trades(house.place(buy("b", 10, 50)))).containsExactly("first>b 10@50");
  }

  @Test
  void a_part_that_still_rests_and_the_part_that_comes_back_are_one_again() {
    house.place(sell("s", 10, 50));
    house.place(buy("revoked", 4, 50));
    house.voids(1, Fault.BUYER);
    assertThat(house.book.depth().asks()).containsExactly(new Depth.PriceLevel(50, 10, 1));
    assertThat(house.book.order("s").orElseThrow().tradedWh()).isZero();
  }

  @Test
  void what_comes_back_meets_who_came_meanwhile_at_the_older_price() {
    house.place(sell("s", 10, 50));
    house.place(buy("revoked", 10, 50));
    house.place(buy("newer", 6, 60));
    assertThat(Books.trades(house.voids(1, Fault.BUYER))).containsExactly("s>newer 6@50");
    assertThat(house.book.depth().asks()).containsExactly(new Depth.PriceLevel(50, 4, 1));
  }

  @Test
  void what_comes_back_cancels_the_newer_order_of_its_own_party() {
    house.place(orderBy("hansa", "s", Side.SELL, 10, new Limit.At(50)));
    house.place(buy("revoked", 10, 50));
    house.place(orderBy("hansa", "own", Side.BUY, 6, new Limit.At(70)));
    house.place(buy("other", 6, 60));
    var events = house.voids(1, Fault.BUYER);
    assertThat(events).contains(new BookEvent.Removed("own", 0, 6, Removal.SELF_TRADE));
    assertThat(Books.trades(events)).containsExactly("s>other 6@50");
  }

  @Test
  void what_rests_of_the_revoked_order_leaves_with_it() {
    house.place(sell("s", 10, 50));
    house.place(buy("revoked", 15, 50));
    house.voids(1, Fault.BUYER);
    assertThat(house.book.depth().bids()).isEmpty();
    assertThat(house.book.order("revoked").orElseThrow().withdrawn()).isTrue();
  }

  @Test
  void both_at_fault_means_nothing_comes_back() {
    house.place(sell("s", 10, 50));
    house.place(buy("b", 10, 50));
    house.voids(1, Fault.BOTH);
    assertThat(house.book.depth().asks()).isEmpty();
    assertThat(house.book.depth().bids()).isEmpty();
  }

  @Test
  void an_order_its_party_cancelled_does_not_come_back() {
    house.place(sell("s", 10, 50));
    house.place(buy("revoked", 4, 50));
    house.cancel("s");
    assertThat(house.voids(1, Fault.BUYER)).contains(new BookEvent.Released("s", 0, 4));
    assertThat(house.book.depth().asks()).isEmpty();
  }

  @Test
  void an_immediate_order_does_not_come_back() {
    house.place(buy("revoked", 4, 50));
    house.place(sell("s", 4, 50).with(TimeInForce.IOC));
    assertThat(house.voids(1, Fault.BUYER)).contains(new BookEvent.Released("s", 0, 4));
  }

  @Test
  void an_order_that_was_amended_after_the_trade_does_not_come_back() {
    house.place(sell("s", 10, 50));
    house.place(buy("revoked", 4, 50));
    house.amend("s", 10, new Limit.At(60));
    assertThat(house.voids(1, Fault.BUYER)).contains(new BookEvent.Released("s", 0, 4));
    assertThat(house.book.depth().asks()).containsExactly(new Depth.PriceLevel(60, 6, 1));
  }

  @Test
  void an_order_that_expired_does_not_come_back() {
    var end = Books.NOON_BEFORE.plusSeconds(60);
    house.place(sell("s", 4, 50).withValidUntil(end));
    house.place(buy("revoked", 4, 50));
    assertThat(house.at(end, new BookCommand.VoidTrade("v", 1, Fault.BUYER)))
        .contains(new BookEvent.Released("s", 0, 4));
  }

  @Test
  void a_firm_trade_stands() {
    house.place(sell("s", 10, 50));
    house.place(buy("b", 10, 50));
    house.closeGate();
    assertThat(house.at(Books.GATE, new BookCommand.VoidTrade("v", 1, Fault.SELLER)))
        .containsExactly(new BookEvent.Rejected("v", Rejection.GATE_CLOSED));
    assertThat(house.book.firmTrades()).hasSize(1);
  }

  @Test
  void a_trade_is_void_once() {
    house.place(sell("s", 10, 50));
    house.place(buy("b", 10, 50));
    house.voids(1, Fault.SELLER);
    assertThat(house.does(new BookCommand.VoidTrade("v1", 1, Fault.SELLER)))
        .containsExactly(new BookEvent.Rejected("v1", Rejection.ALREADY_VOID));
    assertThat(house.does(new BookCommand.VoidTrade("v2", 2, Fault.SELLER)))
        .containsExactly(new BookEvent.Rejected("v2", Rejection.NO_SUCH_TRADE));
    assertThat(house.book.depth().bids()).containsExactly(new Depth.PriceLevel(50, 10, 1));
  }
}
