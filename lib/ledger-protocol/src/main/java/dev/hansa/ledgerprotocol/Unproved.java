package dev.hansa.ledgerprotocol;

/// An answer that proves nothing, and why.
public final class Unproved extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What is wrong with the answer, in the order in which it is looked for.
  public enum Reason {
    MALFORMED_ANSWER("malformed-answer", "the answer does not have its form"),
    WRONG_NETWORK("wrong-network", "the checkpoint is of another network"),
    WRONG_SIGNER("wrong-signer", "the checkpoint is not signed by the key that the genesis names"),
    WRONG_VALIDATORS(
        "wrong-validators", "the signers do not follow from the validators that the genesis names"),
    FOREIGN_COMMIT("foreign-commit", "the signatures are for another block"),
    TOO_FEW_SIGNATURES(
        "too-few-signatures", "not more than two thirds of the validators signed the header"),
    OTHER_HEADER("other-header", "the header that was signed names another ledger"),
    STALE_CHECKPOINT("stale-checkpoint", "the checkpoint was signed too long ago"),
    CHECKPOINT_FROM_THE_FUTURE(
        "checkpoint-from-the-future", "the checkpoint is signed ahead of us"),
    ROLLED_BACK("rolled-back", "the checkpoint is older than one that was seen before"),
    CONTRADICTION("contradiction", "the checkpoint contradicts one that was seen before"),
    OTHER_QUESTION("other-question", "the answer is to another question"),
    STATE_NOT_PROVED("state-not-proved", "the nodes do not lead from the state's root to the key"),
    VALUE_NOT_PROVED("value-not-proved", "the value is not the one that is proved"),
    LIST_NOT_PROVED("list-not-proved", "the nodes are not the whole list under the prefix"),
    TRANSACTION_NOT_PROVED(
        "transaction-not-proved", "the audit path does not lead from the transaction to the root"),
    REWRITTEN("rewritten", "the log is not shown to go on from what was signed before");

    private final String code;
    private final String sentence;

    Reason(String code, String sentence) {
      this.code = code;
      this.sentence = sentence;
    }

    /// The reason's kebab-case name.
    public String code() {
      return code;
    }
  }

  private final Reason reason;

  public Unproved(Reason reason) {
    super(reason.code + ": " + reason.sentence);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
