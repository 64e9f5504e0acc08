package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds the facts of an evaluation against what they are said to come from: every fact has a
/// source; what a credential is said to prove agrees with the evidence of that credential; and
/// nobody but a credential, the ledger or the issuer speaks for the principal.
final class SourceCheck {
  /// The facts that stand for a credential's standing, the schema's `Cred`.
  private static final Set<String> STANDING = Set.of("ok", "checkedAt", "validUntil");

  private final ObjectNode evaluation;
  private final Map<String, FactSource> sources = new HashMap<>();
  private final List<CredentialEvidence> credentials;

  private SourceCheck(ObjectNode evaluation, List<CredentialEvidence> credentials) {
    this.evaluation = evaluation;
    this.credentials = credentials;
  }

  /// A sentence for the first fact that is not as its source says, if there is one.
  static Optional<String> problem(
      Evaluation evaluation, List<FactSource> sources, List<CredentialEvidence> credentials) {
    var check = new SourceCheck(evaluation.toJson(), credentials);
    for (var source : sources) {
      if (check.sources.put(source.at(), source) != null) {
        return Optional.of("a place has one source");
      }
      if (!source.at().matches("(?:/[^/]+)+") || check.evaluation.at(source.at()).isMissingNode()) {
        return Optional.of("a source names a place of the evaluation");
      }
      if (source instanceof FactSource.FromCredential(_, int index)
          && index >= credentials.size()) {
        return Optional.of("a source names a credential of the receipt");
      }
    }
    return check.whole();
  }

  private Optional<String> whole() {
    var problem = walk("/context", evaluation.get("context"), null, Whose.ACT);
    if (problem.isPresent()) {
      return problem;
    }
    var entities = evaluation.get("entities");
    for (int i = 0; i < entities.size(); i++) {
      var uid = entities.get(i).get("uid");
      var whose =
          uid.equals(evaluation.get("principal"))
              ? Whose.PRINCIPAL
              : uid.equals(evaluation.get("resource")) ? Whose.RESOURCE : Whose.OTHER;
      var at = "/entities/" + i;
      problem = walk(at + "/attrs", entities.get(i).get("attrs"), sources.get(at), whose);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private enum Whose {
    ACT,
    PRINCIPAL,
    RESOURCE,
    OTHER
  }

  private Optional<String> walk(
      String at, JsonNode node, @Nullable FactSource inherited, Whose whose) {
    var source = sources.getOrDefault(at, inherited);
    if (node.isObject() && !(node.size() == 2 && node.has("type") && node.has("id"))) {
      if (node.size() == 3 && STANDING.stream().allMatch(node::has)) {
        return standing(node, source, whose);
      }
      for (var member : node.properties()) {
        var name = member.getKey().replace("~", "~0").replace("/", "~1");
        var problem = walk(at + "/" + name, member.getValue(), source, whose);
        if (problem.isPresent()) {
          return problem;
        }
      }
      return Optional.empty();
    }
    if (source == null) {
      return Optional.of("every fact has a source");
    }
    return source instanceof FactSource.FromService && whose == Whose.PRINCIPAL
        ? Optional.of("no service speaks for the principal")
        : Optional.empty();
  }

  private Optional<String> standing(JsonNode cred, @Nullable FactSource source, Whose whose) {
    return switch (source) {
      case null -> Optional.of("every fact has a source");
      case FactSource.FromCredential(_, int index) -> agrees(cred, credentials.get(index));
      case FactSource.FromService _ ->
          whose == Whose.RESOURCE
              ? Optional.empty()
              : Optional.of("a credential's standing comes from the credential");
      case FactSource.FromLedger _, FactSource.FromIssuer _ ->
          Optional.of("a credential's standing comes from the credential");
    };
  }

  private static Optional<String> agrees(JsonNode cred, CredentialEvidence evidence) {
    boolean agrees =
        cred.get("ok").asBoolean(false) == evidence.good()
            && CredentialEvidence.instant(cred.get("checkedAt").asText())
                .equals(evidence.checkedAt())
            && CredentialEvidence.instant(cred.get("validUntil").asText())
                .equals(evidence.expires());
    return agrees
        ? Optional.empty()
        : Optional.of("a credential's standing in the facts is the one of its evidence");
  }
}
