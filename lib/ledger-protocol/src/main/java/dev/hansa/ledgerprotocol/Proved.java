package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/// A value that was proved, the checkpoint under which, and the answer as it was received, for
/// whoever wants to check it again with [Proofs].
public record Proved<T>(T value, Checkpoint checkpoint, ObjectNode proof) {
  /// What the value says, read by whoever knows its form.
  <R> Proved<R> read(Function<T, R> reader) {
    return new Proved<>(reader.apply(value), checkpoint, proof);
  }
}
