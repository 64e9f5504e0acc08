package dev.hansa.marketplace.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.Decisions.Reason;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import java.util.List;
import java.util.Optional;

/// The answers that several controllers give: JSON, and the refusal of an act with its reasons and
/// the receipt of the decision.
final class Refusals {
  private Refusals() {}

  static HttpResponse<String> ok(ObjectNode body) {
    return HttpResponse.ok(body.toString()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  static HttpResponse<String> created(ObjectNode body) {
    return HttpResponse.status(HttpStatus.CREATED)
        .body(body.toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  /// 403: which rules refused, in words, the credential types they looked at, and nothing more.
  static HttpResponse<String> refused(String receipt, List<Reason> reasons) {
    var body =
        Json.newObject()
            .put("type", "/problems/refused")
            .put("title", "The rules of the market do not allow this")
            .put("status", HttpStatus.FORBIDDEN.getCode());
    var list = body.putArray("reasons");
    for (var reason : reasons) {
      var one = list.addObject().put("rule", reason.rule()).put("says", reason.says());
      reason.credentialType().ifPresent(type -> one.put("credentialType", type));
    }
    if (!receipt.isEmpty()) {
      body.put("receipt", receipt);
    }
    return HttpResponse.status(HttpStatus.FORBIDDEN)
        .body(body.toString())
        .contentType(Problem.MEDIA_TYPE);
  }

  static HttpResponse<String> refused(String receipt, String rule, String says) {
    return refused(receipt, List.of(new Reason(rule, says, Optional.empty())));
  }

  /// A problem of a kind, as text, for routes that answer text.
  static HttpResponse<String> problem(HttpStatus status, String kind, String title, String detail) {
    var body =
        Json.newObject()
            .put("type", "/problems/" + kind)
            .put("title", title)
            .put("status", status.getCode())
            .put("detail", detail);
    return HttpResponse.status(status).body(body.toString()).contentType(Problem.MEDIA_TYPE);
  }

  static HttpResponse<String> notFound(String title) {
    return problem(HttpStatus.NOT_FOUND, "not-found", title, title);
  }
}
