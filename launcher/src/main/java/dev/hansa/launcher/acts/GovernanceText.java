package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Limits;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.rules.Constraint;
import dev.hansa.ledgerprotocol.rules.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Says in words what a governance request would change, and what a rule is about.
public final class GovernanceText {
  private static final Map<String, String> TYPES =
      Map.of(
          "0", "a node",
          "1", "a DID",
          "120", "a rule about who must sign",
          "20005", "an upgrade of the rules",
          "20006", "the limits",
          "20001", "a credential type",
          "20002", "an accreditation",
          "20003", "an anchor of a log",
          "20004", "an agreement");

  private final Consortium consortium;

  public GovernanceText(Consortium consortium) {
    this.consortium = consortium;
  }

  /// What it would change, in sentences.
  public List<String> change(IndyRequest request) {
    var operation = request.operation();
    return switch (Operation.parse(request)) {
      case Operation.NymWrite write -> nym(operation, write);
      case Operation.NodeWrite write -> node(write);
      case Operation.AuthRuleWrite write -> rules(List.of(write));
      case Operation.AuthRulesWrite write -> rules(write.rules());
      case Operation.PlanUpgrade plan -> upgrade(plan);
      case Operation.CancelUpgrade cancel ->
          List.of(
              "Cancels the upgrade to rules version "
                  + cancel.upgrade().version()
                  + " from height "
                  + cancel.upgrade().height()
                  + " on; the version that counts stays.",
              until(cancel));
      case Operation.WriteLimits limits -> limits(limits);
      case Operation.OfPayload ours ->
          List.of(
              "Writes "
                  + TYPES.getOrDefault(ours.envelope().type().code(), "a request of ours")
                  + ":",
              payload(operation),
              until(ours));
      case Operation.Unknown _ -> List.of("The rules know no request of this type.");
    };
  }

  private static String until(Operation.OfPayload ours) {
    return "It can be handed in until " + ours.envelope().expires() + ".";
  }

  private List<String> rules(List<Operation.AuthRuleWrite> writes) {
    var there = consortium.rules();
    var lines = new ArrayList<String>();
    for (var write : writes) {
      lines.add("Who must sign for " + about(write.id()) + ":");
      lines.add(
          "  now   "
              + Optional.ofNullable(there.get(write.id()))
                  .map(Constraint::describe)
                  .orElse("no such rule is on the ledger"));
      lines.add("  then  " + write.constraint().describe());
    }
    lines.add(
        writes.size() == 1
            ? "It counts from the next block on."
            : "They count from the next block on, all or none.");
    return lines;
  }

  private List<String> upgrade(Operation.PlanUpgrade plan) {
    var now = consortium.upgrades();
    var upgrade = plan.upgrade();
    var lines = new ArrayList<String>();
    lines.add("Upgrades the rules that every node executes blocks by:");
    lines.add("  now   version " + now.now() + ", at height " + now.height());
    lines.add("  then  version " + upgrade.version() + " from height " + upgrade.height() + " on");
    var lacking = consortium.lacking(upgrade.version());
    if (lacking.isEmpty()) {
      lines.add("The program of every node has it.");
    } else {
      lines.add("A node that lacks it stops before that height:");
      lacking.forEach(line -> lines.add("  " + line));
    }
    lines.add(until(plan));
    return lines;
  }

  private List<String> limits(Operation.WriteLimits write) {
    var lines = new ArrayList<String>();
    lines.add("How much may be written:");
    lines.add("  now   " + words(consortium.limits()));
    lines.add("  then  " + words(write.limits()));
    lines.add("It counts from the next block on, for everyone. " + until(write));
    return lines;
  }

  /// Limits in words.
  public static String words(Limits limits) {
    return "requests of at most "
        + limits.requestBytes()
        + " bytes; "
        + (limits.hasQuota()
            ? "a DID writes at most "
                + limits.writes()
                + " in "
                + limits.windowSeconds()
                + " s to each sub-ledger"
            : "a DID writes as many as it likes");
  }

  private List<String> nym(JsonNode operation, Operation.NymWrite write) {
    var lines = new ArrayList<String>();
    var there = consortium.nym(consortium.did(write.dest()));
    lines.add(
        (there.isPresent() ? "Changes " : "Writes the new DID ") + consortium.name(write.dest()));
    if (write.role().isPresent()) {
      lines.add("  role now   " + there.flatMap(nym -> nym.role()).map(Role::name).orElse("none"));
      lines.add("  role then  " + write.role().get().map(Role::name).orElse("none"));
    }
    if (operation.has("verkey")) {
      lines.add(
          operation.get("verkey").isNull()
              ? "  its key is taken away: the DID is ended, for ever"
              : "  key        " + operation.get("verkey").asText());
    }
    if (write.diddocContent().isPresent()) {
      lines.add("  its document is replaced");
    }
    return lines;
  }

  private List<String> node(Operation.NodeWrite write) {
    var data = write.data();
    var there =
        consortium.nodes().stream()
            .filter(node -> Base58.encode(node.key().value().toArray()).equals(write.dest()))
            .findFirst();
    var lines = new ArrayList<String>();
    lines.add(
        there.isPresent()
            ? "Changes the node " + there.get().alias()
            : "Lets in the new node " + data.path("alias").asText() + ", without a vote");
    if (data.has("node_ip")) {
      lines.add(
          "  peers at    " + data.path("node_ip").asText() + ":" + data.path("node_port").asText());
      lines.add(
          "  clients at  "
              + data.path("client_ip").asText()
              + ":"
              + data.path("client_port").asText());
    }
    if (there.isPresent() && data.has(NodeEntry.SERVICES)) {
      long voting = consortium.nodes().stream().filter(NodeEntry::isValidator).count();
      boolean votes = there.get().isValidator();
      boolean then = !data.path(NodeEntry.SERVICES).isEmpty();
      lines.add("  votes now   " + (votes ? "yes" : "no") + ", one of " + voting + " that do");
      lines.add(
          "  votes then  "
              + (then ? "yes" : "no")
              + "; "
              + (voting + (then == votes ? 0 : then ? 1 : -1))
              + " vote");
      if (then && !votes) {
        lines.addAll(consortium.inStep(there.get(), write.inStep()));
      }
    }
    return lines;
  }

  private static String payload(JsonNode operation) {
    return Json.parseObject(Bytes.fromBase64Url(operation.path("payload").asText()).toUtf8())
        .toPrettyString();
  }

  /// What a rule is about.
  public static String about(String rule) {
    var parts = rule.split("--", -1);
    var type = TYPES.getOrDefault(parts[0], "requests of type " + parts[0]);
    var field = parts[2].equals("*") ? "" : ", " + parts[2];
    if (parts[1].equals("ADD")) {
      return "a new one: "
          + type
          + field
          + (parts[4].equals("*") ? "" : " " + word(parts[0], parts[4]));
    }
    var values =
        parts[3].equals("*") && parts[4].equals("*")
            ? ""
            : " from " + word(parts[0], parts[3]) + " to " + word(parts[0], parts[4]);
    return "a change: " + type + field + values;
  }

  private static String word(String type, String value) {
    if (value.isEmpty()) {
      return "none";
    }
    if (type.equals("1")) {
      for (var role : Role.values()) {
        if (role.code().equals(value)) {
          return role.name();
        }
      }
    }
    return value;
  }

  /// Reads `2 TRUSTEE`, `1 TRUSTEE or 1 STEWARD`, `owner`, `nobody`.
  public static Constraint constraint(String text) {
    var branches = new ArrayList<Constraint>();
    for (var part : text.strip().split("\\s+or\\s+", -1)) {
      branches.add(one(part.strip()));
    }
    return branches.size() == 1 ? branches.getFirst() : new Constraint.Or(branches);
  }

  private static Constraint one(String text) {
    if (text.equals("owner")) {
      return new Constraint.OfRole(Optional.empty(), 1, true);
    }
    if (text.equals("nobody")) {
      return new Constraint.Forbidden();
    }
    if (text.matches("[1-9][0-9]? [A-Za-z_]+")) {
      var parts = text.split(" ", 2);
      return new Constraint.OfRole(Optional.of(role(parts[1])), Integer.parseInt(parts[0]), false);
    }
    throw new Stop(
        ExitCode.USAGE,
        "Who must sign reads as 2 TRUSTEE, or 1 TRUSTEE or 1 STEWARD, or owner, or nobody.");
  }

  public static Role role(String name) {
    for (var role : Role.values()) {
      if (role.name().equals(name.toUpperCase(Locale.ROOT))) {
        return role;
      }
    }
    throw new Stop(ExitCode.USAGE, "A role is trustee, steward, endorser or network_monitor.");
  }
}
