package dev.hansa.marketrules.book;

import org.jspecify.annotations.Nullable;

/// The orders at one price, oldest first.
final class Level {
  final long price;
  @Nullable Resting head;
  @Nullable Resting tail;

  /// The neighbours on the same side: the better price and the worse one.
  @Nullable Level better;

  @Nullable Level worse;

  Level(long price) {
    this.price = price;
  }

  /// At the place of its priority: at the end for a new order, further ahead for one that comes
  /// back.
  void add(Resting resting) {
    Resting after = tail;
    while (after != null && resting.isOlderThan(after)) {
      after = after.previous;
    }
    Resting before = after == null ? head : after.next;
    resting.level = this;
    resting.previous = after;
    resting.next = before;
    if (after == null) {
      head = resting;
    } else {
      after.next = resting;
    }
    if (before == null) {
      tail = resting;
    } else {
      before.previous = resting;
    }
  }

  void take(Resting resting) {
    Resting before = resting.previous;
    Resting after = resting.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
    resting.level = null;
    resting.previous = null;
    resting.next = null;
  }
}
