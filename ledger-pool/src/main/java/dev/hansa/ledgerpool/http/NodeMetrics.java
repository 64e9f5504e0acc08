package dev.hansa.ledgerpool.http;

import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Outcome;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// What operators watch: requests by outcome, how long a commit takes and how many requests share
/// it, the height, how many wait, and whether the node has halted.
@Singleton
public final class NodeMetrics {
  private final MeterRegistry registry;
  private final Timer commits;
  private final DistributionSummary requestsPerBlock;
  private final AtomicLong height = new AtomicLong();

  NodeMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.commits =
        Timer.builder("ledger.commit")
            .description("From the first request of a block to its sync")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    this.requestsPerBlock =
        DistributionSummary.builder("ledger.block.requests")
            .description("Requests that share a commit")
            .register(registry);
    var _ = Gauge.builder("ledger.height", height, AtomicLong::get).register(registry);
  }

  /// One block more is on the disk.
  public void committed(Checkpoint checkpoint, int requests, Duration took) {
    commits.record(took);
    requestsPerBlock.record(requests);
    height.set(checkpoint.height());
  }

  /// Watches what the engine says of itself.
  public void watch(Engine engine, long heightNow) {
    height.set(heightNow);
    var _ = Gauge.builder("ledger.waiting", engine, Engine::waiting).register(registry);
    var _ =
        Gauge.builder("ledger.halted", engine, watched -> watched.halted().isPresent() ? 1 : 0)
            .register(registry);
  }

  void settled(Submission submission) {
    count(
        switch (submission) {
          case Submission.Settled(Outcome.Written written, _) ->
              written.alreadyThere() ? "already-there" : "written";
          case Submission.Settled(Outcome.Refused _, _) -> "refused";
          case Submission.Settled(Outcome.OtherSignatures _, _) -> "other-signatures";
          case Submission.QueueFull _ -> "queue-full";
          case Submission.Stopping _ -> "stopping";
          case Submission.Unsettled _ -> "unsettled";
          case Submission.Halted _ -> "halted";
        });
  }

  private void count(String outcome) {
    registry.counter("ledger.requests", "outcome", outcome).increment();
  }
}
