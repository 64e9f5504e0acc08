package dev.hansa.verifier;

import dev.hansa.receipts.AnchorWriter;
import dev.hansa.verifier.domain.Requests;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Anchors receipts, and forgets requests that are over.
@Singleton
class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger("housekeeping");

  private final AnchorWriter anchors;
  private final Requests requests;
  private final Clock clock;
  private final MeterRegistry meters;

  /// Held while something runs here; whoever stops the service waits for it.
  private final ReentrantLock running = new ReentrantLock();

  private boolean stopped;

  Housekeeping(AnchorWriter anchors, Requests requests, Clock clock, MeterRegistry meters) {
    this.anchors = anchors;
    this.requests = requests;
    this.clock = clock;
    this.meters = meters;
  }

  @Scheduled(
      fixedDelay = "${verifier.anchor-delay:5s}",
      initialDelay = "${verifier.anchor-delay:5s}")
  void anchor() {
    unlessStopped(this::anchorReceipts);
  }

  /// Before the store is closed, so that nothing here meets a closed one.
  @EventListener
  void stop(ShutdownEvent event) {
    running.lock();
    try {
      stopped = true;
    } finally {
      running.unlock();
    }
  }

  private void unlessStopped(Runnable work) {
    running.lock();
    try {
      if (!stopped) {
        work.run();
      }
    } finally {
      running.unlock();
    }
  }

  private void anchorReceipts() {
    var anchoring = anchors.anchor();
    meters.counter("receipt_anchors_total", "outcome", anchoring.name()).increment();
    switch (anchoring) {
      case AnchorWriter.Anchoring.NothingNew _ -> {}
      case AnchorWriter.Anchoring.Anchored(var size, var height) ->
          LOG.info("receipts anchored: {} at height {}", size, height);
      case AnchorWriter.Anchoring.LedgerSilent _ ->
          LOG.warn("receipts not anchored: the ledger does not answer");
      case AnchorWriter.Anchoring.Refused(var rule) ->
          LOG.error("receipts not anchored: refused by {}", rule);
    }
  }

  @Scheduled(fixedDelay = "1m", initialDelay = "1m")
  void forget() {
    unlessStopped(this::forgetRequests);
  }

  private void forgetRequests() {
    int forgotten = requests.forget(clock.instant());
    if (forgotten > 0) {
      LOG.info("forgot {} requests and nonces", forgotten);
    }
  }
}
