package dev.hansa.issuer.domain.onboarding;

import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.IssueRequest;
import dev.hansa.issuer.domain.Offering;
import dev.hansa.issuer.domain.Refusal;
import dev.hansa.issuer.domain.Releasing;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.issuer.domain.onboarding.OnboardingCase.Ending;
import dev.hansa.issuer.domain.onboarding.Step.Stage;
import dev.hansa.issuer.domain.onboarding.Step.Task;
import dev.hansa.issuer.domain.onboarding.Step.Trouble;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;

/// Does what an onboarding needs nobody for: finds DIDs on the ledger, makes offers, sees what
/// became of them, takes back what is not to be. Every act may be done twice and by two at once: an
/// offer has its attempt's request id, of which there is one, and the case moves on by one
/// successor a version.
public final class Caseworker {
  /// More turns than the longest case has changes.
  private static final int TURNS_MAX = 64;

  private final OnboardingCases cases;
  private final DidResolver resolver;
  private final Offering offering;
  private final Releasing releasing;
  private final Issuances issuances;
  private final Clock clock;

  public Caseworker(
      OnboardingCases cases,
      DidResolver resolver,
      Offering offering,
      Releasing releasing,
      Issuances issuances,
      Clock clock) {
    this.cases = cases;
    this.resolver = resolver;
    this.offering = offering;
    this.releasing = releasing;
    this.issuances = issuances;
    this.clock = clock;
  }

  /// Takes a case as far as it goes without anybody. Empty if there is no such case.
  public Optional<OnboardingCase> goOn(Tenant tenant, String id) {
    Optional<OnboardingCase> last = Optional.empty();
    for (int turn = 0; turn < TURNS_MAX; turn++) {
      var found = cases.find(tenant.name(), id);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      var onboarding = found.get().onboarding();
      last = Optional.of(onboarding);
      var next = turn(tenant, onboarding);
      if (next.equals(onboarding)) {
        return last;
      }
      // Whether it is ours or another's, its successor is looked at next.
      boolean _ = cases.replace(found.get(), next);
    }
    return last;
  }

  private OnboardingCase turn(Tenant tenant, OnboardingCase onboarding) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return switch (onboarding) {
      case OnboardingCase.Open open when !now.isBefore(open.about().expires()) ->
          open.undo(Ending.LAPSED, new Step.Decision(Optional.empty(), "its time was over", now));
      case OnboardingCase.Open open -> turn(tenant, open, now);
      case OnboardingCase.Undoing undoing -> undo(tenant, undoing, now);
      case OnboardingCase.Completed _, OnboardingCase.Withdrawn _, OnboardingCase.Lapsed _ ->
          onboarding;
    };
  }

  private OnboardingCase turn(Tenant tenant, OnboardingCase.Open open, Instant now) {
    var steps = new ArrayList<Step>();
    for (var step : open.steps()) {
      steps.add(
          step.isSettled() || !open.isTurnOf(step)
              ? forget(step)
              : forget(turn(tenant, open, step, now)));
    }
    return steps.stream().allMatch(Step::isSettled)
        ? new OnboardingCase.Completed(open.about(), steps, now)
        : new OnboardingCase.Open(open.about(), steps);
  }

  private Step turn(Tenant tenant, OnboardingCase.Open open, Step step, Instant now) {
    return switch (step.task()) {
      case Task.Registration _ -> step.at(registration(open, step, now));
      case Task.Check _, Task.Approval _ -> step;
      case Task.Delivery(var wish) -> {
        var next =
            switch (step.stage()) {
              case Stage.Waiting waiting -> offer(tenant, open, step, wish, waiting, now);
              case Stage.Offered offered -> look(tenant, open, offered, now);
              case Stage.Skipping skipping ->
                  takeBack(tenant, open.about(), step, wish, skipping.attempt())
                      .<Stage>map(issued -> new Stage.Issued(issued, now))
                      .orElseGet(() -> new Stage.Skipped(skipping.decision()));
              case Stage.Refused _,
                  Stage.Ended _,
                  Stage.Passed _,
                  Stage.Skipped _,
                  Stage.Issued _,
                  Stage.Undone _ ->
                  step.stage();
            };
        yield step.at(next);
      }
    };
  }

  /// What a settled step was made from is needed no more.
  private static Step forget(Step step) {
    return step.isSettled() && step.task() instanceof Task.Delivery(var wish)
        ? new Step(step.number(), new Task.Delivery(wish.forget()), step.stage())
        : step;
  }

  private Stage registration(OnboardingCase.Open open, Step step, Instant now) {
    if (!(step.stage() instanceof Stage.Waiting waiting)) {
      return step.stage();
    }
    try {
      return resolver.resolve(open.about().applicant()) instanceof DidResolution.Resolved
          ? new Stage.Passed(Optional.empty(), Optional.empty(), now)
          : new Stage.Waiting(waiting.attempt(), waiting.since(), Optional.empty());
    } catch (LedgerUnavailable e) {
      return troubled(waiting, Trouble.Kind.LEDGER_SILENT, now);
    } catch (MalformedInput e) {
      return troubled(waiting, Trouble.Kind.DOCUMENT_UNREADABLE, now);
    }
  }

  /// One trouble is told once, since when it was there.
  private static Stage troubled(Stage.Waiting waiting, Trouble.Kind kind, Instant now) {
    return waiting.trouble().map(Trouble::kind).equals(Optional.of(kind))
        ? waiting
        : new Stage.Waiting(
            waiting.attempt(), waiting.since(), Optional.of(new Trouble(kind, now)));
  }

  private Stage offer(
      Tenant tenant,
      OnboardingCase.Open open,
      Step step,
      Step.Wish wish,
      Stage.Waiting waiting,
      Instant now) {
    int attempt = waiting.attempt();
    try {
      return switch (offering.offer(tenant, request(open.about(), step, wish, attempt))) {
        case Offering.Outcome.Offered(var offered) ->
            new Stage.Offered(attempt, offered.about().id(), now);
        case Offering.Outcome.AlreadyThere(var issuance) ->
            new Stage.Offered(attempt, issuance.about().id(), now);
        case Offering.Outcome.Refused(var refusal) -> new Stage.Refused(attempt, refusal, now);
        case Offering.Outcome.ClaimsRefused(var refusals) ->
            new Stage.Refused(attempt, refusals.getFirst(), now);
        // Somebody made an offer of their own under a name that is ours.
        case Offering.Outcome.RequestIdTaken _ ->
            new Stage.Refused(
                attempt,
                new Refusal("request-id", "another offer has this step's request id, and keeps it"),
                now);
      };
    } catch (LedgerUnavailable e) {
      return troubled(waiting, Trouble.Kind.LEDGER_SILENT, now);
    }
  }

  private static IssueRequest request(
      OnboardingCase.About about, Step step, Step.Wish wish, int attempt) {
    return wish.request(about.id(), step.number(), attempt);
  }

  private Stage look(Tenant tenant, OnboardingCase.Open open, Stage.Offered offered, Instant now) {
    var found = issuances.find(tenant.name(), offered.issuance());
    var ended = new Stage.Ended(offered.attempt(), offered.issuance(), now);
    if (found.isEmpty()) {
      return ended;
    }
    return switch (found.get()) {
      case Issuance.Issued issued -> new Stage.Issued(issued.about().id(), now);
      case Issuance.Lapsed _, Issuance.Withdrawn _ -> ended;
      // Nobody can take it up any more; the sweep would say so within a minute.
      case Issuance.Offered(_, var terms, _) when !now.isBefore(terms.expires()) ->
          withdrawn(tenant, offered, ended);
      case Issuance.Locked(_, var terms) when !now.isBefore(terms.expires()) ->
          withdrawn(tenant, offered, ended);
      case Issuance.Offered(_, var terms, _) -> released(tenant, open, offered, terms);
      case Issuance.Locked(_, var terms) -> released(tenant, open, offered, terms);
      case Issuance.Authorised(_, var terms, _) -> released(tenant, open, offered, terms);
      case Issuance.Deferred(_, var terms, _, _) -> released(tenant, open, offered, terms);
    };
  }

  private Stage withdrawn(Tenant tenant, Stage.Offered offered, Stage.Ended ended) {
    return issuances.withdraw(tenant.name(), offered.issuance(), clock.instant()) ? ended : offered;
  }

  /// Who approved the case approved its offers. If that is an approver no more, each offer waits
  /// for one who is.
  private Stage released(
      Tenant tenant, OnboardingCase.Open open, Stage.Offered offered, Issuance.Terms terms) {
    if (terms.held()) {
      for (var step : open.steps()) {
        if (step.task() instanceof Task.Approval
            && step.stage() instanceof Stage.Passed(var by, _, _)
            && by.isPresent()) {
          var _ = releasing.release(tenant, offered.issuance(), by.get());
        }
      }
    }
    return offered;
  }

  private OnboardingCase undo(Tenant tenant, OnboardingCase.Undoing undoing, Instant now) {
    var steps = new ArrayList<Step>();
    // The last first: what rests on something goes before what it rests on.
    for (var step : undoing.steps().reversed()) {
      steps.addFirst(forget(step.at(undo(tenant, undoing, step, now))));
    }
    var about = undoing.about();
    return switch (undoing.ending()) {
      case WITHDRAWN -> new OnboardingCase.Withdrawn(about, steps, undoing.decision(), now);
      case LAPSED -> new OnboardingCase.Lapsed(about, steps, now);
    };
  }

  private Stage undo(Tenant tenant, OnboardingCase.Undoing undoing, Step step, Instant now) {
    if (!(step.task() instanceof Task.Delivery(var wish))) {
      return step.isSettled() ? step.stage() : new Stage.Undone(now);
    }
    return switch (step.stage()) {
      case Stage.Passed _, Stage.Skipped _, Stage.Undone _ -> step.stage();
      case Stage.Ended _ -> new Stage.Undone(now);
      // Before its turn nothing can have been offered.
      case Stage.Waiting _ when !undoing.wasTurnOf(step) -> new Stage.Undone(now);
      case Stage.Issued issued -> undo(tenant, undoing, issued.issuance(), step.stage(), now);
      case Stage.Waiting waiting -> undo(tenant, undoing, step, wish, waiting.attempt(), now);
      case Stage.Refused refused -> undo(tenant, undoing, step, wish, refused.attempt(), now);
      case Stage.Offered offered -> undo(tenant, undoing, step, wish, offered.attempt(), now);
      case Stage.Skipping skipping -> undo(tenant, undoing, step, wish, skipping.attempt(), now);
    };
  }

  private Stage undo(
      Tenant tenant,
      OnboardingCase.Undoing undoing,
      Step step,
      Step.Wish wish,
      int attempt,
      Instant now) {
    return takeBack(tenant, undoing.about(), step, wish, attempt)
        .map(issued -> undo(tenant, undoing, issued, new Stage.Issued(issued, now), now))
        .orElseGet(() -> new Stage.Undone(now));
  }

  private Stage undo(
      Tenant tenant, OnboardingCase.Undoing undoing, String issuance, Stage kept, Instant now) {
    if (undoing.ending() == Ending.LAPSED) {
      return kept;
    }
    if (issuances.find(tenant.name(), issuance).orElse(null) instanceof Issuance.Issued issued) {
      // One that was cancelled, expired or split came to its end already.
      boolean _ = issuances.changeStatus(issued, CredentialStatus.REVOKED);
    }
    return new Stage.Undone(now);
  }

  /// Takes back what was, is being, or could yet be offered in this attempt. If the wallet was
  /// faster, the issuance that it has.
  private Optional<String> takeBack(
      Tenant tenant, OnboardingCase.About about, Step step, Step.Wish wish, int attempt) {
    return offering
        .forestall(tenant, request(about, step, wish, attempt))
        .flatMap(issuance -> takeBack(tenant.name(), issuance.about().id()));
  }

  private Optional<String> takeBack(TenantName tenant, String id) {
    boolean withdrawn = issuances.withdraw(tenant, id, clock.instant());
    return withdrawn
        ? Optional.empty()
        : issuances
            .find(tenant, id)
            .filter(Issuance.Issued.class::isInstance)
            .map(issued -> issued.about().id());
  }
}
