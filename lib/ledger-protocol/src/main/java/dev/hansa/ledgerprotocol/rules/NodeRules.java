package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.StateJson;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Who runs a node, and which nodes vote: Indy's NODE, with what a BFT pool needs beyond. A node
/// begins without a vote and gets it by a later request that shows that it is in step ([InStep]).
/// Never fewer than four vote, and in one block less than a third of those who vote change
/// (CometBFT's light clients follow no faster).
final class NodeRules {
  private final State state;
  private final Context context;
  private final Signers signers;

  NodeRules(State state, Context context, Signers signers) {
    this.state = state;
    this.context = context;
    this.signers = signers;
  }

  Applied apply(Operation.NodeWrite write) {
    var there = state.get(SubLedger.POOL, Bytes.utf8(write.dest()));
    return there.isEmpty()
        ? create(write)
        : change(write, (ObjectNode) StateJson.read(there.get()));
  }

  private Applied create(Operation.NodeWrite write) {
    var data = write.data();
    if (!data.has("node_ip")) {
      return new Applied.Refused("node-unknown", "A node that is new names its addresses.");
    }
    if (isValidator(data)) {
      return new Applied.Refused(
          "node-not-in-step",
          "A node begins without a vote, and gets it when it is in step with the pool.");
    }
    if (write.inStep().isPresent()) {
      return withoutVote();
    }
    if (!signers.roles().getOrDefault(signers.author(), Optional.empty()).equals(steward())) {
      return new Applied.Refused("author-no-steward", "The author of a new node is its steward.");
    }
    var refused =
        AuthRules.refusal(
            context
                .authRules()
                .add(DefaultRules.NODE, NodeEntry.SERVICES, DefaultRules.NO_SERVICES),
            signers,
            false);
    if (refused.isPresent()) {
      return refused.get();
    }
    for (var entry : state.list(SubLedger.POOL, Bytes.utf8("")).values()) {
      var other = StateJson.read(entry);
      if (other.path("identifier").asText("").equals(signers.author())) {
        return new Applied.Refused("steward-has-node", "A steward has one node.");
      }
      if (other.path("alias").asText("").equals(data.path("alias").asText(""))) {
        return new Applied.Refused("alias-taken", "Another node has this alias.");
      }
    }
    var value = data.deepCopy().put("identifier", signers.author());
    value.putArray(NodeEntry.SERVICES);
    return written(write.dest(), value);
  }

  private static Optional<Role> steward() {
    return Optional.of(Role.STEWARD);
  }

  private Applied change(Operation.NodeWrite write, ObjectNode there) {
    var data = write.data();
    if (!data.path("alias").equals(there.path("alias"))) {
      return new Applied.Refused("alias-immutable", "A node keeps its alias.");
    }
    var next = there.deepCopy();
    next.setAll(data);
    if (next.equals(there)) {
      return new Applied.Refused("nothing-to-change", "The request changes nothing of the node.");
    }
    boolean owner = there.path("identifier").asText("").equals(signers.author());
    boolean before = isValidator(there);
    boolean after = isValidator(next);
    boolean gives = after && !before;
    if (write.inStep().isPresent() && !gives) {
      return withoutVote();
    }
    if (before != after) {
      var refused = voteRefusal(write.dest(), before, after, owner);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    boolean moves =
        data.properties().stream()
            .anyMatch(member ->
                !member.getKey().equals(NodeEntry.SERVICES)
                    && !member.getValue().equals(there.get(member.getKey())));
    if (moves) {
      var refused =
          AuthRules.refusal(
              context.authRules().edit(DefaultRules.NODE, "node_ip", "*", "*"), signers, owner);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    if (gives) {
      var refused = InStep.refusal(context, write.dest(), there, write.inStep());
      if (refused.isPresent()) {
        return refused.get();
      }
      next.remove(InStep.VOTE_TAKEN);
    } else if (before != after) {
      next.put(InStep.VOTE_TAKEN, context.numbers().next(SubLedger.POOL));
    }
    return written(write.dest(), next);
  }

  private static Applied withoutVote() {
    return new Applied.Refused(
        "checkpoint-without-vote",
        "in_step is for a request that gives a node its vote; leave it out.");
  }

  private Optional<Applied.Refused> voteRefusal(
      String dest, boolean before, boolean after, boolean owner) {
    var refused =
        AuthRules.refusal(
            context
                .authRules()
                .edit(DefaultRules.NODE, NodeEntry.SERVICES, services(before), services(after)),
            signers,
            owner);
    if (refused.isPresent()) {
      return refused;
    }
    var atStart = context.atStart().voters();
    if (atStart.size() < Genesis.VALIDATORS_MIN) {
      return Optional.of(
          new Applied.Refused("no-pool", "One sequencer orders this network; nobody votes."));
    }
    var voters = new TreeSet<String>();
    state
        .list(SubLedger.POOL, Bytes.utf8(""))
        .forEach((key, value) -> {
          if (isValidator((ObjectNode) StateJson.read(value))) {
            voters.add(key.toUtf8());
          }
        });
    var _ = after ? voters.add(dest) : voters.remove(dest);
    if (voters.size() < Genesis.VALIDATORS_MIN) {
      return Optional.of(
          new Applied.Refused(
              "too-few-validators", "A pool never has fewer than four nodes that vote."));
    }
    if (voters.size() > Genesis.VALIDATORS_MAX) {
      return Optional.of(
          new Applied.Refused("too-many-validators", "A pool has at most 25 nodes that vote."));
    }
    long changed =
        voters.stream().filter(voter -> !atStart.contains(voter)).count()
            + atStart.stream().filter(voter -> !voters.contains(voter)).count();
    return 3 * changed < atStart.size()
        ? Optional.empty()
        : Optional.of(
            new Applied.Refused(
                "too-many-changes",
                "In one block less than a third of the votes change; ask again."));
  }

  private static boolean isValidator(ObjectNode data) {
    for (var service : data.path(NodeEntry.SERVICES)) {
      if (service.asText("").equals(NodeEntry.VALIDATOR)) {
        return true;
      }
    }
    return false;
  }

  private static String services(boolean validator) {
    return validator ? DefaultRules.VALIDATOR_SERVICES : DefaultRules.NO_SERVICES;
  }

  private static Applied written(String dest, ObjectNode value) {
    return new Applied.Accepted(
        SubLedger.POOL,
        Optional.empty(),
        List.of(new Applied.Change(SubLedger.POOL, Bytes.utf8(dest), StateJson.write(value))));
  }
}
