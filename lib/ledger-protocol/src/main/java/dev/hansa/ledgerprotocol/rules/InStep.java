package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.SubLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is shown of a node before it gets a vote: a checkpoint that it signed itself, of this
/// ledger as it was at most a day ago. All of it is compared with the ledger as it was when the
/// block began, and ages count by the block's time, so every node comes to the same answer.
///
/// It does not show that the node still runs, nor that its operator read the ledger there and not
/// elsewhere (`docs/decisions/0008-a-node-in-step-is-a-rule.md`).
public final class InStep {
  /// How old the checkpoint may be: a day, for the request to go round among the trustees.
  public static final Duration AGE_MAX = Duration.ofHours(24);

  /// In the state of a node that lost its vote: the number of the transaction that took it, in the
  /// pool's ledger.
  static final String VOTE_TAKEN = "vote_taken";

  private InStep() {}

  /// Until when, by the ledger's time, a request with this checkpoint can be written.
  public static Instant goodUntil(Checkpoint shown) {
    return shown.time().plus(AGE_MAX);
  }

  /// Why a node does not get its vote. `dest` is its key in base58, `there` what the state has of
  /// it.
  static Optional<Applied.Refused> refusal(
      Context context, String dest, ObjectNode there, Optional<Checkpoint> inStep) {
    if (inStep.isEmpty()) {
      return refused(
          "checkpoint-missing",
          "A vote is for a node that is in step: in_step is a checkpoint that it signed, as it gives"
              + " it at /v1/node/checkpoint.");
    }
    var shown = inStep.orElseThrow();
    if (!shown.network().equals(context.network())) {
      return refused(
          "checkpoint-other-network",
          "The checkpoint in in_step is of this network; ask the node for its own.");
    }
    if (!shown.isSignedBy(new Ed25519Key(Bytes.copyOf(Base58.decode(dest))))) {
      return refused(
          "checkpoint-other-signer",
          "The checkpoint in in_step is signed by the key of the node that gets the vote; ask that"
              + " node for its own.");
    }
    if (isAhead(context, shown)) {
      return refused(
          "checkpoint-ahead",
          "The checkpoint in in_step is of a block that this ledger has; ask the node for a new one.");
    }
    if (context.time().isAfter(goodUntil(shown))) {
      return refused(
          "checkpoint-too-old",
          "The checkpoint in in_step is at most 24 hours old; ask the node for a new one.");
    }
    if (shown.roots(SubLedger.POOL).size() < there.path(VOTE_TAKEN).asLong(0)) {
      return refused(
          "checkpoint-before-leaving",
          "The node lost its vote after the checkpoint in in_step; ask it for a new one.");
    }
    return otherLedger(context.atStart(), shown);
  }

  private static boolean isAhead(Context context, Checkpoint shown) {
    return shown.height() >= context.height()
        || shown.time().isAfter(context.time())
        || shown.ledgers().stream()
            .anyMatch(roots -> roots.size() > context.atStart().roots(roots.ledger()).size());
  }

  // Nothing in it is another, and nothing is missing that the ledger had at its own time.
  private static Optional<Applied.Refused> otherLedger(Context.AtStart start, Checkpoint shown) {
    for (var roots : shown.ledgers()) {
      var ledger = roots.ledger();
      var now = start.roots(ledger);
      boolean newest = roots.size() == now.size();
      if (newest
          ? !roots.equals(now)
          : !roots.logRoot().equals(start.logRoot(ledger, roots.size()))) {
        return refused(
            "checkpoint-other-ledger",
            "The checkpoint in in_step has a root that this ledger never had; the node is to be"
                + " recovered before it votes.");
      }
      // Within one second there may be two blocks: what the later one wrote is not missing.
      if (!newest && start.writtenAt(ledger, roots.size() + 1).isBefore(shown.time())) {
        return refused(
            "checkpoint-behind",
            "The checkpoint in in_step lacks what the ledger had at its time; a node gets its vote"
                + " when it is in step.");
      }
    }
    return Optional.empty();
  }

  private static Optional<Applied.Refused> refused(String rule, String detail) {
    return Optional.of(new Applied.Refused(rule, detail));
  }
}
