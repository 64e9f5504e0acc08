package dev.hansa.issuer.domain.onboarding;

import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.issuer.domain.IssuanceWait;
import dev.hansa.issuer.domain.IssuanceWait.Actor;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.Offering;
import dev.hansa.issuer.domain.Refusal;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.onboarding.Step.Stage;
import dev.hansa.issuer.domain.onboarding.Step.Task;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Says why an onboarding waits: for every case that has not ended there is a step, somebody whose
/// turn it is, and what they can do.
public final class Waits {
  private final Issuances issuances;
  private final Offering offering;

  public Waits(Issuances issuances, Offering offering) {
    this.issuances = issuances;
    this.offering = offering;
  }

  /// What one step waits for, and since when.
  public record Wait(int step, Actor actor, String says, Instant since) {}

  /// Empty for what has ended, and for nothing else.
  public List<Wait> of(Tenant tenant, OnboardingCase onboarding) {
    return switch (onboarding) {
      case OnboardingCase.Open open -> {
        var waits =
            open.steps().stream()
                .filter(step -> !step.isSettled() && open.isTurnOf(step))
                .map(step -> of(tenant, open, step))
                .toList();
        yield waits.isEmpty()
            ? List.of(
                new Wait(
                    open.steps().size(),
                    Actor.SERVICE,
                    "Every step is settled; it is being completed.",
                    open.about().created()))
            : waits;
      }
      case OnboardingCase.Undoing undoing ->
          List.of(
              new Wait(
                  0,
                  Actor.SERVICE,
                  "What was done is being undone; this goes on by itself.",
                  undoing.decision().at()));
      case OnboardingCase.Completed _, OnboardingCase.Withdrawn _, OnboardingCase.Lapsed _ ->
          List.of();
    };
  }

  private Wait of(Tenant tenant, OnboardingCase.Open open, Step step) {
    int number = step.number();
    return switch (step.stage()) {
      case Stage.Waiting(_, _, var trouble) when trouble.isPresent() ->
          troubled(number, trouble.get());
      case Stage.Waiting waiting -> waiting(tenant, step, waiting);
      case Stage.Refused refused ->
          new Wait(
              number,
              Actor.OPERATOR,
              "It is refused ("
                  + refused.refusal().rule()
                  + ": "
                  + refused.refusal().says()
                  + "). Retry the step once that is mended, skip it, or withdraw the case.",
              refused.at());
      case Stage.Offered offered -> offered(tenant, open, step, offered);
      case Stage.Ended ended ->
          new Wait(
              number,
              Actor.OPERATOR,
              "The offer ended without a credential. Retry makes a new one; or skip the step, or"
                  + " withdraw the case.",
              ended.at());
      case Stage.Skipping skipping ->
          new Wait(
              number,
              Actor.SERVICE,
              "Its offer is being taken back; then it is skipped.",
              skipping.decision().at());
      case Stage.Passed _, Stage.Skipped _, Stage.Issued _, Stage.Undone _ ->
          throw new IllegalArgumentException("a settled step waits for nothing");
    };
  }

  private static Wait troubled(int number, Step.Trouble trouble) {
    return switch (trouble.kind()) {
      case LEDGER_SILENT ->
          new Wait(
              number,
              Actor.LEDGER,
              "The ledger did not answer. It is asked again every few seconds.",
              trouble.since());
      case DOCUMENT_UNREADABLE ->
          new Wait(
              number,
              Actor.HOLDER,
              "What the applicant wrote to the ledger as its DID document cannot be read. It"
                  + " writes it anew; or you skip the step, or withdraw the case.",
              trouble.since());
    };
  }

  private static Wait waiting(Tenant tenant, Step step, Stage.Waiting waiting) {
    return switch (step.task()) {
      case Task.Registration _ ->
          new Wait(
              step.number(),
              Actor.HOLDER,
              "The applicant writes its DID to the ledger: it signs its NYM, and an endorser"
                  + " endorses it.",
              waiting.since());
      case Task.Check(var name) ->
          new Wait(
              step.number(),
              Actor.OPERATOR,
              "You look at it (" + name + ") and pass the step, or skip it with a reason.",
              waiting.since());
      case Task.Approval _ ->
          tenant.policy().approval().approvers().isEmpty()
              ? new Wait(
                  step.number(),
                  Actor.OPERATOR,
                  "An approver agrees, and your policy names none any more. Name one, or withdraw"
                      + " the case.",
                  waiting.since())
              : new Wait(step.number(), Actor.APPROVER, "An approver agrees.", waiting.since());
      case Task.Delivery _ ->
          new Wait(step.number(), Actor.SERVICE, "The offer is being made.", waiting.since());
    };
  }

  /// An offer that would be refused now waits for its operator, whatever the wallet does.
  private Wait offered(Tenant tenant, OnboardingCase.Open open, Step step, Stage.Offered offered) {
    int number = step.number();
    var objection = objection(tenant, open, step, offered);
    if (objection.isPresent()) {
      return new Wait(
          number,
          Actor.OPERATOR,
          "The offer is open, but the wallet gets nothing now ("
              + objection.get().rule()
              + ": "
              + objection.get().says()
              + "). Mend that, skip the step, or withdraw the case.",
          offered.at());
    }
    return issuances
        .find(tenant.name(), offered.issuance())
        .flatMap(issuance -> IssuanceWait.of(tenant, issuance))
        .or(() ->
            Optional.of(
                new IssuanceWait(Actor.SERVICE, "What became of the offer is being looked at.")))
        .map(wait -> new Wait(number, wait.actor(), wait.says(), offered.at()))
        .orElseThrow();
  }

  private Optional<Refusal> objection(
      Tenant tenant, OnboardingCase.Open open, Step step, Stage.Offered offered) {
    if (!(step.task() instanceof Task.Delivery(var wish)) || wish.content().isEmpty()) {
      return Optional.empty();
    }
    try {
      return offering
          .objection(tenant, wish.request(open.about().id(), step.number(), offered.attempt()))
          .flatMap(outcome ->
              switch (outcome) {
                case Offering.Outcome.Refused(var refusal) -> Optional.of(refusal);
                case Offering.Outcome.ClaimsRefused(var refusals) ->
                    Optional.of(refusals.getFirst());
                case Offering.Outcome.RequestIdTaken _,
                    Offering.Outcome.AlreadyThere _,
                    Offering.Outcome.Offered _ ->
                    Optional.empty();
              });
    } catch (LedgerUnavailable e) {
      // Then nothing is known against it.
      return Optional.empty();
    }
  }
}
