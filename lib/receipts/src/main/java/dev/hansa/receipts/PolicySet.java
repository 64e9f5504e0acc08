package dev.hansa.receipts;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.ValidationRequest;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.exception.InternalException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.schema.Schema;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// A set of Cedar policies with its schema, strictly validated, each policy under its `@id`, and
/// what it decides. Only the policies whose action can match are asked, and only the facts that one
/// of them reads are handed over; the answer is the same.
public final class PolicySet {
  public static final int TEXT_MAX = 512 * 1024;
  private static final int POLICIES_MAX = 2000;

  private static final BasicAuthorizationEngine ENGINE = new BasicAuthorizationEngine();

  private final String schemaText;
  private final String policiesText;
  private final Bytes hash;
  private final FactSchema schema;
  private final EntityTypeName actionType;
  private final SortedMap<String, Rule> rules;
  private final Map<String, Slice> slices = new ConcurrentHashMap<>();

  private record Rule(Policy policy, RuleForm form, String says) {}

  /// The policies of one action; `permits` are those among them that permit.
  private record Slice(
      FactReader reader,
      com.cedarpolicy.model.policy.PolicySet all,
      com.cedarpolicy.model.policy.PolicySet permits,
      Optional<Entity> action) {}

  /// Cedar's bare answer.
  record Answer(boolean allowed, SortedSet<String> reasons, List<String> errors) {}

  private PolicySet(
      String schemaText, String policiesText, FactSchema schema, SortedMap<String, Rule> rules) {
    this.schemaText = schemaText;
    this.policiesText = policiesText;
    this.hash = hash(schemaText, policiesText);
    this.schema = schema;
    this.rules = rules;
    this.actionType =
        EntityTypeName.parse(schema.namespace() + "::Action")
            .orElseThrow(() -> new IllegalArgumentException("a policy schema has a namespace"));
  }

  /// Loads policies from text. Refused: what does not parse, what strict validation does not pass
  /// without error and warning, a template, and a policy without `@id` or `@says` or with one that
  /// stands twice.
  public static PolicySet load(String schemaText, String policiesText) {
    if (schemaText.length() > TEXT_MAX || policiesText.length() > TEXT_MAX) {
      throw new MalformedInput(
          "policies and their schema have at most " + TEXT_MAX + " characters each");
    }
    try {
      var cedarSchema = Schema.parse(Schema.JsonOrCedar.Cedar, schemaText);
      var rules = rules(policiesText);
      validate(cedarSchema, rules);
      var schema = MalformedInput.unless(() -> new FactSchema(schemaJson(cedarSchema)));
      return new PolicySet(schemaText, policiesText, schema, rules);
    } catch (InternalException e) {
      throw new MalformedInput("policies and their schema are written in Cedar");
    } catch (AuthException e) {
      throw new MalformedInput("policies pass Cedar's strict validation");
    }
  }

  /// The hash of a policy set: SHA-256 over the RFC 8785 form of its two texts.
  public static Bytes hash(String schemaText, String policiesText) {
    return Json.hash(Json.newObject().put("policies", policiesText).put("schema", schemaText));
  }

  private static com.fasterxml.jackson.databind.JsonNode schemaJson(Schema schema) {
    try {
      return schema.toJsonFormat();
    } catch (InternalException | JsonProcessingException e) {
      throw new MalformedInput("a policy schema has a JSON form");
    }
  }

  private static SortedMap<String, Rule> rules(String policiesText) throws InternalException {
    var parsed = com.cedarpolicy.model.policy.PolicySet.parsePolicies(policiesText);
    if (parsed.getNumTemplates() > 0) {
      throw new MalformedInput("a policy set has no templates");
    }
    if (parsed.getNumPolicies() > POLICIES_MAX) {
      throw new MalformedInput("a policy set has at most " + POLICIES_MAX + " policies");
    }
    var rules = new TreeMap<String, Rule>();
    for (var policy : parsed.policies) {
      // Cedar numbers what it reads from text; the name that decisions carry is the @id.
      var form = new RuleForm(Json.parseObject(policy.toJson()));
      var rule = new Rule(new Policy(policy.getSource(), form.id()), form, form.says());
      if (rules.put(form.id(), rule) != null) {
        throw new MalformedInput("each policy has an @id of its own");
      }
    }
    return rules;
  }

  private static void validate(Schema schema, SortedMap<String, Rule> rules) throws AuthException {
    var response = ENGINE.validate(new ValidationRequest(schema, cedarSet(rules.values())));
    var found = response.success;
    if (found.isEmpty()
        || !found.get().validationErrors.isEmpty()
        || !found.get().validationWarnings.isEmpty()
        || !response.warnings.isEmpty()) {
      throw new MalformedInput("policies pass Cedar's strict validation without error or warning");
    }
  }

  private static com.cedarpolicy.model.policy.PolicySet cedarSet(Iterable<Rule> rules) {
    var policies = new HashSet<Policy>();
    rules.forEach(rule -> policies.add(rule.policy()));
    return new com.cedarpolicy.model.policy.PolicySet(policies);
  }

  /// Made when an action is first asked for: a replay asks for one.
  private Slice slice(String action, FactSchema.Action declared) throws AuthException {
    var known = slices.get(action);
    if (known == null) {
      known = newSlice(action, declared);
      slices.put(action, known);
    }
    return known;
  }

  private Slice newSlice(String action, FactSchema.Action declared) throws AuthException {
    var all = new ArrayList<Rule>();
    var permits = new ArrayList<Rule>();
    var reads = new PolicyReads();
    for (var rule : rules.values()) {
      if (rule.form().concerns(action, declared.groups())) {
        all.add(rule);
        reads.add(rule.form().json());
        if (rule.form().permits()) {
          permits.add(rule);
        }
      }
    }
    var slice =
        new Slice(
            new FactReader(schema, reads),
            cedarSet(all),
            cedarSet(permits),
            actionEntity(action, declared.groups()));
    try {
      slice.all().cache();
      slice.permits().cache();
    } catch (CacheException e) {
      throw new AuthException("a slice that was validated could not be prepared", e);
    }
    return slice;
  }

  /// Without the schema Cedar learns an action's groups from its entity.
  private Optional<Entity> actionEntity(String action, Set<String> groups) {
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    var parents = new HashSet<EntityUID>();
    groups.forEach(group -> parents.add(new EntityUID(actionType, group)));
    return Optional.of(new Entity(new EntityUID(actionType, action), parents));
  }

  public String schemaText() {
    return schemaText;
  }

  public String policiesText() {
    return policiesText;
  }

  public Bytes hash() {
    return hash;
  }

  /// The policies' ids, in alphabetical order.
  public SortedSet<String> ids() {
    return new TreeSet<>(rules.keySet());
  }

  /// The sentence of a policy for the person who was refused.
  public Optional<String> says(String id) {
    return Optional.ofNullable(rules.get(id)).map(Rule::says);
  }

  /// Decides. An error of any kind is a no.
  public Decision decide(Evaluation evaluation) {
    var declared = schema.actions().get(evaluation.action());
    if (declared == null || declared.principals().isEmpty()) {
      return new Decision.FactsMissing(List.of("action is one that the schema has"));
    }
    try {
      var slice = slice(evaluation.action(), declared);
      var facts = slice.reader().read(evaluation, declared);
      slice.action().ifPresent(facts.entities()::add);
      var answer = ask(evaluation.action(), facts, slice.all());
      if (!answer.errors().isEmpty()) {
        return new Decision.FactsMissing(answer.errors());
      }
      if (answer.allowed()) {
        return new Decision.Permit(answer.reasons());
      }
      // A forbid fires also for those whom no permit would let try; they learn nothing more.
      var permitted = ask(evaluation.action(), facts, slice.permits());
      if (answer.reasons().isEmpty() || !permitted.allowed()) {
        return permitted.errors().isEmpty()
            ? new Decision.NoPermit()
            : new Decision.FactsMissing(permitted.errors());
      }
      return new Decision.Deny(
          answer.reasons().stream()
              .map(rule -> new Decision.Reason(rule, says(rule).orElse("")))
              .toList());
    } catch (FactReader.Unfit e) {
      return new Decision.FactsMissing(List.of(String.valueOf(e.getMessage())));
    } catch (AuthException e) {
      return new Decision.FactsMissing(List.of("the policies could be evaluated on the facts"));
    }
  }

  /// Cedar's answer over the whole slice, for tests that compare it.
  Answer answer(Evaluation evaluation) throws FactReader.Unfit, AuthException {
    var declared = schema.actions().get(evaluation.action());
    if (declared == null) {
      throw new FactReader.Unfit("action is one that the schema has");
    }
    var slice = slice(evaluation.action(), declared);
    var facts = slice.reader().read(evaluation, declared);
    slice.action().ifPresent(facts.entities()::add);
    return ask(evaluation.action(), facts, slice.all());
  }

  private Answer ask(
      String action, FactReader.Facts facts, com.cedarpolicy.model.policy.PolicySet policies)
      throws AuthException {
    var request =
        new AuthorizationRequest(
            facts.principal(),
            new EntityUID(actionType, action),
            facts.resource(),
            Optional.of(facts.context()),
            Optional.empty(),
            false);
    var response = ENGINE.isAuthorized(request, policies, facts.entities());
    if (response.success.isEmpty()) {
      return new Answer(false, new TreeSet<>(), List.of("the facts are ones that Cedar can read"));
    }
    AuthorizationSuccessResponse success = response.success.get();
    var errors =
        success.getErrors().stream()
            .map(AuthorizationSuccessResponse.AuthorizationError::getPolicyId)
            .sorted()
            .toList();
    return new Answer(success.isAllowed(), new TreeSet<>(success.getReason()), errors);
  }
}
