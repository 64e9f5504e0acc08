package dev.hansa.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where a command's words go: to people as lines, or to a script as one JSON value.
public final class Output {
  private final PrintWriter out;
  private final boolean json;

  public Output(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /// A line for people; a script does not see it.
  @FormatMethod
  public void say(String format, Object... arguments) {
    if (!json) {
      out.println(String.format(Locale.ROOT, format, arguments));
      out.flush();
    }
  }

  /// The answer for a script; people do not see it.
  public void answer(JsonNode node) {
    if (json) {
      out.println(node.toString());
      out.flush();
    }
  }

  /// The answer as it is, for both.
  public void raw(String text) {
    out.println(text);
    out.flush();
  }

  /// Lines whose columns stand under each other.
  public void table(List<List<String>> rows) {
    if (json) {
      return;
    }
    var widths = new ArrayList<Integer>();
    for (var row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (widths.size() <= i) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        var cell = row.get(i);
        line.append(cell);
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths.get(i) - cell.length() + 2));
        }
      }
      say("%s", line.toString().stripTrailing());
    }
  }
}
