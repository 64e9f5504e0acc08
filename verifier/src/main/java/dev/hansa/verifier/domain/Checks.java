package dev.hansa.verifier.domain;

import dev.hansa.credentials.PresentationCheck.Step;
import dev.hansa.verifier.domain.VerificationResult.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The checks in their order, and which of them failed.
final class Checks {
  private Checks() {}

  /// Every check passed, or those before the one that failed.
  static List<Check> upTo(Optional<Step> failed) {
    var checks = new ArrayList<Check>();
    for (var step : Step.values()) {
      boolean fails = failed.isPresent() && failed.get() == step;
      checks.add(new Check(step.code(), !fails));
      if (fails) {
        break;
      }
    }
    return checks;
  }
}
