package dev.hansa.verifier.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.servicekit.RequestAuthenticator;
import dev.hansa.verifier.domain.Ask;
import dev.hansa.verifier.domain.Handed;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Verifies a presentation that the caller has in hand.
@Controller("/verify")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "verification")
final class VerifyController {
  private static final int BODY_MAX = VpToken.PRESENTATION_MAX + RequestController.BODY_MAX;
  private static final int NONCE_MAX = 256;
  private static final int AUDIENCE_MAX = 600;

  private final Verifications verifications;
  private final RequestAuthenticator authenticator;
  private final OutcomeMetrics metrics;

  VerifyController(
      Verifications verifications, RequestAuthenticator authenticator, OutcomeMetrics metrics) {
    this.verifications = verifications;
    this.authenticator = authenticator;
    this.metrics = metrics;
  }

  @Post
  @Operation(
      summary = "Verify a presentation",
      description =
          "Body: presentation, requireHolderBinding, nonce?, audience?, dcql_query? (one credential"
              + " query), transaction_data?, statusAgeMaxSeconds?. A nonce counts once per caller.")
  @ApiResponse(responseCode = "200", description = "result, also when the presentation is refused")
  @ApiResponse(responseCode = "400", description = "malformed-input: the rule that was broken")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  HttpResponse<String> verify(HttpRequest<?> request, @Body String body) {
    var caller = authenticator.caller(request, body);
    var handed = read(Json.parseObject(body, BODY_MAX));
    var result = verifications.verify(caller, handed);
    metrics.count(result.outcome());
    var answer = Json.newObject();
    answer.set("result", result.toJson());
    return Answers.json(HttpResponse.ok(answer.toString()));
  }

  private static Handed read(ObjectNode json) {
    for (var member : json.properties()) {
      switch (member.getKey()) {
        case "presentation",
            "nonce",
            "audience",
            "dcql_query",
            "transaction_data",
            "statusAgeMaxSeconds",
            "requireHolderBinding" -> {}
        default ->
            throw new MalformedInput(
                "a verification has presentation, nonce, audience, dcql_query, transaction_data,"
                    + " statusAgeMaxSeconds and requireHolderBinding");
      }
    }
    var binding = json.get("requireHolderBinding");
    if (binding == null || !binding.isBoolean()) {
      throw new MalformedInput("the member requireHolderBinding is true or false");
    }
    var nonce = optionalText(json, "nonce", NONCE_MAX);
    var audience = optionalText(json, "audience", AUDIENCE_MAX);
    if (binding.booleanValue() && (nonce.isEmpty() || audience.isEmpty())) {
      throw new MalformedInput("holder binding is checked against a nonce and an audience");
    }
    return new Handed(
        Json.text(json, "presentation", VpToken.PRESENTATION_MAX),
        nonce,
        audience,
        query(json),
        transactionData(json),
        Duration.ofSeconds(
            json.has("statusAgeMaxSeconds")
                ? Json.integer(json, "statusAgeMaxSeconds", 0, Ask.STATUS_AGE_MAX_SECONDS)
                : Ask.STATUS_AGE_DEFAULT_SECONDS),
        binding.booleanValue());
  }

  private static Optional<String> optionalText(ObjectNode json, String member, int lengthMax) {
    return json.has(member) ? Optional.of(Json.text(json, member, lengthMax)) : Optional.empty();
  }

  private static Optional<DcqlQuery> query(ObjectNode json) {
    if (!json.has("dcql_query")) {
      return Optional.empty();
    }
    var query = DcqlQuery.parse(Json.object(json, "dcql_query"));
    if (query.credentials().size() != 1) {
      throw new MalformedInput("the query of one presentation has one credential query");
    }
    return Optional.of(query);
  }

  private static List<String> transactionData(ObjectNode json) {
    var entries = new ArrayList<String>();
    if (json.has("transaction_data")) {
      for (var entry : Json.array(json, "transaction_data", Ask.TRANSACTIONS_MAX)) {
        var text = entry.asText();
        if (!entry.isTextual() || text.length() > 2 * Ask.TRANSACTION_MAX) {
          throw new MalformedInput("an entry of transaction_data is base64url here");
        }
        var _ = Json.parseObject(Bytes.fromBase64Url(text));
        entries.add(text);
      }
    }
    return entries;
  }
}
