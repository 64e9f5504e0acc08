package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Limits;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.RulesSchedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a request asks for, in its proper form.
public sealed interface Operation {
  /// Writes or changes a DID. An outer empty: the member is not there; an inner one: it is null.
  /// `newKey` is the key that the verkey's text stands for.
  record NymWrite(
      String dest,
      Optional<Optional<String>> verkey,
      Optional<Ed25519Key> newKey,
      Optional<Optional<Role>> role,
      Optional<String> diddocContent,
      Optional<Integer> version)
      implements Operation {}

  /// Writes a node, or changes where it is or whether it votes. `dest` is its key in base58;
  /// `inStep` shows that it is in step where it gets a vote.
  record NodeWrite(String dest, ObjectNode data, Optional<Checkpoint> inStep) implements Operation {
    public NodeWrite {
      data = data.deepCopy();
    }
  }

  /// Changes who must sign for an action; `id` is the rule's, as in
  /// [dev.hansa.ledgerprotocol.Keys].
  record AuthRuleWrite(String id, Constraint constraint) implements Operation {}

  /// Changes several rules, all or none.
  record AuthRulesWrite(List<AuthRuleWrite> rules) implements Operation {
    public AuthRulesWrite {
      rules = List.copyOf(rules);
    }
  }

  /// An operation of ours: a payload that names its network and when it expires.
  sealed interface OfPayload extends Operation {
    Envelope envelope();
  }

  /// What every payload has.
  record Envelope(PayloadType type, String network, Instant expires) {}

  record WriteCredentialType(
      Envelope envelope,
      Vct vct,
      Bytes schemaHash,
      Bytes presentationSchemaHash,
      Bytes typeMetadataHash,
      String issuedBy)
      implements OfPayload {}

  record Accredit(
      Envelope envelope,
      Did issuer,
      Vct vct,
      List<String> territories,
      Instant validFrom,
      Instant validUntil,
      long validityMaxSeconds,
      boolean delegable,
      List<Bytes> anchors)
      implements OfPayload {
    public Accredit {
      territories = List.copyOf(territories);
      anchors = List.copyOf(anchors);
    }
  }

  record Withdraw(Envelope envelope, Did issuer, Vct vct, String reason, Instant since)
      implements OfPayload {}

  record WriteAnchor(Envelope envelope, String log, long treeSize, Bytes rootHash)
      implements OfPayload {}

  /// `terms` is the payload without its envelope.
  record WriteAgreement(
      Envelope envelope,
      String agreementId,
      Did provider,
      Did customer,
      List<Did> others,
      ObjectNode terms)
      implements OfPayload {
    public WriteAgreement {
      others = List.copyOf(others);
    }
  }

  /// From a height on, another version of the rules counts.
  record PlanUpgrade(Envelope envelope, RulesSchedule.Upgrade upgrade) implements OfPayload {}

  /// A planned upgrade does not come.
  record CancelUpgrade(Envelope envelope, RulesSchedule.Upgrade upgrade) implements OfPayload {}

  /// Changes how much may be written.
  record WriteLimits(Envelope envelope, Limits limits) implements OfPayload {}

  /// A type that these rules do not know.
  record Unknown() implements Operation {}

  /// Reads the operation of a request. Throws [dev.hansa.identity.MalformedInput] where its form is
  /// not that of its type.
  static Operation parse(IndyRequest request) {
    JsonNode operation = request.operation();
    return switch (request.operationType()) {
      case DefaultRules.NODE -> NodeForm.parse(operation);
      case DefaultRules.NYM -> NymForm.parse(operation);
      case DefaultRules.AUTH_RULE -> AuthRuleRules.parse(operation);
      case DefaultRules.AUTH_RULES -> AuthRuleRules.parseAll(operation);
      case "20001" -> PayloadForms.credentialType(operation);
      case "20002" -> PayloadForms.accreditation(operation);
      case "20003" -> PayloadForms.anchor(operation);
      case "20004" -> PayloadForms.agreement(operation);
      case "20005" -> PayloadForms.upgrade(operation);
      case "20006" -> PayloadForms.limits(operation);
      default -> new Unknown();
    };
  }
}
