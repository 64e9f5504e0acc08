package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.onboarding.OnboardingCase;
import dev.hansa.issuer.domain.onboarding.OnboardingCases.State;
import dev.hansa.issuer.domain.onboarding.Step;
import dev.hansa.issuer.domain.onboarding.Step.Stage;
import dev.hansa.issuer.domain.onboarding.Step.Task;
import dev.hansa.issuer.domain.onboarding.Waits;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/// An onboarding as its operator and its approvers see it.
@Singleton
final class OnboardingJson {
  private final Waits waits;
  private final Issuances issuances;
  private final IssuanceJson offers;

  OnboardingJson(Waits waits, Issuances issuances, IssuanceJson offers) {
    this.waits = waits;
    this.issuances = issuances;
    this.offers = offers;
  }

  /// For a list: without claims and offers.
  ObjectNode brief(Tenant tenant, OnboardingCase onboarding) {
    var about = onboarding.about();
    var json =
        Json.newObject()
            .put("id", about.id())
            .put("applicant", about.applicant().toString())
            .put("state", State.of(onboarding).name().toLowerCase(Locale.ROOT))
            .put("createdAt", about.created().toString());
    switch (onboarding) {
      case OnboardingCase.Open _ -> json.put("expires", about.expires().toString());
      case OnboardingCase.Undoing undoing -> decision(json, undoing.decision());
      case OnboardingCase.Completed completed -> json.put("endedAt", completed.at().toString());
      case OnboardingCase.Withdrawn withdrawn -> {
        decision(json, withdrawn.decision());
        json.put("endedAt", withdrawn.at().toString());
      }
      case OnboardingCase.Lapsed lapsed -> json.put("endedAt", lapsed.at().toString());
    }
    var waiting = json.putArray("waitsFor");
    for (var wait : waits.of(tenant, onboarding)) {
      var each = waiting.addObject();
      if (wait.step() > 0) {
        each.put("step", wait.step());
      }
      each.put("actor", wait.actor().name().toLowerCase(Locale.ROOT))
          .put("says", wait.says())
          .put("since", wait.since().toString());
    }
    return json;
  }

  /// The whole case, for its operator or for an approver. The claims are there as long as they are
  /// not issued, so that an approver knows what it agrees to. The links and codes of its offers are
  /// the operator's alone: who has both has the credential.
  ObjectNode whole(Tenant tenant, OnboardingCase onboarding, boolean isOperator) {
    var json = brief(tenant, onboarding);
    var steps = json.putArray("steps");
    onboarding.steps().forEach(step -> steps.add(step(tenant, step, isOperator)));
    return json;
  }

  private ObjectNode step(Tenant tenant, Step step, boolean isOperator) {
    var json = Json.newObject().put("step", step.number());
    switch (step.task()) {
      case Task.Registration _ -> json.put("task", "registration");
      case Task.Check(var name) -> json.put("task", "check").put("name", name);
      case Task.Approval _ -> json.put("task", "approval");
      case Task.Delivery(var wish) -> {
        json.put("task", "credential").put("vct", wish.vct().value());
        wish.content()
            .ifPresent(content -> {
              if (content.has("validity")) {
                json.set("validity", content.get("validity"));
              }
              json.set("claims", content.get("claims"));
            });
      }
    }
    switch (step.stage()) {
      case Stage.Waiting waiting ->
          json.put("state", "waiting").put("since", waiting.since().toString());
      case Stage.Refused refused -> {
        json.put("state", "refused").put("since", refused.at().toString());
        json.putObject("reason")
            .put("rule", refused.refusal().rule())
            .put("says", refused.refusal().says());
      }
      case Stage.Offered offered -> {
        json.put("state", "offered").put("since", offered.at().toString());
        issuance(tenant, offered.issuance(), isOperator)
            .ifPresent(each -> json.set("issuance", each));
      }
      case Stage.Ended ended -> {
        json.put("state", "ended").put("since", ended.at().toString());
        issuance(tenant, ended.issuance(), isOperator)
            .ifPresent(each -> json.set("issuance", each));
      }
      case Stage.Skipping skipping -> {
        json.put("state", "skipping");
        decision(json, skipping.decision());
      }
      case Stage.Passed passed -> {
        json.put("state", "passed").put("at", passed.at().toString());
        passed.by().ifPresent(by -> json.put("by", by.toString()));
        passed.reference().ifPresent(reference -> json.put("reference", reference));
      }
      case Stage.Skipped skipped -> {
        json.put("state", "skipped");
        decision(json, skipped.decision());
      }
      case Stage.Issued issued -> {
        json.put("state", "issued").put("at", issued.at().toString());
        issuance(tenant, issued.issuance(), isOperator)
            .ifPresent(each -> json.set("issuance", each));
      }
      case Stage.Undone undone -> json.put("state", "undone").put("at", undone.at().toString());
    }
    return json;
  }

  private Optional<ObjectNode> issuance(Tenant tenant, String id, boolean isOperator) {
    return issuances
        .find(tenant.name(), id)
        .map(each -> isOperator ? offers.withTxCode(tenant, each) : IssuanceJson.name(each));
  }

  private static void decision(ObjectNode json, Step.Decision decision) {
    json.put("reason", decision.reason()).put("at", decision.at().toString());
    decision.by().ifPresent(by -> json.put("by", by.toString()));
  }
}
