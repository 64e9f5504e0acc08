package dev.hansa.marketplaceauth.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.marketplaceauth.AuthConfig;
import dev.hansa.marketplaceauth.domain.Decisions;
import dev.hansa.marketplaceauth.domain.Ids;
import dev.hansa.marketplaceauth.domain.Question;
import dev.hansa.marketplaceauth.domain.Upholding;
import dev.hansa.marketplaceauth.domain.Verdict;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/// The policy decision point: the access evaluation API of [OpenID AuthZEN
/// 1.0](https://openid.net/specs/authorization-api-1_0.html).
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "decisions")
final class EvaluationController {
  private final Decisions decisions;
  private final Upholding upholding;
  private final Callers callers;
  private final AuthConfig config;
  private final Measures measures;

  EvaluationController(
      Decisions decisions,
      Upholding upholding,
      Callers callers,
      AuthConfig config,
      Measures measures) {
    this.decisions = decisions;
    this.upholding = upholding;
    this.callers = callers;
    this.config = config;
    this.measures = measures;
  }

  @Post("/access/v1/evaluation")
  @Operation(
      summary = "May this session do this act on this resource?",
      description =
          "A marketplace by its DID. subject {type: session, id}, action {name}, resource {type, id,"
              + " properties}, context. Whatever is claimed about the subject is refused.")
  @ApiResponse(
      responseCode = "200",
      description = "decision, context {receipt?, ledgerHeight?, reasons}")
  @ApiResponse(responseCode = "400", description = "malformed-input")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  @ApiResponse(responseCode = "403", description = "not-a-peer")
  HttpResponse<String> evaluate(HttpRequest<?> request, @Body String body) {
    var service = callers.marketplace(request, body);
    var question = Question.parse(body);
    var answer = Json.newObject();
    switch (decisions.decide(service, question)) {
      case Verdict.Decided decided -> {
        measures.decision(question.act().word(), decided.outcome());
        answer.put("decision", decided.allowed());
        var context =
            answer
                .putObject("context")
                .put("receipt", decided.receipt())
                .put("ledgerHeight", decided.ledgerHeight());
        reasons(context, decided.reasons());
      }
      case Verdict.Undecided(var reason) -> {
        measures.decision(question.act().word(), reason.rule());
        answer.put("decision", false);
        reasons(answer.putObject("context"), List.of(reason));
      }
    }
    return Answers.ok(answer);
  }

  @Post("/access/v1/standing")
  @Operation(
      summary = "Do the credentials behind earlier decisions still stand?",
      description =
          "A marketplace by its DID. Body: receipts, at most 50. A receipt that is not known, and one"
              + " whose credentials cannot be confirmed, is not valid.")
  @ApiResponse(responseCode = "200", description = "standing [{receipt, valid}]")
  @ApiResponse(responseCode = "400", description = "malformed-input")
  @ApiResponse(responseCode = "403", description = "not-a-peer")
  HttpResponse<String> standing(HttpRequest<?> request, @Body String body) {
    var _ = callers.marketplace(request, body);
    var receipts =
        Json.array(Json.parseObject(body, Question.LENGTH_MAX), "receipts", Upholding.RECEIPTS_MAX);
    var answer = Json.newObject();
    var list = answer.putArray("standing");
    for (var receipt : receipts) {
      var id = Ids.parse(receipt.asText());
      list.addObject().put("receipt", id).put("valid", upholding.stillStands(id));
    }
    return Answers.ok(answer);
  }

  private static void reasons(ObjectNode context, List<Verdict.Reason> reasons) {
    var list = context.putArray("reasons");
    for (var reason : reasons) {
      var json = list.addObject().put("rule", reason.rule()).put("says", reason.says());
      reason.credentialType().ifPresent(type -> json.put("credentialType", type));
    }
  }

  @Get("/.well-known/authzen-configuration")
  @Operation(summary = "The decision point's metadata (AuthZEN 1.0, section 9)")
  HttpResponse<String> metadata() {
    return HttpResponse.ok(
        Json.newObject()
            .put("policy_decision_point", config.issuer())
            .put("access_evaluation_endpoint", config.at("/access/v1/evaluation").toString())
            .toString());
  }
}
