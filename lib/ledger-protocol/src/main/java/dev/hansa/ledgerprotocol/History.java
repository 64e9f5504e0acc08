package dev.hansa.ledgerprotocol;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a reader knows of the ledger's past: the anchor, a checkpoint whose history it knows. From
/// time to time it has it shown that what is signed now goes on from there, and moves the anchor.
/// The first checkpoint that it sees is the first anchor. For several threads, of which one asks.
final class History {
  private final Clock clock;
  private final EvidenceStore evidence;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Checkpoint anchor;
  private volatile Instant askedAt = Instant.MIN;
  private volatile @Nullable Instant unansweredSince;
  // Somebody gave a wrong proof and nobody a right one since: until then every answer is doubted.
  private volatile boolean doubted;

  private enum Shown {
    YES,
    NO_ANSWER,
    WRONG
  }

  History(Clock clock, EvidenceStore evidence) {
    this.clock = clock;
    this.evidence = evidence;
  }

  /// Throws [Unproved] where a checkpoint that was vouched for contradicts the anchor or the floor,
  /// and keeps both.
  void requireNoContradiction(Checkpoint checkpoint, @Nullable Checkpoint floor) {
    if (keepContradiction(checkpoint, floor)) {
      throw new Unproved(Unproved.Reason.CONTRADICTION);
    }
  }

  /// True if the checkpoint contradicts the anchor or the floor; then both are kept.
  @CanIgnoreReturnValue
  boolean keepContradiction(Checkpoint checkpoint, @Nullable Checkpoint floor) {
    return isContradicted(checkpoint, floor) || isContradicted(checkpoint, anchor);
  }

  private boolean isContradicted(Checkpoint checkpoint, @Nullable Checkpoint known) {
    if (known == null) {
      return false;
    }
    var found = Evidence.between(known, checkpoint);
    found.ifPresent(evidence::keep);
    return found.isPresent();
  }

  /// Has it shown, if it is time, that the checkpoint goes on from the anchor; `node` gave the
  /// checkpoint and is asked first. Throws [Unproved] if what it gets is no proof, and
  /// [LedgerUnavailable] if no node has answered for too long.
  void require(Checkpoint checkpoint, LedgerTransport node, List<LedgerTransport> nodes) {
    var now = clock.instant();
    if (!isToBeShown(checkpoint, now)) {
      requireAnswered(checkpoint, now);
      return;
    }
    if (doubted) {
      asking.lock();
    } else if (!asking.tryLock()) {
      requireAnswered(checkpoint, now);
      return;
    }
    try {
      var from = anchor;
      if (from == null) {
        anchor = checkpoint;
        askedAt = now;
      } else if (isToBeShown(checkpoint, now)) {
        conclude(show(from, checkpoint, inTurn(node, nodes)), from, checkpoint, now);
      }
    } finally {
      asking.unlock();
    }
  }

  private boolean isToBeShown(Checkpoint checkpoint, Instant now) {
    var from = anchor;
    if (from == null) {
      return true;
    }
    // A clock that was set back is no reason to wait.
    return checkpoint.height() > from.height()
        && (doubted
            || Duration.between(askedAt, now).abs().compareTo(LedgerClient.HISTORY_EVERY) >= 0);
  }

  private void conclude(Shown shown, Checkpoint from, Checkpoint checkpoint, Instant now) {
    switch (shown) {
      case YES -> {
        anchor = checkpoint;
        askedAt = now;
        unansweredSince = null;
        doubted = false;
      }
      case NO_ANSWER -> {
        askedAt = now;
        if (unansweredSince == null) {
          unansweredSince = now;
        }
        requireAnswered(checkpoint, now);
      }
      case WRONG -> {
        doubted = true;
        evidence.keep(Evidence.unshown(from, checkpoint));
        throw new Unproved(Unproved.Reason.REWRITTEN);
      }
    }
  }

  private void requireAnswered(Checkpoint checkpoint, Instant now) {
    var from = anchor;
    if (from == null || checkpoint.height() <= from.height()) {
      return;
    }
    var since = unansweredSince;
    boolean tooLong =
        since != null
            && Duration.between(since, now).compareTo(LedgerClient.HISTORY_UNANSWERED_MAX) > 0;
    if (doubted || tooLong) {
      throw new LedgerUnavailable(
          "no node shows that the ledger goes on from what was seen before");
    }
  }

  private static List<LedgerTransport> inTurn(LedgerTransport node, List<LedgerTransport> nodes) {
    var turn = new LinkedHashSet<LedgerTransport>();
    turn.add(node);
    turn.addAll(nodes);
    return new ArrayList<>(turn);
  }

  private static Shown show(Checkpoint from, Checkpoint to, List<LedgerTransport> nodes) {
    for (var ledger : SubLedger.ALL) {
      var older = from.roots(ledger);
      var newer = to.roots(ledger);
      var shown =
          older.size() == 0 || older.size() == newer.size()
              ? alone(older, newer)
              : show(older, newer, nodes);
      if (shown != Shown.YES) {
        return shown;
      }
    }
    return Shown.YES;
  }

  // What needs no proof: everything goes on from nothing, and what did not grow from itself.
  private static Shown alone(LedgerRoots older, LedgerRoots newer) {
    boolean holds =
        MerkleLog.verifyConsistency(
            older.size(), newer.size(), older.logRoot(), newer.logRoot(), List.of());
    return holds ? Shown.YES : Shown.WRONG;
  }

  // A proof is a proof, whoever gives it. A node without an answer is not asked about other
  // ledgers.
  private static Shown show(LedgerRoots older, LedgerRoots newer, List<LedgerTransport> nodes) {
    boolean wrong = false;
    for (var asked = nodes.iterator(); asked.hasNext(); ) {
      var node = asked.next();
      try {
        var answer = node.consistency(older.ledger(), older.size(), newer.size());
        if (answer.status() == 200) {
          Proofs.verifyConsistency(answer.body(), older, newer);
          return Shown.YES;
        }
        asked.remove();
      } catch (LedgerUnavailable e) {
        asked.remove();
      } catch (Unproved | MalformedInput e) {
        wrong = true;
      }
    }
    return wrong ? Shown.WRONG : Shown.NO_ANSWER;
  }
}
