package dev.hansa.receipts;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a policy set says to an evaluation. Everything but [Permit] is a no.
public sealed interface Decision {
  /// The name that receipts and metrics use.
  String name();

  /// The ids of the policies that decided, in alphabetical order.
  SortedSet<String> policies();

  default boolean allowed() {
    return this instanceof Permit;
  }

  record Permit(SortedSet<String> policies) implements Decision {
    @Override
    public String name() {
      return "permit";
    }
  }

  /// A permit holds, but these rules forbid it; all of them, so the person hears every reason at
  /// once.
  record Deny(List<Reason> reasons) implements Decision {
    public Deny {
      reasons = List.copyOf(reasons);
    }

    @Override
    public String name() {
      return "deny";
    }

    @Override
    public SortedSet<String> policies() {
      var rules = new TreeSet<String>();
      reasons.forEach(reason -> rules.add(reason.rule()));
      return rules;
    }
  }

  /// No permit holds. What forbids it besides is not for a stranger to know.
  record NoPermit() implements Decision {
    @Override
    public String name() {
      return "no-permit";
    }

    @Override
    public SortedSet<String> policies() {
      return new TreeSet<>();
    }
  }

  /// The facts are not all there, or do not fit the schema, or a policy could not be evaluated on
  /// them. `errors` name the fact or the policy, never a value.
  record FactsMissing(List<String> errors) implements Decision {
    public FactsMissing {
      errors = List.copyOf(errors);
    }

    @Override
    public String name() {
      return "facts-missing";
    }

    @Override
    public SortedSet<String> policies() {
      return new TreeSet<>();
    }
  }

  /// A rule that forbids, and the sentence for the person who was refused.
  record Reason(String rule, String says) {}
}
