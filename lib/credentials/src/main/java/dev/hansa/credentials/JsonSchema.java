package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.format.PatternFormat;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A JSON Schema 2020-12, compiled once; `format` is checked. The validator speaks Jackson 3, the
/// rest of Hansa Jackson 2: values are copied node by node, not written and read again.
final class JsonSchema {
  private static final String EMAIL = "[^@\\s]{1,64}@[A-Za-z0-9.-]{1,253}";

  /// The library's own formats know a list of top-level domains, and take instants that Java does
  /// not.
  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012())
          .format(PatternFormat.of("email", EMAIL, "format.email"))
          .format(new UtcInstant())
          .build();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDialect(
          DIALECT,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder()
                      .formatAssertionsEnabled(true)
                      .locale(Locale.ROOT)
                      .build()));

  /// `date-time`, as every type of the catalogue has it: UTC.
  private static final class UtcInstant implements Format {
    private static final Pattern FORM =
        Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z");

    @Override
    public String getName() {
      return "date-time";
    }

    @Override
    public boolean matches(ExecutionContext context, String value) {
      try {
        return FORM.matcher(value).matches() && Instant.MIN.isBefore(Instant.parse(value));
      } catch (DateTimeParseException e) {
        return false;
      }
    }
  }

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
