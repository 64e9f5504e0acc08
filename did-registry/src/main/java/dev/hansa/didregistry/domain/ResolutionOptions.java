package dev.hansa.didregistry.domain;

import dev.hansa.identity.DidVersion;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The options of one resolution, [DID Resolution 1.0, section
/// 4.1](https://www.w3.org/TR/did-resolution/#did-resolution-options), without `accept`, which HTTP
/// negotiates.
public record ResolutionOptions(DidVersion version, boolean expandRelativeUrls) {
  static final Set<String> KNOWN = Set.of("versionId", "versionTime", "expandRelativeUrls");

  /// Section 3.1: an XML dateTime in UTC without fractions of a second.
  private static final Pattern DATE_TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");

  private static final Pattern VERSION_ID =
      Pattern.compile("[!-~]{1," + DidVersion.Id.LENGTH_MAX + "}");

  /// What reading the options found.
  sealed interface Reading {
    record NotSupported() implements Reading {}

    record Invalid(String rule) implements Reading {}

    record Read(ResolutionOptions options) implements Reading {}
  }

  /// Reads options as they stand in a query, each name with all its values.
  static Reading read(Map<String, List<String>> query) {
    if (!KNOWN.containsAll(query.keySet())) {
      return new Reading.NotSupported();
    }
    for (var values : query.values()) {
      if (values.size() != 1) {
        return new Reading.Invalid("an option stands once");
      }
    }
    var versionId = value(query, "versionId");
    var versionTime = value(query, "versionTime");
    if (versionId.isPresent() && versionTime.isPresent()) {
      return new Reading.Invalid("of versionId and versionTime one is given");
    }
    DidVersion version = DidVersion.LATEST;
    if (versionId.isPresent()) {
      if (!VERSION_ID.matcher(versionId.get()).matches()) {
        return new Reading.Invalid(
            "versionId is 1 to " + DidVersion.Id.LENGTH_MAX + " visible ASCII characters");
      }
      version = new DidVersion.Id(versionId.get());
    }
    if (versionTime.isPresent()) {
      if (!DATE_TIME.matcher(versionTime.get()).matches()) {
        return new Reading.Invalid("versionTime reads 2026-01-31T12:00:00Z, in UTC");
      }
      try {
        version = new DidVersion.At(Instant.parse(versionTime.get()));
      } catch (DateTimeException e) {
        return new Reading.Invalid("versionTime is a time that exists");
      }
    }
    var expand = value(query, "expandRelativeUrls").orElse("false");
    if (!expand.equals("true") && !expand.equals("false")) {
      return new Reading.Invalid("expandRelativeUrls is true or false");
    }
    return new Reading.Read(new ResolutionOptions(version, expand.equals("true")));
  }

  private static Optional<String> value(Map<String, List<String>> query, String name) {
    return Optional.ofNullable(query.get(name)).map(List::getFirst);
  }
}
