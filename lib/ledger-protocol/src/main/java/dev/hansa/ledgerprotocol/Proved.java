package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A value that was proved, the checkpoint under which, and the answer as it was received, for
/// whoever wants to check it again with [Proofs].
public record Proved<T>(T value, Checkpoint checkpoint, ObjectNode proof) {}
