package dev.hansa.ledgerprotocol;

/// Where a reader keeps what contradicts itself. For several threads.
public interface EvidenceStore {
  /// Keeps the evidence and reports it, unless its pair of checkpoints was kept before. It throws
  /// nothing: whoever found the contradiction refuses the answer, kept or not.
  void keep(Evidence evidence);

  /// Keeps nothing: for readers that end with their one answer.
  static EvidenceStore none() {
    return _ -> {};
  }
}
