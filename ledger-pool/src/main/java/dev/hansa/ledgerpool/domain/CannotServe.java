package dev.hansa.ledgerpool.domain;

/// The node does not start. The message is for the operator: what is wrong, and what to do.
public final class CannotServe extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CannotServe(String sentence) {
    super(sentence);
  }

  /// What lies behind it is for the log. It is not the cause, because whoever looks for the
  /// innermost cause is to find this sentence.
  public CannotServe(String sentence, Throwable behind) {
    super(sentence);
    addSuppressed(behind);
  }
}
