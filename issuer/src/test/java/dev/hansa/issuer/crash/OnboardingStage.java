package dev.hansa.issuer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.issuer.domain.AccessToken;
import dev.hansa.issuer.domain.ApprovalPolicy;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.IssuerPolicy;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.Redeeming;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.onboarding.Beginning;
import dev.hansa.issuer.domain.onboarding.Onboarding;
import dev.hansa.issuer.domain.onboarding.OnboardingCase;
import dev.hansa.issuer.domain.onboarding.OnboardingRequest;
import dev.hansa.issuer.domain.onboarding.Step;
import dev.hansa.issuer.domain.onboarding.Step.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Onboardings of the holder: two checks, an approval, and as many participant credentials as a
/// test asks for.
abstract class OnboardingStage extends CrashStage {
  static final int FIRST_CHECK = 1;
  static final int SECOND_CHECK = 2;
  static final int APPROVAL = 3;
  static final int FIRST_CREDENTIAL = 4;
  static final int SECOND_CREDENTIAL = 5;

  final Did approver = ledger.organisation().did();
  final Tenant careful = careful();

  private Tenant careful() {
    var plain = IssuerPolicy.PLAIN;
    return tenant(
        new IssuerPolicy(
            plain.dpopRequired(),
            plain.loginWith(),
            plain.crossDevice(),
            plain.encryptionRequired(),
            plain.clients(),
            plain.keyAttestation(),
            new ApprovalPolicy(Set.of(PARTICIPANT), Set.of(approver)),
            plain.loginAt()));
  }

  Did applicant() {
    return DidJwk.of(holder.publicKey());
  }

  OnboardingRequest request(String requestId, List<String> checks, int credentials) {
    var json =
        Json.newObject().put("requestId", requestId).put("applicant", applicant().toString());
    var names = json.putArray("checks");
    checks.forEach(names::add);
    var wishes = json.putArray("credentials");
    for (int i = 0; i < credentials; i++) {
      wishes
          .addObject()
          .put("vct", PARTICIPANT.value())
          .put("txCode", false)
          .set("claims", claims());
    }
    return OnboardingRequest.parse(json.toString(), "hansa");
  }

  static OnboardingCase begun(Beginning.Outcome start) {
    return switch (start) {
      case Beginning.Outcome.Started(var onboarding) -> onboarding;
      case Beginning.Outcome.AlreadyThere(var onboarding) -> onboarding;
      case Beginning.Outcome.RequestIdTaken _,
          Beginning.Outcome.Refused _,
          Beginning.Outcome.ClaimsRefused _ ->
          throw new AssertionError("begun: " + start);
    };
  }

  static OnboardingCase done(Onboarding.Outcome outcome) {
    if (outcome instanceof Onboarding.Outcome.Done(var onboarding)) {
      return onboarding;
    }
    throw new AssertionError("done: " + outcome);
  }

  static Stage stage(OnboardingCase onboarding, int step) {
    return onboarding.steps().get(step - 1).stage();
  }

  /// The issuance that a step offers.
  static String offered(OnboardingCase onboarding, int step) {
    if (stage(onboarding, step) instanceof Stage.Offered(_, var issuance, _)) {
      return issuance;
    }
    throw new AssertionError("offered: " + stage(onboarding, step));
  }

  /// A wallet takes the offer up; empty if the answer with its token was lost, or it came too late.
  Optional<String> token(Instance instance, String issuance) {
    var presented =
        new Redeeming.Presented(
            instance.secret.code(issuance), Optional.empty(), Optional.empty(), Optional.empty());
    return instance.redeeming.redeem(careful, presented)
            instanceof Redeeming.Outcome.Redeemed(var token, _, _, _)
        ? Optional.of(token)
        : Optional.empty();
  }

  Issuing.Outcome fetch(Instance instance, String token) {
    return instance.issuing.issue(
        careful, new AccessToken(token, Optional.empty()), request(instance));
  }

  /// What must be true of every case that ended, however it came there.
  static void assertEnded(Instance instance, Tenant tenant, OnboardingCase onboarding) {
    assertThat(instance.waits.of(tenant, onboarding)).isEmpty();
    for (var step : onboarding.steps()) {
      assertThat(step.isSettled()).as(step.toString()).isTrue();
      if (step.task() instanceof Step.Task.Delivery(var wish)) {
        assertThat(wish.content()).isEmpty();
      }
    }
  }

  static boolean isOpen(Issuance issuance) {
    return switch (issuance) {
      case Issuance.Offered _, Issuance.Locked _, Issuance.Authorised _, Issuance.Deferred _ ->
          true;
      case Issuance.Issued _, Issuance.Lapsed _, Issuance.Withdrawn _ -> false;
    };
  }
}
