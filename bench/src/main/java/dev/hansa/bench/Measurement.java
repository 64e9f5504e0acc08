package dev.hansa.bench;

import dev.hansa.bench.Row.Limit;
import java.util.List;
import java.util.OptionalDouble;

/// What makes one row. Whatever it throws is the row's reason why it was not measured.
interface Measurement {
  /// The name that `--only` takes.
  String name();

  String what();

  Row measure(Stand stand) throws Exception;

  default Row perSecond(double value, double target, Limit... limits) {
    return new Row(
        name(),
        what(),
        value,
        Row.PER_SECOND,
        target > 0 ? OptionalDouble.of(target) : OptionalDouble.empty(),
        List.of(limits),
        "");
  }

  default Row inUnit(String unit, double value, double target, Limit... limits) {
    return new Row(name(), what(), value, unit, OptionalDouble.of(target), List.of(limits), "");
  }

  /// Every answer that is counted is also right.
  static void require(boolean holds, String rule) {
    if (!holds) {
      throw new WrongAnswer(rule);
    }
  }

  /// An answer was not what it should be, so its speed is of no interest.
  final class WrongAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongAnswer(String rule) {
      super(rule);
    }
  }
}
