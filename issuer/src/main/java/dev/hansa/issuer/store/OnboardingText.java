package dev.hansa.issuer.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Refusal;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.issuer.domain.onboarding.OnboardingCase;
import dev.hansa.issuer.domain.onboarding.OnboardingCases.State;
import dev.hansa.issuer.domain.onboarding.Step;
import dev.hansa.issuer.domain.onboarding.Step.Stage;
import dev.hansa.issuer.domain.onboarding.Step.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/// An onboarding as the text that is sealed at rest. Everything in it but id, tenant and state
/// names somebody.
final class OnboardingText {
  private OnboardingText() {}

  static String write(OnboardingCase onboarding) {
    var about = onboarding.about();
    var json =
        Json.newObject()
            .put("applicant", about.applicant().toString())
            .put("created", about.created().toString())
            .put("expires", about.expires().toString());
    var steps = json.putArray("steps");
    onboarding.steps().forEach(step -> steps.add(write(step)));
    switch (onboarding) {
      case OnboardingCase.Open _ -> {
        // Its steps are all there is.
      }
      case OnboardingCase.Undoing undoing -> {
        json.put("ending", undoing.ending().name());
        json.set("decision", write(undoing.decision()));
      }
      case OnboardingCase.Completed completed -> json.put("at", completed.at().toString());
      case OnboardingCase.Withdrawn withdrawn -> {
        json.put("at", withdrawn.at().toString());
        json.set("decision", write(withdrawn.decision()));
      }
      case OnboardingCase.Lapsed lapsed -> json.put("at", lapsed.at().toString());
    }
    return json.toString();
  }

  static OnboardingCase read(String id, TenantName tenant, State state, String text) {
    var json = Json.parseObject(text);
    var about =
        new OnboardingCase.About(
            id,
            tenant,
            Did.parse(json.path("applicant").asText()),
            instant(json, "created"),
            instant(json, "expires"));
    var steps = new ArrayList<Step>();
    json.path("steps").forEach(step -> steps.add(step(steps.size() + 1, step)));
    return switch (state) {
      case OPEN -> new OnboardingCase.Open(about, steps);
      case UNDOING ->
          new OnboardingCase.Undoing(
              about,
              steps,
              OnboardingCase.Ending.valueOf(json.path("ending").asText()),
              decision(json.path("decision")));
      case COMPLETED -> new OnboardingCase.Completed(about, steps, instant(json, "at"));
      case WITHDRAWN ->
          new OnboardingCase.Withdrawn(
              about, steps, decision(json.path("decision")), instant(json, "at"));
      case LAPSED -> new OnboardingCase.Lapsed(about, steps, instant(json, "at"));
    };
  }

  private static ObjectNode write(Step step) {
    var json = Json.newObject();
    switch (step.task()) {
      case Task.Registration _ -> json.put("task", "registration");
      case Task.Check(var name) -> json.put("task", "check").put("name", name);
      case Task.Approval _ -> json.put("task", "approval");
      case Task.Delivery(var wish) -> {
        json.put("task", "delivery").put("vct", wish.vct().value());
        wish.content().ifPresent(content -> json.set("wish", content));
      }
    }
    json.set("stage", write(step.stage()));
    return json;
  }

  private static Step step(int number, JsonNode json) {
    var word = json.path("task").asText();
    Task task =
        switch (word) {
          case "registration" -> new Task.Registration();
          case "check" -> new Task.Check(json.path("name").asText());
          case "approval" -> new Task.Approval();
          case "delivery" ->
              new Task.Delivery(
                  new Step.Wish(
                      Vct.parse(json.path("vct").asText()),
                      json.get("wish") instanceof ObjectNode content
                          ? Optional.of(content)
                          : Optional.empty()));
          default -> throw new IllegalStateException("an onboarding has no such task");
        };
    return new Step(number, task, stage(json.path("stage")));
  }

  private static ObjectNode write(Stage stage) {
    var json = Json.newObject();
    switch (stage) {
      case Stage.Waiting waiting -> {
        json.put("is", "waiting")
            .put("attempt", waiting.attempt())
            .put("at", waiting.since().toString());
        waiting
            .trouble()
            .ifPresent(trouble ->
                json.put("trouble", trouble.kind().name())
                    .put("troubleSince", trouble.since().toString()));
      }
      case Stage.Refused refused ->
          json.put("is", "refused")
              .put("attempt", refused.attempt())
              .put("rule", refused.refusal().rule())
              .put("says", refused.refusal().says())
              .put("at", refused.at().toString());
      case Stage.Offered offered ->
          json.put("is", "offered")
              .put("attempt", offered.attempt())
              .put("issuance", offered.issuance())
              .put("at", offered.at().toString());
      case Stage.Ended ended ->
          json.put("is", "ended")
              .put("attempt", ended.attempt())
              .put("issuance", ended.issuance())
              .put("at", ended.at().toString());
      case Stage.Skipping skipping -> {
        json.put("is", "skipping").put("attempt", skipping.attempt());
        json.set("decision", write(skipping.decision()));
      }
      case Stage.Passed passed -> {
        json.put("is", "passed").put("at", passed.at().toString());
        passed.by().ifPresent(by -> json.put("by", by.toString()));
        passed.reference().ifPresent(reference -> json.put("reference", reference));
      }
      case Stage.Skipped skipped ->
          json.put("is", "skipped").set("decision", write(skipped.decision()));
      case Stage.Issued issued ->
          json.put("is", "issued")
              .put("issuance", issued.issuance())
              .put("at", issued.at().toString());
      case Stage.Undone undone -> json.put("is", "undone").put("at", undone.at().toString());
    }
    return json;
  }

  private static Stage stage(JsonNode json) {
    int attempt = json.path("attempt").asInt();
    var issuance = json.path("issuance").asText();
    return switch (json.path("is").asText()) {
      case "waiting" ->
          new Stage.Waiting(
              attempt,
              instant(json, "at"),
              json.has("trouble")
                  ? Optional.of(
                      new Step.Trouble(
                          Step.Trouble.Kind.valueOf(json.path("trouble").asText()),
                          instant(json, "troubleSince")))
                  : Optional.empty());
      case "refused" ->
          new Stage.Refused(
              attempt,
              new Refusal(json.path("rule").asText(), json.path("says").asText()),
              instant(json, "at"));
      case "offered" -> new Stage.Offered(attempt, issuance, instant(json, "at"));
      case "ended" -> new Stage.Ended(attempt, issuance, instant(json, "at"));
      case "skipping" -> new Stage.Skipping(attempt, decision(json.path("decision")));
      case "passed" ->
          new Stage.Passed(
              by(json),
              json.has("reference")
                  ? Optional.of(json.path("reference").asText())
                  : Optional.empty(),
              instant(json, "at"));
      case "skipped" -> new Stage.Skipped(decision(json.path("decision")));
      case "issued" -> new Stage.Issued(issuance, instant(json, "at"));
      case "undone" -> new Stage.Undone(instant(json, "at"));
      default -> throw new IllegalStateException("an onboarding has no such stage");
    };
  }

  private static ObjectNode write(Step.Decision decision) {
    var json =
        Json.newObject().put("reason", decision.reason()).put("at", decision.at().toString());
    decision.by().ifPresent(by -> json.put("by", by.toString()));
    return json;
  }

  private static Step.Decision decision(JsonNode json) {
    return new Step.Decision(by(json), json.path("reason").asText(), instant(json, "at"));
  }

  private static Optional<Did> by(JsonNode json) {
    return json.has("by") ? Optional.of(Did.parse(json.path("by").asText())) : Optional.empty();
  }

  private static Instant instant(JsonNode json, String member) {
    return Instant.parse(json.path(member).asText());
  }
}
