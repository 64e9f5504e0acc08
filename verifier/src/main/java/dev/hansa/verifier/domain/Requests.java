package dev.hansa.verifier.domain;

import dev.hansa.identity.Did;
import java.time.Instant;
import java.util.Optional;

/// Keeps requests. What was answered is kept for a short time, then forgotten.
public interface Requests {
  void add(PresentationRequest.Waiting request);

  Optional<PresentationRequest> find(String id, Instant now);

  /// A wallet has it now. Nothing changes if it was fetched before.
  void keepFetched(PresentationRequest.Fetched request);

  /// Takes the right to answer. The request for one caller only, and only before it expires.
  Optional<PresentationRequest.Answering> claim(String id, Instant now);

  /// Gives the right to answer back, because nothing could be verified.
  void release(PresentationRequest.Answering request);

  void keepAnswered(PresentationRequest.Answered request, Instant forget);

  /// How many requests of this caller wait for an answer.
  int open(Did caller, Instant now);

  /// Takes a nonce that a caller chose itself. True once.
  boolean takeNonce(Did caller, String nonce, Instant expires);

  /// Removes what is not needed any more, and says how much.
  int forget(Instant now);
}
