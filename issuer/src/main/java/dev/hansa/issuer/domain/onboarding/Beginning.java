package dev.hansa.issuer.domain.onboarding;

import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Issuances.RequestMark;
import dev.hansa.issuer.domain.IssuerSecret;
import dev.hansa.issuer.domain.Offering;
import dev.hansa.issuer.domain.Refusal;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.onboarding.OnboardingCases.Creation;
import dev.hansa.issuer.domain.onboarding.Step.Stage;
import dev.hansa.issuer.domain.onboarding.Step.Task;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Begins an onboarding: once for each request, and only if each of its credentials could be issued
/// now.
public final class Beginning {
  private final OnboardingCases cases;
  private final Caseworker caseworker;
  private final Offering offering;
  private final IssuerSecret secret;
  private final Clock clock;

  public Beginning(
      OnboardingCases cases,
      Caseworker caseworker,
      Offering offering,
      IssuerSecret secret,
      Clock clock) {
    this.cases = cases;
    this.caseworker = caseworker;
    this.offering = offering;
    this.secret = secret;
    this.clock = clock;
  }

  /// What became of the wish to begin. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    record RequestIdTaken() implements Outcome {}

    /// The ledger does not allow one of the credentials.
    record Refused(Vct vct, Refusal refusal) implements Outcome {}

    /// The claims of one of the credentials are not those of its type.
    record ClaimsRefused(Vct vct, List<Refusal> refusals) implements Outcome {
      public ClaimsRefused {
        refusals = List.copyOf(refusals);
      }
    }

    record AlreadyThere(OnboardingCase onboarding) implements Outcome {}

    record Started(OnboardingCase onboarding) implements Outcome {}
  }

  public Outcome begin(Tenant tenant, OnboardingRequest request) {
    var mark =
        new RequestMark(
            secret.mark("onboarding", tenant.name() + "\n" + request.requestId()),
            secret.mark("onboarding content", request.content().toUtf8()));
    var earlier = cases.earlier(tenant.name(), mark);
    if (earlier.isPresent()) {
      return begin(tenant, earlier.get());
    }
    for (var wish : request.credentials()) {
      var objection = offering.objection(tenant, wish.request("new", 0, 0));
      if (objection.isPresent()) {
        return switch (objection.get()) {
          case Offering.Outcome.Refused(var refusal) -> new Outcome.Refused(wish.vct(), refusal);
          case Offering.Outcome.ClaimsRefused(var refusals) ->
              new Outcome.ClaimsRefused(wish.vct(), refusals);
          case Offering.Outcome.RequestIdTaken _,
              Offering.Outcome.AlreadyThere _,
              Offering.Outcome.Offered _ ->
              throw new IllegalStateException("an objection says why not");
        };
      }
    }
    return begin(tenant, cases.create(open(tenant, request), mark));
  }

  private Outcome begin(Tenant tenant, Creation creation) {
    return switch (creation) {
      case Creation.OtherRequest _ -> new Outcome.RequestIdTaken();
      case Creation.AlreadyThere(var onboarding) ->
          new Outcome.AlreadyThere(goOn(tenant, onboarding));
      case Creation.Created(var open) -> new Outcome.Started(goOn(tenant, open));
    };
  }

  private OnboardingCase goOn(Tenant tenant, OnboardingCase onboarding) {
    return caseworker.goOn(tenant, onboarding.about().id()).orElse(onboarding);
  }

  private OnboardingCase.Open open(Tenant tenant, OnboardingRequest request) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var about =
        new OnboardingCase.About(
            offering.newId(),
            tenant.name(),
            request.applicant(),
            now,
            now.plus(OnboardingCase.LIFETIME));
    var tasks = new ArrayList<Task>();
    // The DID of a private person is its key, and stands on no ledger.
    if (!request.applicant().method().equals(DidJwk.METHOD)) {
      tasks.add(new Task.Registration());
    }
    request.checks().forEach(name -> tasks.add(new Task.Check(name)));
    var approval = tenant.policy().approval();
    if (request.credentials().stream().anyMatch(wish -> approval.asks(wish.vct()))) {
      tasks.add(new Task.Approval());
    }
    request.credentials().forEach(wish -> tasks.add(new Task.Delivery(wish)));
    var steps = new ArrayList<Step>();
    for (var task : tasks) {
      steps.add(new Step(steps.size() + 1, task, new Stage.Waiting(1, now, Optional.empty())));
    }
    return new OnboardingCase.Open(about, steps);
  }
}
