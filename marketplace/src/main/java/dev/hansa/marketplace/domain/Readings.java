package dev.hansa.marketplace.domain;

import dev.hansa.marketplace.domain.Books.Direction;
import dev.hansa.marketrules.Interval;
import java.util.List;
import java.util.Optional;

/// Metered Wh by metering point, direction and interval; a higher version supersedes a lower one,
/// and all stay.
public interface Readings {
  record Reading(
      String meterKey,
      Direction direction,
      Interval interval,
      int version,
      long wh,
      String quality,
      String credentialHash) {}

  /// Adds readings that are new; those that are there already change nothing. The number added.
  int add(List<Reading> readings);

  /// The reading with the highest version.
  Optional<Reading> latest(String meterKey, Direction direction, Interval interval);
}
