package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.KeyAgreementKey;
import java.time.Instant;
import java.util.Optional;

/// A request for a presentation, in one of the states of its short life.
public sealed interface PresentationRequest {
  Ticket ticket();

  /// What every state has: who asked for what, and the two values that bind the answer to it.
  /// `encryptionKey` is there where the answer is encrypted; it is made for this request alone.
  record Ticket(
      String id,
      Did caller,
      Ask ask,
      String nonce,
      String state,
      Instant expires,
      Optional<KeyAgreementKey> encryptionKey) {
    /// From this second on it is expired.
    public boolean isExpired(Instant now) {
      return !now.isBefore(expires);
    }

    @Override
    public String toString() {
      return "Ticket[" + id + "]";
    }
  }

  /// Nobody has looked at it yet.
  record Waiting(Ticket ticket) implements PresentationRequest {
    public Fetched fetch() {
      return new Fetched(ticket);
    }
  }

  /// A wallet has the request object; it may fetch it again.
  record Fetched(Ticket ticket) implements PresentationRequest {}

  /// One answer is being verified; no other will be.
  record Answering(Ticket ticket) implements PresentationRequest {
    public Answered answer(VerificationResult result, Optional<String> responseCode) {
      return new Answered(ticket, result.verified(), result.toJson(), responseCode);
    }
  }

  /// It was answered: verified or refused, with the result as whoever asked gets it.
  record Answered(Ticket ticket, boolean verified, ObjectNode result, Optional<String> responseCode)
      implements PresentationRequest {
    @Override
    public String toString() {
      return "Answered[" + ticket.id() + "]";
    }
  }

  /// Nobody answered in time.
  record Expired(Ticket ticket) implements PresentationRequest {}
}
