package dev.hansa.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hansa.identity.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The rows as they are printed: a Markdown table for people, JSON for scripts.
final class Table {
  private static final String NOTHING = "–";

  private Table() {}

  static String text(List<Row> rows) {
    var text =
        new StringBuilder("| what | measured | target | limit or peer, same run | ratio |\n");
    text.append("|---|---|---|---|---|\n");
    for (var row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s |\n",
              row.what(),
              row.isFailed() ? "not measured: " + row.failure() : number(row.value()) + row.unit(),
              target(row),
              limits(row, limit -> limit.name() + ": " + number(limit.value()) + row.unit()),
              limits(
                  row, limit -> String.format(Locale.ROOT, "%.2f", row.value() / limit.value()))));
    }
    return text.toString();
  }

  private static String target(Row row) {
    return row.target().isEmpty()
        ? NOTHING
        : number(row.target().getAsDouble())
            + row.unit()
            + (row.isFailed() ? "" : row.isMet() ? ", met" : ", missed");
  }

  private static String limits(Row row, Function<Row.Limit, String> says) {
    return row.limits().isEmpty()
        ? NOTHING
        : row.limits().stream().map(says).collect(Collectors.joining("; "));
  }

  private static String number(double value) {
    return value < 100
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }

  static ArrayNode json(List<Row> rows) {
    var list = Json.newArray();
    for (var row : rows) {
      var json = list.addObject().put("name", row.name()).put("what", row.what());
      if (row.isFailed()) {
        json.put("failure", row.failure());
        continue;
      }
      json.put("value", row.value()).put("unit", row.unit());
      row.target().ifPresent(target -> json.put("target", target).put("met", row.isMet()));
      var limits = json.putArray("limits");
      for (var limit : row.limits()) {
        limits
            .addObject()
            .put("name", limit.name())
            .put("value", limit.value())
            .put("ratio", row.value() / limit.value());
      }
    }
    return list;
  }
}
