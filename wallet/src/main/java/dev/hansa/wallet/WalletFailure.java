package dev.hansa.wallet;

import org.jspecify.annotations.Nullable;

/// What the wallet was asked for did not happen. The message is for its holder; `reason` is the
/// code that the other side gave, or ours.
public final class WalletFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public WalletFailure(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  public WalletFailure(String reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
