package dev.hansa.marketrules.book;

import dev.hansa.marketrules.Require;
import java.util.Optional;
import java.util.OptionalInt;

/// What a buyer asks of the energy. What is not asked does not matter; what is asked and not known
/// about the product does not match.
public record ProductFilter(
    Optional<String> source,
    Optional<String> support,
    OptionalInt ageDaysMax,
    Optional<String> gridArea) {
  public static final ProductFilter ANY =
      new ProductFilter(Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty());

  public ProductFilter {
    source.ifPresent(text -> Require.name(text, 64, "a source"));
    support.ifPresent(text -> Require.name(text, 64, "a kind of support"));
    gridArea.ifPresent(text -> Require.name(text, 64, "a grid area"));
    ageDaysMax.ifPresent(days -> Require.that(days >= 0, "an age is not negative"));
  }

  public boolean accepts(Product product) {
    return (source.isEmpty() || source.equals(product.source()))
        && (support.isEmpty() || support.equals(product.support()))
        && (gridArea.isEmpty() || gridArea.equals(product.gridArea()))
        && (ageDaysMax.isEmpty()
            || (product.ageDays().isPresent()
                && product.ageDays().getAsInt() <= ageDaysMax.getAsInt()));
  }
}
