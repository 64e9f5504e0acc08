package dev.hansa.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// INV-16: one fact of an allowed act made bad makes it a denial, or stands with a reason in the
/// reference's list of irrelevant facts, which is held against the policies both ways.
class OneFactTest {
  private static final JsonNode IRRELEVANT = PolicyCases.FILE.get("irrelevant");

  private final PolicySet set = PolicyCases.load();
  private final Map<String, Map<String, int[]>> table = new TreeMap<>();
  private final Set<String> used = new HashSet<>();
  private int flips;

  @Test
  void one_bad_fact_is_a_denial_or_listed_as_irrelevant() throws Exception {
    for (var each : PolicyCases.all()) {
      if (each.allowed()) {
        var evaluation = PolicyCases.expand(each);
        var act = Flips.variant(evaluation);
        for (var flip : Flips.of(evaluation)) {
          flips++;
          var answer = set.answer(PolicyCases.reachable(flip.evaluation()));
          assertThat(answer.errors()).as(each.name() + " " + flip.label()).isEmpty();
          table.computeIfAbsent(flip.label(), _ -> new HashMap<>())
              .computeIfAbsent(act, _ -> new int[2])[answer.allowed() ? 1 : 0]++;
        }
      }
    }
    var bad = new ArrayList<String>();
    var acts = new TreeSet<String>();
    table.values().forEach(row -> acts.addAll(row.keySet()));
    table.forEach((label, row) ->
        acts.forEach(
            act -> judge(act, label, row.getOrDefault(act, new int[2])).ifPresent(bad::add)));
    IRRELEVANT
        .properties()
        .forEach(act ->
            act.getValue()
                .fieldNames()
                .forEachRemaining(fact -> {
                  if (!used.contains(act.getKey() + fact)) {
                    bad.add("listed but no such fact: " + act.getKey() + " " + fact);
                  }
                }));
    assertThat(bad).isEmpty();
    assertThat(flips).isGreaterThan(2000);
  }

  private Optional<String> judge(String act, String label, int[] counts) {
    var why = listed(act, label);
    boolean sometimes = why.startsWith("?");
    if (counts[1] == 0) {
      return counts[0] > 0 && !why.isEmpty() && !sometimes
          ? Optional.of("listed as irrelevant but denied: " + act + " " + label)
          : Optional.empty();
    }
    if (why.isEmpty()) {
      return Optional.of("stays allowed: " + act + " " + label);
    }
    return counts[0] > 0 && !sometimes
        ? Optional.of("listed without ? but sometimes denied: " + act + " " + label)
        : Optional.empty();
  }

  private String listed(String act, String label) {
    for (var row : new String[] {act, "*"}) {
      for (var fact : IRRELEVANT.path(row).properties()) {
        var name = fact.getKey();
        if (name.equals(label)
            || (name.endsWith("*") && label.startsWith(name.substring(0, name.length() - 1)))) {
          used.add(row + name);
          return fact.getValue().asText();
        }
      }
    }
    return "";
  }
}
