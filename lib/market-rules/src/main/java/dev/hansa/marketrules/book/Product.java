package dev.hansa.marketrules.book;

import dev.hansa.marketrules.Require;
import java.util.Optional;
import java.util.OptionalInt;

/// What is known about the energy a seller offers, each from a credential: source (`solar`),
/// support received (`none`), age of the device in days at delivery, grid area.
public record Product(
    Optional<String> source,
    Optional<String> support,
    OptionalInt ageDays,
    Optional<String> gridArea) {
  public static final Product UNSPECIFIED =
      new Product(Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty());

  public Product {
    source.ifPresent(text -> Require.name(text, 64, "a source"));
    support.ifPresent(text -> Require.name(text, 64, "a kind of support"));
    gridArea.ifPresent(text -> Require.name(text, 64, "a grid area"));
    ageDays.ifPresent(days -> Require.that(days >= 0, "an age is not negative"));
  }
}
