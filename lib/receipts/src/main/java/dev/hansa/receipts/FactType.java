package dev.hansa.receipts;

import com.cedarpolicy.value.EntityTypeName;
import java.util.Map;

/// The type of one fact, as the policies' schema declares it.
sealed interface FactType {
  record Flag() implements FactType {}

  record Whole() implements FactType {}

  record Text() implements FactType {}

  record Moment() implements FactType {}

  record Reference(String type, EntityTypeName cedar) implements FactType {}

  record SetOf(FactType element) implements FactType {}

  record Fields(Map<String, Field> members) implements FactType {}

  record Field(FactType type, boolean required) {}
}
