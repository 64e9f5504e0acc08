package dev.hansa.issuer.domain;

/// A place in one of a tenant's status lists.
public record StatusIndex(int list, long index) {
  /// Entries of a list: many, so that one entry says little about whose it is.
  public static final int PLACES_MIN = 1 << 17;

  public static final int PLACES_MAX = 1 << 20;

  /// Stands in where a credential is looked at before it has its place.
  public static final StatusIndex ANY = new StatusIndex(1, 0);

  public StatusIndex {
    if (list < 1 || index < 0 || index >= PLACES_MAX) {
      throw new IllegalArgumentException("a status index lies in its list");
    }
  }
}
