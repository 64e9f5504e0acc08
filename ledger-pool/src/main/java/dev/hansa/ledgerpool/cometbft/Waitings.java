package dev.hansa.ledgerpool.cometbft;

import com.google.protobuf.ByteString;
import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Who waits for an answer: first until the engine has put the bundle into a block, then until the
/// block's ledger is vouched for. Safe for several threads.
final class Waitings {
  private static final Duration LATELY = Duration.ofSeconds(5);

  private final int sizeMax;
  private final AtomicInteger size = new AtomicInteger();
  private final Map<Bytes, Sent> sent = new LinkedHashMap<>();
  private final TreeMap<Long, List<Decided>> decided = new TreeMap<>();

  private final AtomicLong fullAt = new AtomicLong(System.nanoTime() - LATELY.toNanos());

  Waitings(int sizeMax) {
    this.sizeMax = sizeMax;
  }

  /// A request whose writer waits.
  record Waiting(IndyRequest request, CompletableFuture<Submission> answer) {}

  /// A bundle that is with the engine. Times are of `System.nanoTime`.
  record Sent(ByteString transaction, List<Waiting> waiting, long since, long lastTry) {
    Sent triedAt(long now) {
      return new Sent(transaction, waiting, since, now);
    }
  }

  /// What became of a request in a block.
  record Decided(Waiting waiting, Outcome outcome) {}

  /// Takes a place, or says that there is none.
  boolean enter() {
    int now = size.get();
    while (now < sizeMax) {
      if (size.compareAndSet(now, now + 1)) {
        return true;
      }
      now = size.get();
    }
    fullAt.set(System.nanoTime());
    return false;
  }

  /// True if somebody found no place within the last five seconds: a block empties all at once, and
  /// whoever looks then sees nobody wait.
  boolean wasFullLately() {
    return System.nanoTime() - fullAt.get() < LATELY.toNanos();
  }

  int size() {
    return size.get();
  }

  /// Answers, and gives the place back. The first answer counts.
  void answer(Waiting waiting, Submission submission) {
    if (waiting.answer().complete(submission)) {
      var _ = size.decrementAndGet();
    }
  }

  synchronized void sent(ByteString transaction, List<Waiting> waiting, long now) {
    var _ = sent.put(Bundles.name(transaction), new Sent(transaction, waiting, now, now));
  }

  /// Those bundles that were handed in last before this time, noted as tried now.
  synchronized List<Sent> again(long before, long now) {
    var due = new ArrayList<Sent>();
    sent.replaceAll((name, bundle) -> {
      if (bundle.lastTry() - before >= 0) {
        return bundle;
      }
      due.add(bundle);
      return bundle.triedAt(now);
    });
    return due;
  }

  /// Gives up on bundles that wait since before this time: they are returned.
  synchronized List<Waiting> expire(long before) {
    var gone = new ArrayList<Waiting>();
    sent.values()
        .removeIf(bundle -> {
          boolean old = bundle.since() - before < 0;
          if (old) {
            gone.addAll(bundle.waiting());
          }
          return old;
        });
    return gone;
  }

  /// True if a bundle is not in a block yet.
  synchronized boolean isBehind() {
    return !sent.isEmpty();
  }

  /// How long the oldest bundle waits to be in a block.
  synchronized Duration oldest() {
    var first = sent.values().stream().findFirst();
    return first
        .map(bundle -> Duration.ofNanos(System.nanoTime() - bundle.since()))
        .orElse(Duration.ZERO);
  }

  /// Takes out a bundle that is of this node.
  synchronized Optional<Sent> take(ByteString transaction) {
    return Optional.ofNullable(sent.remove(Bundles.name(transaction)));
  }

  synchronized void decided(long height, List<Decided> outcomes) {
    if (!outcomes.isEmpty()) {
      decided.computeIfAbsent(height, _ -> new ArrayList<>()).addAll(outcomes);
    }
  }

  /// The heights whose ledgers somebody waits for to be vouched for.
  synchronized List<Long> heights() {
    return List.copyOf(decided.keySet());
  }

  synchronized List<Decided> takeDecided(long height) {
    var all = decided.remove(height);
    return all == null ? List.of() : all;
  }

  /// Everyone who waits still.
  synchronized List<Waiting> takeAll() {
    var all = new ArrayList<Waiting>();
    sent.values().forEach(bundle -> all.addAll(bundle.waiting()));
    sent.clear();
    decided.values().forEach(list -> list.forEach(one -> all.add(one.waiting())));
    decided.clear();
    return all;
  }
}
