package dev.hansa.credentials;

import java.util.List;

/// Whether claims may be issued as a credential of a type.
public sealed interface IssuanceCheck {
  record UnknownType() implements IssuanceCheck {}

  /// Every rule that the claims break.
  record Violations(List<Violation> violations) implements IssuanceCheck {
    public Violations {
      violations = List.copyOf(violations);
    }
  }

  record Conforms() implements IssuanceCheck {}

  /// A rule's name and its sentence; the claims' values are not repeated.
  record Violation(String rule, String sentence) {}
}
