package dev.hansa.marketrules.book;

/// Why a book did not take a command. The refusals of an order stand in the order they are looked
/// for.
public enum Rejection {
  COMMAND_ID_TAKEN("this identifier was used for another command"),
  GATE_CLOSED("the gate of this book has closed"),
  EXPIRED("the order is valid only until a moment that has passed"),
  QUANTITY("a quantity is 1 to 10¹² Wh"),
  PRICE("a price is at most 10¹¹ µ per kWh, positive or negative"),
  TICK("a price is a multiple of the book's tick"),
  VALUE("quantity times price must fit 63 bits"),
  MIN_QUANTITY("the least quantity of a trade is not above the quantity of each step"),
  NO_SUCH_ORDER("this book has no such order"),
  NOT_RESTING("nothing of the order rests in the book"),
  BELOW_FILLED("an amended quantity is above what has traded already"),
  NO_SUCH_TRADE("this book has no such trade"),
  ALREADY_VOID("the trade is void already"),
  SEED_SET("the seed of a book is set once");

  private final String says;

  Rejection(String says) {
    this.says = says;
  }

  public String says() {
    return says;
  }
}
