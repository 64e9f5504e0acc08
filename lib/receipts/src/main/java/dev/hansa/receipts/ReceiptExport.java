package dev.hansa.receipts;

import dev.hansa.identity.Bytes;

/// What became of a wish to have a receipt's file.
public sealed interface ReceiptExport {
  /// No such receipt of this owner.
  record Unknown() implements ReceiptExport {}

  /// Its place in the log is not anchored on the ledger yet; a matter of seconds.
  record NotAnchoredYet() implements ReceiptExport {}

  /// The receipt stands in the log, but what opens it was erased.
  record Erased() implements ReceiptExport {}

  /// The receipt does not pass its own checks: an error in its making, or in the ledger's data.
  record DoesNotHold(String check, String sentence) implements ReceiptExport {}

  /// The file, canonical JSON in UTF-8.
  record Exported(Bytes file) implements ReceiptExport {
    @Override
    public String toString() {
      return "Exported[hidden]";
    }
  }
}
