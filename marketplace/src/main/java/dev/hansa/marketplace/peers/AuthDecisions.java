package dev.hansa.marketplace.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplace.domain.Decisions;
import dev.hansa.servicekit.PeerClient;
import dev.hansa.servicekit.PeerUnavailable;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks marketplace-auth by OpenID AuthZEN's access evaluation API.
@Singleton
public final class AuthDecisions implements Decisions {
  private final PeerClient peers;
  private final String base;

  public AuthDecisions(PeerClient peers, @Value("${hansa.urls.marketplace-auth}") String base) {
    this.peers = peers;
    this.base = base;
  }

  @Override
  public Decision decide(Act act) {
    var body = Json.newObject();
    body.putObject("subject").put("type", "session").put("id", act.sessionId());
    body.putObject("action").put("name", act.action());
    var resource = body.putObject("resource");
    resource.put("type", act.resourceType()).put("id", act.resourceId());
    resource.set("properties", act.properties());
    body.set("context", act.context());
    var answer = peers.post(base, "/access/v1/evaluation", body);
    if (!answer.isSuccess()) {
      throw new PeerUnavailable("marketplace-auth gave no decision: " + answer.status(), null);
    }
    try {
      var context = Json.object(answer.body(), "context");
      // Nothing was decided, and so there is no receipt, where the session or what it names is
      // gone.
      var receipt = context.path("receipt").asText("");
      return answer.body().path("decision").asBoolean(false)
          ? new Decision.Allowed(receipt, context.path("ledgerHeight").asLong())
          : new Decision.Refused(receipt, reasons(context.path("reasons")));
    } catch (MalformedInput e) {
      throw new PeerUnavailable("marketplace-auth's decision cannot be read", e);
    }
  }

  private static List<Reason> reasons(JsonNode reasons) {
    var read = new ArrayList<Reason>();
    for (var reason : reasons) {
      read.add(
          new Reason(
              Json.text(reason, "rule", 128),
              Json.text(reason, "says", 512),
              Optional.ofNullable(reason.path("credentialType").textValue())));
    }
    return read;
  }

  @Override
  public Set<String> standing(List<String> receipts) {
    if (receipts.isEmpty()) {
      return Set.of();
    }
    var body = Json.newObject();
    var asked = body.putArray("receipts");
    receipts.forEach(asked::add);
    var answer = peers.post(base, "/access/v1/standing", body);
    if (!answer.isSuccess()) {
      throw new PeerUnavailable("marketplace-auth gave no standing: " + answer.status(), null);
    }
    var valid = new HashSet<String>();
    for (var one : answer.body().path("standing")) {
      if (one.path("valid").asBoolean(false)) {
        valid.add(one.path("receipt").asText());
      }
    }
    return valid;
  }
}
