package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A JSON Schema 2020-12, compiled once; `format` is checked. The validator speaks Jackson 3, the
/// rest of Hansa Jackson 2: values are copied node by node, not written and read again.
final class JsonSchema {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder()
                      .formatAssertionsEnabled(true)
                      .locale(Locale.ROOT)
                      .build()));

  private final Schema schema;

  JsonSchema(ObjectNode schema) {
    this.schema = REGISTRY.getSchema(schema.toString(), InputFormat.JSON);
    // Compiles what is compiled when it is first needed, before several threads need it.
    var _ = this.schema.validate(JsonNodeFactory.instance.objectNode());
  }

  /// What breaks the schema: the place and the keyword, never the value.
  record Breach(String place, String keyword) {
    String sentence() {
      return "The claims fit the schema of their type; "
          + (place.isEmpty() ? "the whole" : place)
          + " breaks its "
          + keyword
          + ".";
    }
  }

  List<Breach> check(ObjectNode value) {
    var errors = schema.validate(copy(value));
    return errors.isEmpty()
        ? List.of()
        : errors.stream()
            .map(error -> new Breach(error.getInstanceLocation().toString(), error.getKeyword()))
            .toList();
  }

  private static JsonNode copy(com.fasterxml.jackson.databind.JsonNode node) {
    var factory = JsonNodeFactory.instance;
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var object = factory.objectNode();
        for (var member : node.properties()) {
          object.set(member.getKey(), copy(member.getValue()));
        }
        yield object;
      }
      case ARRAY -> {
        var array = factory.arrayNode(node.size());
        for (var element : node) {
          array.add(copy(element));
        }
        yield array;
      }
      case STRING -> factory.stringNode(node.textValue());
      case BOOLEAN -> factory.booleanNode(node.booleanValue());
      case NUMBER ->
          node.isIntegralNumber()
              ? node.canConvertToLong()
                  ? factory.numberNode(node.longValue())
                  : factory.numberNode(node.bigIntegerValue())
              : factory.numberNode(node.decimalValue());
      case NULL, MISSING, BINARY, POJO -> factory.nullNode();
    };
  }
}
