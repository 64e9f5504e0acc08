package dev.hansa.marketrules.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The matching rules without any structure: at each moment it looks at every resting step.
final class PlainEngine {
  private static final class Step {
    final Order order;
    final int step;
    final int age;
    final long price;
    long open;

    Step(Order order, int step, int age, long price, long open) {
      this.order = order;
      this.step = step;
      this.age = age;
      this.price = price;
      this.open = open;
    }

    Step copy() {
      return new Step(order, step, age, price, open);
    }
  }

  private List<Step> resting = new ArrayList<>();
  private int age;

  List<String> place(Order order) {
    var book = new ArrayList<>(resting.stream().map(Step::copy).toList());
    var trades = new ArrayList<String>();
    var rests = new ArrayList<Step>();
    boolean full = true;
    var ladder = Ladder.steps(order.side(), order.qtyWh(), order.limit(), 10);
    for (int i = 0; i < ladder.size(); i++) {
      int index = order.side() == Side.SELL ? i : ladder.size() - 1 - i;
      var step =
          new Step(
              order, index, age + index, ladder.get(index).priceMicro(), ladder.get(index).qtyWh());
      boolean stays = match(step, book, trades);
      full &= step.open == 0;
      if (stays && step.open > 0 && step.open >= order.minQtyWh()) {
        rests.add(step);
      }
    }
    age += ladder.size();
    if (order.timeInForce() == TimeInForce.FOK && !full) {
      return List.of();
    }
    if (order.timeInForce() == TimeInForce.GTC) {
      book.addAll(rests);
    }
    resting = book;
    return trades;
  }

  private static boolean match(Step step, List<Step> book, List<String> trades) {
    while (step.open > 0) {
      var best = best(step, book);
      if (best.isEmpty()) {
        return true;
      }
      var other = best.get();
      if (other.order.party().equals(step.order.party())) {
        return false;
      }
      long qtyWh = Math.min(step.open, other.open);
      step.open -= qtyWh;
      other.open -= qtyWh;
      boolean sells = step.order.side() == Side.SELL;
      trades.add(
          (sells ? step : other).order.id()
              + ">"
              + (sells ? other : step).order.id()
              + " "
              + qtyWh
              + "@"
              + other.price);
      if (other.open == 0 || other.open < other.order.minQtyWh()) {
        book.remove(other);
      }
    }
    return true;
  }

  private static Optional<Step> best(Step step, List<Step> book) {
    boolean sells = step.order.side() == Side.SELL;
    Comparator<Step> byPrice = Comparator.comparingLong(other -> other.price);
    return book.stream()
        .filter(other -> other.order.side() != step.order.side())
        .filter(other -> sells ? other.price >= step.price : other.price <= step.price)
        .filter(other ->
            sells
                ? other.order.filter().accepts(step.order.product())
                : step.order.filter().accepts(other.order.product()))
        .filter(other ->
            Math.min(step.open, other.open)
                >= Math.max(step.order.minQtyWh(), other.order.minQtyWh()))
        .min((sells ? byPrice.reversed() : byPrice).thenComparingInt(other -> other.age));
  }
}
