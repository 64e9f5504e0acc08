package dev.hansa.marketrules.book;

import org.jspecify.annotations.Nullable;

/// One step of an order: what the book's queues hold.
final class Resting {
  final OrderState owner;
  final int step;
  final long price;

  /// Sequence number and step: lower is older, also among the steps of one order.
  final long priority;

  long open;

  /// What the plan being made would take of `open`.
  long planned;

  /// An amendment took its place: it does not come back.
  boolean replaced;

  @Nullable Level level;
  @Nullable Resting previous;
  @Nullable Resting next;

  Resting(OrderState owner, int step, long price, long open) {
    this.owner = owner;
    this.step = step;
    this.price = price;
    this.open = open;
    this.priority = owner.seq << 4 | step;
  }

  boolean isOlderThan(Resting other) {
    return priority < other.priority;
  }
}
