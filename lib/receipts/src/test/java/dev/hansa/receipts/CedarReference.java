package dev.hansa.receipts;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.CedarJson;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.schema.Schema;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.Value;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Cedar alone, with the whole policy set, all facts, and its own check against the schema.
final class CedarReference {
  private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
  private final Schema schema;
  private final com.cedarpolicy.model.policy.PolicySet policies;

  CedarReference() {
    try {
      schema = Schema.parse(Schema.JsonOrCedar.Cedar, PolicyCases.text("mkt.cedarschema"));
      schema.cache();
      var parsed =
          com.cedarpolicy.model.policy.PolicySet.parsePolicies(PolicyCases.text("policies.cedar"));
      var named = new HashSet<Policy>();
      for (var policy : parsed.policies) {
        named.add(new Policy(policy.getSource(), policy.getAnnotation("id")));
      }
      policies = new com.cedarpolicy.model.policy.PolicySet(named);
      policies.cache();
    } catch (AuthException | com.cedarpolicy.model.exception.CacheException e) {
      throw new IllegalStateException(e);
    }
  }

  PolicySet.Answer answer(Evaluation evaluation) throws AuthException, IOException {
    var entities = new HashSet<Entity>();
    for (var facts : evaluation.entities()) {
      var parents = new HashSet<EntityUID>();
      facts.parents().forEach(parent -> parents.add(uid(parent)));
      entities.add(new Entity(uid(facts.uid()), values(facts.attrs().toString()), parents));
    }
    var request =
        new AuthorizationRequest(
            uid(evaluation.principal()),
            uid(new EntityId("Mkt::Action", evaluation.action())),
            uid(evaluation.resource()),
            Optional.of(values(evaluation.context().toString())),
            Optional.of(schema),
            true);
    var response = engine.isAuthorized(request, policies, entities);
    var success = response.success.orElseThrow(() -> new AuthException("unfit"));
    return new PolicySet.Answer(
        success.isAllowed(),
        new TreeSet<>(success.getReason()),
        success.getErrors().stream().map(error -> error.getPolicyId()).sorted().toList());
  }

  boolean fits(Evaluation evaluation) {
    try {
      var _ = answer(evaluation);
      return true;
    } catch (AuthException | IOException e) {
      return false;
    }
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
