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

  /// Looks for the answer that shows the fewest claims; among equals the first credential.
  static Matching of(DcqlQuery query, Collection<SdJwt> held) {
    var answers = new LinkedHashMap<String, Choice>();
    for (var asked : query.credentials()) {
      held.stream()
          .flatMap(credential -> answer(asked, credential).stream())
          .min(Comparator.comparingInt(choice -> choice.shown().size()))
          .ifPresent(choice -> answers.put(asked.id(), choice));
    }
    if (query.credentialSets().isEmpty()) {
      var missing =
          query.credentials().stream().filter(asked -> !answers.containsKey(asked.id())).toList();
      return missing.isEmpty() ? new Found(List.copyOf(answers.values())) : new Missing(missing);
    }
    return bySets(query, answers);
  }

  private static Matching bySets(DcqlQuery query, Map<String, Choice> answers) {
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
    answers.forEach((id, choice) -> {
      if (required.contains(id)) {
        choices.add(choice);
      } else if (optional.contains(id)) {
        choices.add(new Choice(choice.query(), choice.credential(), choice.shown(), true));
      }
    });
    return new Found(choices);
  }

  private static Optional<Choice> answer(CredentialQuery query, SdJwt credential) {
    if (!query.types().contains(credential.vct())
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
