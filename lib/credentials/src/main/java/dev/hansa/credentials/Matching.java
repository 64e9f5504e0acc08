package dev.hansa.credentials;

import dev.hansa.credentials.DcqlQuery.CredentialQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a holder's credentials answer a query: the least that satisfies it, [OpenID4VP 1.0, section
/// 6.4](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-6.4).
public sealed interface Matching {
  /// These credential queries cannot be answered, and without them the query cannot.
  record Missing(List<CredentialQuery> queries) implements Matching {
    public Missing {
      queries = List.copyOf(queries);
    }
  }

  record Found(List<Choice> choices) implements Matching {
    public Found {
      choices = List.copyOf(choices);
    }
  }

  /// A credential that answers a credential query, and the disclosures that it takes. `optional`
  /// ones may be left out.
  record Choice(CredentialQuery query, SdJwt credential, Set<Disclosure> shown, boolean optional) {
    public Choice {
      shown = Set.copyOf(shown);
    }
  }

  /// Looks for the answer that shows the fewest claims; among equals the first credential. Where
  /// several are asked for (`multiple`), every credential that answers is in it.
  static Matching of(DcqlQuery query, Collection<SdJwt> held) {
    var answers = new LinkedHashMap<String, List<Choice>>();
    for (var asked : query.credentials()) {
      var all = held.stream().flatMap(each -> answer(asked, each).stream()).toList();
      var fewest =
          asked.multiple()
              ? all
              : all.stream().min(Comparator.comparingInt(choice -> choice.shown().size())).stream()
                  .toList();
      if (!fewest.isEmpty()) {
        answers.put(asked.id(), fewest);
      }
    }
    if (query.credentialSets().isEmpty()) {
      var missing =
          query.credentials().stream().filter(asked -> !answers.containsKey(asked.id())).toList();
      return missing.isEmpty()
          ? new Found(answers.values().stream().flatMap(List::stream).toList())
          : new Missing(missing);
    }
    return bySets(query, answers);
  }

  private static Matching bySets(DcqlQuery query, Map<String, List<Choice>> answers) {
    var required = new LinkedHashSet<String>();
    var optional = new LinkedHashSet<String>();
    for (var set : query.credentialSets()) {
      var option = set.options().stream().filter(answers.keySet()::containsAll).findFirst();
      if (option.isPresent()) {
        (set.required() ? required : optional).addAll(option.get());
      } else if (set.required()) {
        return new Missing(
            set.options().getFirst().stream()
                .filter(id -> !answers.containsKey(id))
                .flatMap(id -> query.credential(id).stream())
                .toList());
      }
    }
    var choices = new ArrayList<Choice>();
    answers.forEach((id, found) -> {
      if (required.contains(id)) {
        choices.addAll(found);
      } else if (optional.contains(id)) {
        found.forEach(choice ->
            choices.add(new Choice(choice.query(), choice.credential(), choice.shown(), true)));
      }
    });
    return new Found(choices);
  }

  private static Optional<Choice> answer(CredentialQuery query, SdJwt credential) {
    if (!query.isFor(credential)
        || (query.requireHolderBinding() && credential.holderKey().isEmpty())) {
      return Optional.empty();
    }
    // The verifier's order of preference, not ours: its first set that we can show.
    for (var set : query.alternatives()) {
      var shown = new LinkedHashSet<Disclosure>();
      boolean whole = true;
      for (var claim : set) {
        var matches = claim.matches(credential);
        whole &= !matches.isEmpty();
        for (var match : matches) {
          shown.addAll(match.way());
          match.node().disclosures(shown::add);
        }
      }
      if (whole) {
        return Optional.of(new Choice(query, credential, shown, false));
      }
    }
    return Optional.empty();
  }
}
