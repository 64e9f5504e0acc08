package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Disclosure;
import dev.hansa.credentials.Matching;
import dev.hansa.identity.Json;
import dev.hansa.wallet.RequestView;
import java.util.ArrayList;
import java.util.List;

/// A request that a wallet was asked, with what would be shown.
public record Asked(RequestView view) {
  public boolean canAnswer() {
    return view.isAnswerable();
  }

  /// What the holder reads before saying yes.
  public List<String> says() {
    var lines = new ArrayList<String>();
    lines.add("Who asks:  " + view.verifier() + " (" + view.verifier().proof() + ")");
    lines.add("What for:  " + view.purpose());
    switch (view.matching()) {
      case Matching.Found(var choices) -> {
        for (var choice : choices) {
          lines.add("Shows:     " + choice.credential().vct() + ": " + claims(choice));
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

  private static String claims(Matching.Choice choice) {
    var names = choice.shown().stream().map(Asked::name).sorted().distinct().toList();
    return names.isEmpty() ? "what is always shown" : String.join(", ", names);
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
        shows
            .addObject()
            .put("vct", choice.credential().vct().value())
            .put("claims", claims(choice));
      }
    }
    return json;
  }
}
