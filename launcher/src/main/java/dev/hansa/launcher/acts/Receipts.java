package dev.hansa.launcher.acts;

import dev.hansa.identity.Bytes;
import dev.hansa.receipts.ReceiptCheck;
import dev.hansa.receipts.ReceiptFileVerifier;
import java.util.Optional;

/// Receipts, checked here: no service is asked.
public final class Receipts {
  private Receipts() {}

  public static ReceiptCheck verify(byte[] file, Optional<Bytes> genesis) {
    return ReceiptFileVerifier.verify(file, genesis);
  }
}
