package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a service answered.
public record Answer(int status, ObjectNode body) {
  /// The body of a success; anything else ends as [Refusal] or, from 500 up, as a
  /// [dev.hansa.launcher.Stop].
  public ObjectNode orRefusal() {
    if (status / 100 == 2) {
      return body;
    }
    throw Refusal.of(this);
  }
}
