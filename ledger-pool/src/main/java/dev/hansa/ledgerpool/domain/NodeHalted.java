package dev.hansa.ledgerpool.domain;

import org.jspecify.annotations.Nullable;

/// The node stands still and serves nothing, until its operator has seen to it.
public final class NodeHalted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NodeHalted(String why) {
    this(why, null);
  }

  public NodeHalted(String why, @Nullable Throwable cause) {
    super(why, cause);
  }
}
