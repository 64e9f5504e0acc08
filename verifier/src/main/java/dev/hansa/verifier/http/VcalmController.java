package dev.hansa.verifier.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.servicekit.RequestAuthenticator;
import dev.hansa.verifier.domain.Ask;
import dev.hansa.verifier.domain.Handed;
import dev.hansa.verifier.domain.VerificationResult;
import dev.hansa.verifier.domain.Verifications;
import dev.hansa.verifier.domain.VpToken;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Verification as [VCALM 1.0](https://www.w3.org/TR/vcalm-1.0/) names it, for W3C credentials and
/// presentations: the same checks, the same receipts, for the same callers.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "vcalm")
final class VcalmController {
  private static final int BODY_MAX = VpToken.PRESENTATION_MAX + RequestController.BODY_MAX;
  private static final int TEXT_MAX = 600;
  private static final String ENVELOPED = "EnvelopedVerifiable";

  private final Verifications verifications;
  private final RequestAuthenticator authenticator;
  private final OutcomeMetrics metrics;

  VcalmController(
      Verifications verifications, RequestAuthenticator authenticator, OutcomeMetrics metrics) {
    this.verifications = verifications;
    this.authenticator = authenticator;
    this.metrics = metrics;
  }

  @Post("/credentials/verify")
  @Operation(
      summary = "Verify a credential",
      description =
          "Body: verifiableCredential (with its proofs, or enveloped), options?.returnCredential.")
  @ApiResponse(responseCode = "200", description = "verified, problemDetails, credential?, receipt")
  @ApiResponse(responseCode = "400", description = "malformed-input: the rule that was broken")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  HttpResponse<String> credential(HttpRequest<?> request, @Body String body) {
    var caller = authenticator.caller(request, body);
    var json = Json.parseObject(body, BODY_MAX);
    var credential = Json.object(json, "verifiableCredential");
    var options = options(json);
    var handed = handed(text(credential, "data:application/vc+jwt,"), Optional.empty());
    var result = verifications.verify(caller, handed);
    metrics.count(result.outcome());
    var answer = answer(result);
    if (result.verified() && options.path("returnCredential").asBoolean()) {
      answer.set("credential", credential);
    }
    return Answers.json(HttpResponse.ok(answer.toString()));
  }

  @Post("/presentations/verify")
  @Operation(
      summary = "Verify a presentation",
      description =
          "Body: verifiablePresentation (with its proof, or enveloped), options: challenge and domain,"
              + " returnPresentation?. A challenge counts once per caller.")
  @ApiResponse(
      responseCode = "200",
      description = "verified, problemDetails, presentation?, receipt")
  @ApiResponse(responseCode = "400", description = "malformed-input: the rule that was broken")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  HttpResponse<String> presentation(HttpRequest<?> request, @Body String body) {
    var caller = authenticator.caller(request, body);
    var json = Json.parseObject(body, BODY_MAX);
    var presentation = Json.object(json, "verifiablePresentation");
    var options = options(json);
    var binding =
        new Binding(
            Json.text(options, "challenge", TEXT_MAX), Json.text(options, "domain", TEXT_MAX));
    var handed = handed(text(presentation, "data:application/vp+jwt,"), Optional.of(binding));
    var result = verifications.verify(caller, handed);
    metrics.count(result.outcome());
    var answer = answer(result);
    if (result.verified() && options.path("returnPresentation").asBoolean()) {
      answer.set("presentation", presentation);
    }
    return Answers.json(HttpResponse.ok(answer.toString()));
  }

  private record Binding(String challenge, String domain) {}

  private static ObjectNode options(ObjectNode json) {
    return json.has("options") ? Json.object(json, "options") : Json.newObject();
  }

  /// The JWT in an envelope, or the JSON text with its proofs.
  private static String text(ObjectNode secured, String envelope) {
    if (!secured.path("type").asText().startsWith(ENVELOPED)) {
      return secured.toString();
    }
    var id = Json.text(secured, "id", VpToken.PRESENTATION_MAX);
    if (!id.startsWith(envelope)) {
      throw new MalformedInput("what is enveloped is a data: URL of its media type");
    }
    return id.substring(envelope.length());
  }

  private static Handed handed(String presentation, Optional<Binding> binding) {
    return new Handed(
        presentation,
        binding.map(Binding::challenge),
        binding.map(Binding::domain),
        Optional.empty(),
        List.of(),
        Duration.ofSeconds(Ask.STATUS_AGE_DEFAULT_SECONDS),
        binding.isPresent());
  }

  private static ObjectNode answer(VerificationResult result) {
    var answer = Json.newObject().put("verified", result.verified());
    var problems = answer.putArray("problemDetails");
    if (result.outcome()
        instanceof VerificationResult.Outcome.Refused(var reason, var sentence, var step)) {
      problems
          .addObject()
          .put("type", "/problems/refused#" + reason)
          .put("title", step.code())
          .put("detail", sentence);
    }
    answer.putObject("receipt").put("id", result.receipt().id()).put("jws", result.receipt().jws());
    return answer;
  }
}
