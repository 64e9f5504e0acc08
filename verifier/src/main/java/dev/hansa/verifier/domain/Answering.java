package dev.hansa.verifier.domain;

import java.util.Optional;

/// What became of a wallet's answer to a request.
public sealed interface Answering {
  record UnknownRequest() implements Answering {}

  record Expired() implements Answering {}

  /// Somebody answered before; an answer counts once.
  record AlreadyAnswered() implements Answering {}

  /// The answer does not carry the request's own `state`.
  record WrongState() implements Answering {}

  record Declined() implements Answering {}

  record Refused(String reason, String sentence) implements Answering {}

  record Accepted(Optional<String> redirectUri) implements Answering {}
}
