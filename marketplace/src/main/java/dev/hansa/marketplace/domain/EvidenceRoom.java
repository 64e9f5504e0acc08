package dev.hansa.marketplace.domain;

import java.util.Optional;

/// What parties have shown with an act. Every call may throw
/// `dev.hansa.servicekit.PeerUnavailable`.
public interface EvidenceRoom {
  /// The metering point behind an evidence, if it was shown and verified.
  Optional<Meter> meter(String evidenceId);

  /// The payment capability behind an evidence, if it was shown and verified.
  Optional<Payment> payment(String evidenceId);

  /// The key under which a metering point is known to the market.
  String meterKey(String meteringPointId);

  /// A grid connection point; `meterKey` is a salted hash of its number.
  record Meter(
      String evidenceId,
      String party,
      String meterKey,
      String zone,
      long exportWhMax,
      long importWhMax) {}

  record Payment(String evidenceId, String party, String currency, long limitMinor) {}
}
