package dev.hansa.issuer.domain.onboarding;

import dev.hansa.identity.Did;
import dev.hansa.issuer.domain.TenantName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The onboarding of one applicant, from the first look to the credentials in its wallet: open,
/// then completed; or being undone, and then withdrawn or lapsed. There is no other end and no
/// state without a way on.
public sealed interface OnboardingCase {
  /// After so long a case that is still open ends by itself.
  Duration LIFETIME = Duration.ofDays(90);

  About about();

  List<Step> steps();

  /// What never changes.
  record About(String id, TenantName tenant, Did applicant, Instant created, Instant expires) {}

  /// Goes on. First come registration and checks, in any order; then the approval; then the
  /// credentials.
  record Open(About about, List<Step> steps) implements OnboardingCase {
    public Open {
      steps = List.copyOf(steps);
    }

    /// Whether what must come before this step is settled.
    public boolean isTurnOf(Step step) {
      return steps.stream()
          .filter(each -> rank(each.task()) < rank(step.task()))
          .allMatch(Step::isSettled);
    }

    private static int rank(Step.Task task) {
      return switch (task) {
        case Step.Task.Registration _, Step.Task.Check _ -> 0;
        case Step.Task.Approval _ -> 1;
        case Step.Task.Delivery _ -> 2;
      };
    }

    Undoing undo(Ending ending, Step.Decision decision) {
      return new Undoing(about, steps, ending, decision);
    }
  }

  /// Why it ends before it is completed.
  enum Ending {
    /// Somebody said so: what was issued is revoked.
    WITHDRAWN,
    /// Its time was over: what was issued holds.
    LAPSED
  }

  /// Its offers are taken back one after another and, if it was withdrawn, its credentials.
  record Undoing(About about, List<Step> steps, Ending ending, Step.Decision decision)
      implements OnboardingCase {
    public Undoing {
      steps = List.copyOf(steps);
    }

    /// Whether it was this step's turn when the case was open.
    boolean wasTurnOf(Step step) {
      return new Open(about, steps).isTurnOf(step);
    }
  }

  /// Every step was passed, issued or skipped.
  record Completed(About about, List<Step> steps, Instant at) implements OnboardingCase {
    public Completed {
      steps = List.copyOf(steps);
    }
  }

  /// Nothing of it is left with the applicant.
  record Withdrawn(About about, List<Step> steps, Step.Decision decision, Instant at)
      implements OnboardingCase {
    public Withdrawn {
      steps = List.copyOf(steps);
    }
  }

  /// Not completed in its time; what was issued holds.
  record Lapsed(About about, List<Step> steps, Instant at) implements OnboardingCase {
    public Lapsed {
      steps = List.copyOf(steps);
    }
  }
}
