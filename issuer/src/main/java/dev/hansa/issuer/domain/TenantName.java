package dev.hansa.issuer.domain;

import dev.hansa.identity.MalformedInput;
import java.util.Set;
import java.util.regex.Pattern;

/// The name of one issuer in this service: the path of its credential issuer identifier, and the
/// name of its folder.
public record TenantName(String value) {
  public static final int LENGTH_MAX = 63;

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]*");
  // First segments of addresses that are the service's own.
  private static final Set<String> RESERVED = Set.of("health", "prometheus", "swagger", "pages");

  public TenantName {
    if (value.length() > LENGTH_MAX || !FORM.matcher(value).matches() || RESERVED.contains(value)) {
      throw new IllegalArgumentException(
          "a tenant's name is 1 to "
              + LENGTH_MAX
              + " lower-case letters, digits and hyphens, and no address of the service's own");
    }
  }

  /// Reads a name that came from outside.
  public static TenantName parse(String text) {
    return MalformedInput.unless(() -> new TenantName(text));
  }

  @Override
  public String toString() {
    return value;
  }
}
