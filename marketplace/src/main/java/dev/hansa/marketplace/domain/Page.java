package dev.hansa.marketplace.domain;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A part of a list, newest first, and where the next part begins: `next` names the last entry of
/// this part, and is empty at the end of the list.
public record Page<T>(List<T> entries, Optional<String> next) {
  public Page {
    entries = List.copyOf(entries);
  }

  /// Which part of a list: at most `limit` entries, those after the entry named `after`.
  public record Request(int limit, Optional<String> after) {}

  /// Of rows that were asked for with one more than the limit, so that the end is seen.
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> id) {
    return rows.size() > limit
        ? new Page<>(rows.subList(0, limit), Optional.of(id.apply(rows.get(limit - 1))))
        : new Page<>(rows, Optional.empty());
  }
}
