package dev.hansa.verifier.http;

import dev.hansa.verifier.domain.Answering;
import dev.hansa.verifier.domain.VerificationResult;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/// Counts verifications by what became of them.
@Singleton
final class OutcomeMetrics {
  private final MeterRegistry meters;

  OutcomeMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void count(VerificationResult.Outcome outcome) {
    count(
        "direct",
        switch (outcome) {
          case VerificationResult.Outcome.Verified _ -> "verified";
          case VerificationResult.Outcome.Refused(var reason, _, _) -> reason;
        });
  }

  void count(Answering answering) {
    count(
        "openid4vp",
        switch (answering) {
          case Answering.UnknownRequest _ -> "unknown-request";
          case Answering.Expired _ -> "expired-request";
          case Answering.AlreadyAnswered _ -> "already-answered";
          case Answering.WrongState _ -> "wrong-state";
          case Answering.Declined _ -> "declined";
          case Answering.Refused(var reason, _) -> reason;
          case Answering.Accepted _ -> "verified";
        });
  }

  private void count(String way, String outcome) {
    meters.counter("verifications_total", "way", way, "outcome", outcome).increment();
  }
}
