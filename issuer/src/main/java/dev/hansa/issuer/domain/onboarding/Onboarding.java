package dev.hansa.issuer.domain.onboarding;

import dev.hansa.identity.Did;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.onboarding.OnboardingCases.Kept;
import dev.hansa.issuer.domain.onboarding.Step.Stage;
import dev.hansa.issuer.domain.onboarding.Step.Task;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/// What people do with an onboarding that was begun: say that a step is passed, skip it, try it
/// again, approve, withdraw. Each may be said again when its answer was lost; the second time
/// changes nothing.
public final class Onboarding {
  /// So often another may be faster before we say that we are busy.
  private static final int ROUNDS_MAX = 32;

  private final OnboardingCases cases;
  private final Caseworker caseworker;
  private final Clock clock;

  public Onboarding(OnboardingCases cases, Caseworker caseworker, Clock clock) {
    this.cases = cases;
    this.caseworker = caseworker;
    this.clock = clock;
  }

  /// What became of something that somebody said. The refusals stand in the order they are looked
  /// for.
  public sealed interface Outcome {
    /// The caller is neither the issuer nor one of its approvers.
    record Stranger() implements Outcome {}

    record Unknown() implements Outcome {}

    record NoSuchStep() implements Outcome {}

    /// The issuer does not approve its own wish, and an approver does nothing else.
    record NeedsAnother() implements Outcome {}

    /// The state does not allow it.
    record NotPossible(String says) implements Outcome {}

    /// It is so now, and maybe was before.
    record Done(OnboardingCase onboarding) implements Outcome {}
  }

  /// What a version of a case becomes by what was said; a refusal, or the case itself where there
  /// is nothing to change.
  private sealed interface Effect {
    record Next(OnboardingCase onboarding) implements Effect {}

    record Not(Outcome outcome) implements Effect {}
  }

  private OnboardingCase goOn(Tenant tenant, OnboardingCase onboarding) {
    return caseworker.goOn(tenant, onboarding.about().id()).orElse(onboarding);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /// How it stands, after everything that goes on by itself went on. For the issuer and its
  /// approvers.
  public Outcome look(Tenant tenant, String id, Did caller) {
    if (!isOperator(tenant, caller) && !isApprover(tenant, caller)) {
      return new Outcome.Stranger();
    }
    return caseworker
        .goOn(tenant, id)
        .<Outcome>map(Outcome.Done::new)
        .orElseGet(Outcome.Unknown::new);
  }

  /// Somebody looked at what a check is about, and it is right.
  public Outcome pass(
      Tenant tenant, String id, int number, Optional<String> reference, Did caller) {
    return operator(tenant, caller)
        .orElseGet(() ->
            onStep(
                tenant,
                id,
                number,
                (_, step) ->
                    switch (step.stage()) {
                      case Stage.Passed _ -> same(step);
                      case Stage.Waiting _ when step.task() instanceof Task.Check ->
                          next(step, new Stage.Passed(Optional.of(caller), reference, now()));
                      case Stage.Waiting _,
                          Stage.Refused _,
                          Stage.Offered _,
                          Stage.Ended _,
                          Stage.Skipping _,
                          Stage.Skipped _,
                          Stage.Issued _,
                          Stage.Undone _ ->
                          not("only a check that waits is passed by hand");
                    }));
  }

  /// The case goes on without this step.
  public Outcome skip(Tenant tenant, String id, int number, String reason, Did caller) {
    return operator(tenant, caller)
        .orElseGet(() -> {
          var decision = new Step.Decision(Optional.of(caller), reason, now());
          return onStep(tenant, id, number, (open, step) -> skip(open, step, decision));
        });
  }

  private static StepEffect skip(OnboardingCase.Open open, Step step, Step.Decision decision) {
    return switch (step.stage()) {
      case Stage.Skipped _, Stage.Skipping _ -> same(step);
      case Stage.Waiting waiting ->
          switch (step.task()) {
            case Task.Registration _, Task.Check _ -> next(step, new Stage.Skipped(decision));
            case Task.Approval _ -> not("a second pair of eyes is not skipped");
            // Before its turn nothing can have been offered.
            case Task.Delivery _ ->
                next(
                    step,
                    open.isTurnOf(step)
                        ? new Stage.Skipping(waiting.attempt(), decision)
                        : new Stage.Skipped(decision));
          };
      // Another instance may be offering what was refused here.
      case Stage.Refused refused -> next(step, new Stage.Skipping(refused.attempt(), decision));
      case Stage.Offered offered -> next(step, new Stage.Skipping(offered.attempt(), decision));
      case Stage.Ended _ -> next(step, new Stage.Skipped(decision));
      case Stage.Passed _, Stage.Issued _, Stage.Undone _ -> not("what is done is not skipped");
    };
  }

  /// Tries again what was refused or came to nothing.
  public Outcome retry(Tenant tenant, String id, int number, Did caller) {
    return operator(tenant, caller)
        .orElseGet(() ->
            onStep(
                tenant,
                id,
                number,
                (_, step) ->
                    switch (step.stage()) {
                      // It is being tried.
                      case Stage.Waiting _, Stage.Offered _ -> same(step);
                      // The same attempt: should it have been offered elsewhere, that is the offer.
                      case Stage.Refused refused ->
                          next(step, new Stage.Waiting(refused.attempt(), now(), Optional.empty()));
                      case Stage.Ended ended ->
                          next(
                              step,
                              new Stage.Waiting(ended.attempt() + 1, now(), Optional.empty()));
                      case Stage.Skipping _,
                          Stage.Passed _,
                          Stage.Skipped _,
                          Stage.Issued _,
                          Stage.Undone _ ->
                          not("what is done or skipped is not tried again");
                    }));
  }

  /// An approver agrees to what the case is about.
  public Outcome approve(Tenant tenant, String id, Did caller) {
    if (!isApprover(tenant, caller)) {
      return isOperator(tenant, caller) ? new Outcome.NeedsAnother() : new Outcome.Stranger();
    }
    return change(
        tenant,
        id,
        onboarding -> {
          var approval =
              onboarding.steps().stream()
                  .filter(step -> step.task() instanceof Task.Approval)
                  .findFirst();
          return approval.isEmpty()
              ? refuse("the issuer's policy asked for no approval when it began")
              : on(onboarding, approval.get(), (open, step) -> approve(open, step, caller));
        });
  }

  private StepEffect approve(OnboardingCase.Open open, Step step, Did caller) {
    return switch (step.stage()) {
      case Stage.Passed _ -> same(step);
      case Stage.Waiting _ ->
          open.isTurnOf(step)
              ? next(step, new Stage.Passed(Optional.of(caller), Optional.empty(), now()))
              : not("the steps before the approval are settled first");
      case Stage.Refused _,
          Stage.Offered _,
          Stage.Ended _,
          Stage.Skipping _,
          Stage.Skipped _,
          Stage.Issued _,
          Stage.Undone _ ->
          not("it is open no more");
    };
  }

  /// Ends the case and undoes what it did: offers are taken back, credentials revoked. An approver
  /// may say so instead of approving.
  public Outcome withdraw(Tenant tenant, String id, String reason, Did caller) {
    boolean operator = isOperator(tenant, caller);
    if (!operator && !isApprover(tenant, caller)) {
      return new Outcome.Stranger();
    }
    var decision = new Step.Decision(Optional.of(caller), reason, now());
    return change(
        tenant,
        id,
        onboarding ->
            switch (onboarding) {
              case OnboardingCase.Open open when !operator && !awaitsApproval(open) ->
                  new Effect.Not(new Outcome.NeedsAnother());
              case OnboardingCase.Open open ->
                  new Effect.Next(open.undo(OnboardingCase.Ending.WITHDRAWN, decision));
              case OnboardingCase.Undoing undoing
                  when undoing.ending() == OnboardingCase.Ending.WITHDRAWN ->
                  new Effect.Next(undoing);
              case OnboardingCase.Withdrawn withdrawn -> new Effect.Next(withdrawn);
              case OnboardingCase.Undoing _, OnboardingCase.Completed _, OnboardingCase.Lapsed _ ->
                  refuse("it has ended; what was issued is revoked one by one");
            });
  }

  private static boolean awaitsApproval(OnboardingCase.Open open) {
    return open.steps().stream()
        .anyMatch(step -> step.task() instanceof Task.Approval && !step.isSettled());
  }

  private static boolean isOperator(Tenant tenant, Did caller) {
    return caller.equals(tenant.did());
  }

  private static boolean isApprover(Tenant tenant, Did caller) {
    return tenant.policy().approval().approvers().contains(caller);
  }

  /// Why this caller may not do what its operator does; empty if it may.
  private static Optional<Outcome> operator(Tenant tenant, Did caller) {
    if (isOperator(tenant, caller)) {
      return Optional.empty();
    }
    return Optional.of(
        isApprover(tenant, caller) ? new Outcome.NeedsAnother() : new Outcome.Stranger());
  }

  private sealed interface StepEffect {
    record Next(Step step) implements StepEffect {}

    record Not(String says) implements StepEffect {}
  }

  private interface OnStep {
    StepEffect on(OnboardingCase.Open open, Step step);
  }

  private static StepEffect next(Step step, Stage stage) {
    return new StepEffect.Next(step.at(stage));
  }

  private static StepEffect same(Step step) {
    return new StepEffect.Next(step);
  }

  private static StepEffect not(String says) {
    return new StepEffect.Not(says);
  }

  private static Effect refuse(String says) {
    return new Effect.Not(new Outcome.NotPossible(says));
  }

  private Outcome onStep(Tenant tenant, String id, int number, OnStep what) {
    return change(
        tenant,
        id,
        onboarding -> {
          var steps = onboarding.steps();
          if (number < 1 || number > steps.size()) {
            return new Effect.Not(new Outcome.NoSuchStep());
          }
          return on(onboarding, steps.get(number - 1), what);
        });
  }

  /// What was said of a step before its case ended is still said.
  private static Effect on(OnboardingCase onboarding, Step step, OnStep what) {
    var open =
        onboarding instanceof OnboardingCase.Open now
            ? now
            : new OnboardingCase.Open(onboarding.about(), onboarding.steps());
    return switch (what.on(open, step)) {
      case StepEffect.Not(var says) -> refuse(says);
      case StepEffect.Next(var next) when next.equals(step) -> new Effect.Next(onboarding);
      case StepEffect.Next(var next) ->
          onboarding.equals(open)
              ? new Effect.Next(with(open, next))
              : refuse("it is open no more");
    };
  }

  private static OnboardingCase.Open with(OnboardingCase.Open open, Step changed) {
    return new OnboardingCase.Open(
        open.about(),
        open.steps().stream()
            .map(step -> step.number() == changed.number() ? changed : step)
            .toList());
  }

  /// Applies what was said to the case as it stands, and lets it go on from there.
  private Outcome change(Tenant tenant, String id, Function<OnboardingCase, Effect> what) {
    // What goes on by itself went on before: a lapsed offer is known to have lapsed.
    if (caseworker.goOn(tenant, id).isEmpty()) {
      return new Outcome.Unknown();
    }
    for (int round = 0; round < ROUNDS_MAX; round++) {
      var found = cases.find(tenant.name(), id);
      if (found.isEmpty()) {
        return new Outcome.Unknown();
      }
      switch (what.apply(found.get().onboarding())) {
        case Effect.Not(var outcome) -> {
          return outcome;
        }
        case Effect.Next(var next) -> {
          if (isKept(found.get(), next)) {
            return new Outcome.Done(goOn(tenant, next));
          }
        }
      }
    }
    return new Outcome.NotPossible("others change it at the same time; ask again");
  }

  private boolean isKept(Kept found, OnboardingCase next) {
    return next.equals(found.onboarding()) || cases.replace(found, next);
  }
}
