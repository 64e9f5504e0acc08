package dev.hansa.bench;

import java.util.List;
import java.util.OptionalDouble;

/// One line of the table: what was measured, and beside it what bounds it or does the like, by the
/// same run.
///
/// @param name the name that `--only` takes
/// @param value in `unit`; of `/s` more is better, of everything else less
/// @param target what the project aims at, in the same unit
/// @param failure why nothing was measured; empty otherwise
record Row(
    String name,
    String what,
    double value,
    String unit,
    OptionalDouble target,
    List<Limit> limits,
    String failure) {
  static final String PER_SECOND = "/s";

  /// A limit or a peer, in the row's unit.
  record Limit(String name, double value) {}

  Row {
    limits = List.copyOf(limits);
  }

  static Row failed(String name, String what, String failure) {
    return new Row(name, what, 0, PER_SECOND, OptionalDouble.empty(), List.of(), failure);
  }

  boolean isFailed() {
    return !failure.isEmpty();
  }

  boolean isMet() {
    return unit.equals(PER_SECOND) ? value >= target.orElse(0) : value <= target.orElse(value);
  }
}
