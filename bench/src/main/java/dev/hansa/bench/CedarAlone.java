package dev.hansa.bench;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.CedarJson;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.model.schema.Schema;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.Value;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.hansa.receipts.EntityId;
import dev.hansa.receipts.Evaluation;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// cedar-java as its own documentation uses it: the whole policy set and the schema prepared once,
/// all facts handed over, the request checked against the schema.
final class CedarAlone {
  private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
  private final PolicySet policies;
  private final Set<Entity> entities = new HashSet<>();
  private final AuthorizationRequest request;

  CedarAlone(String schemaText, String policiesText, Evaluation evaluation) throws Exception {
    var schema = Schema.parse(Schema.JsonOrCedar.Cedar, schemaText);
    schema.cache();
    var named = new HashSet<Policy>();
    for (var policy : PolicySet.parsePolicies(policiesText).policies) {
      named.add(new Policy(policy.getSource(), policy.getAnnotation("id")));
    }
    policies = new PolicySet(named);
    policies.cache();
    for (var facts : evaluation.entities()) {
      var parents = new HashSet<EntityUID>();
      facts.parents().forEach(parent -> parents.add(uid(parent)));
      entities.add(new Entity(uid(facts.uid()), values(facts.attrs().toString()), parents));
    }
    request =
        new AuthorizationRequest(
            uid(evaluation.principal()),
            uid(EntityId.market("Action", evaluation.action())),
            uid(evaluation.resource()),
            Optional.of(values(evaluation.context().toString())),
            Optional.of(schema),
            true);
  }

  boolean allows() throws Exception {
    var success = engine.isAuthorized(request, policies, entities).success;
    return success.isPresent() && success.get().isAllowed();
  }

  private static Map<String, Value> values(String json) throws IOException {
    return CedarJson.objectReader()
        .forType(new TypeReference<Map<String, Value>>() {})
        .readValue(json);
  }

  private static EntityUID uid(EntityId id) {
    return new EntityUID(EntityTypeName.parse(id.type()).orElseThrow(), id.id());
  }
}
