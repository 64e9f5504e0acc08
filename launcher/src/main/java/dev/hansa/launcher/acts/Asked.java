package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Disclosure;
import dev.hansa.credentials.Matching;
import dev.hansa.identity.Json;
import dev.hansa.wallet.RequestView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A request that a wallet was asked, with what would be shown.
///
/// @param known what the holder calls a DID; the DID itself for somebody unknown
public record Asked(RequestView view, UnaryOperator<String> known) {
  /// What every credential has for machines; nobody decides about it.
  private static final Set<String> TECHNICAL =
      Set.of("iss", "iat", "nbf", "exp", "vct", "vct#integrity", "cnf", "status", "_sd", "_sd_alg");

  public boolean canAnswer() {
    return view.isAnswerable();
  }

  /// What the holder reads before saying yes.
  public List<String> says() {
    var lines = new ArrayList<String>();
    lines.add(
        "Who asks:  "
            + known.apply(view.verifier().toString())
            + " ("
            + view.verifier().proof()
            + ")");
    lines.add("What for:  " + view.purpose());
    switch (view.matching()) {
      case Matching.Found(var choices) -> {
        for (var choice : choices) {
          lines.add(
              "Shows:     "
                  + choice.credential().vct()
                  + ", issued by "
                  + known.apply(choice.credential().issuer().toString()));
          lines.add("           " + String.join(", ", always(choice)) + " (always in it)");
          if (!chosen(choice).isEmpty()) {
            lines.add("           " + String.join(", ", chosen(choice)));
          }
          if (!keptBack(choice).isEmpty()) {
            lines.add("Keeps:     " + String.join(", ", keptBack(choice)));
          }
        }
      }
      case Matching.Missing(var queries) ->
          queries.forEach(
              query -> lines.add("Missing:   nothing in this wallet answers " + query.types()));
    }
    if (!view.transactionData().isEmpty()) {
      lines.add("Signs:     " + view.transactionData().size() + " statement with it");
    }
    return lines;
  }

  /// The claims that a verifier sees of this credential whatever was asked.
  private static List<String> always(Matching.Choice choice) {
    var selective =
        choice.credential().disclosures().stream().map(Asked::name).collect(Collectors.toSet());
    var names = new TreeSet<String>();
    choice.credential().claims().fieldNames().forEachRemaining(names::add);
    names.removeAll(TECHNICAL);
    names.removeAll(selective);
    return List.copyOf(names);
  }

  private static List<String> chosen(Matching.Choice choice) {
    return choice.shown().stream().map(Asked::name).sorted().distinct().toList();
  }

  private static List<String> keptBack(Matching.Choice choice) {
    return choice.credential().disclosures().stream()
        .filter(disclosure -> !choice.shown().contains(disclosure))
        .map(Asked::name)
        .sorted()
        .distinct()
        .toList();
  }

  private static String name(Disclosure disclosure) {
    return disclosure.name().orElse("an entry of a list");
  }

  public ObjectNode toJson() {
    var json =
        Json.newObject()
            .put("verifier", view.verifier().toString())
            .put("purpose", view.purpose())
            .put("canAnswer", canAnswer());
    if (view.matching() instanceof Matching.Found(var choices)) {
      var shows = json.putArray("shows");
      for (var choice : choices) {
        var one = shows.addObject().put("vct", choice.credential().vct().value());
        put(one, "always", always(choice));
        put(one, "chosen", chosen(choice));
        put(one, "keptBack", keptBack(choice));
      }
    }
    return json;
  }

  private static void put(ObjectNode json, String member, List<String> names) {
    var list = json.putArray(member);
    names.forEach(list::add);
  }
}
