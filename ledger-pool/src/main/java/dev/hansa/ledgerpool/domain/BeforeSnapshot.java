package dev.hansa.ledgerpool.domain;

/// What was asked for is from before the snapshot by which this node joined, and is not here. The
/// message says at which height its history begins.
public final class BeforeSnapshot extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BeforeSnapshot(long base) {
    super(
        "This node joined by a snapshot at height "
            + base
            + " and has the blocks after it; a node that fetched every block has the others.");
  }
}
