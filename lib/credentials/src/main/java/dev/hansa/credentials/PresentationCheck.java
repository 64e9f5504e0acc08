package dev.hansa.credentials;

/// What looking at a presentation found.
public sealed interface PresentationCheck {
  /// The first check that failed is the answer. `sentence` names the rule that was broken.
  record Refusal(Reason cause, String sentence) implements PresentationCheck {
    /// The reason's code, such as `bad-signature`.
    public String reason() {
      return cause.code();
    }
  }

  record Verified(VerifiedCredential credential) implements PresentationCheck {}

  /// The checks in the order in which they are made.
  enum Step {
    WELL_FORMED("well-formed"),
    SIGNATURE("signature"),
    ACCREDITED("accredited"),
    VALIDITY("validity"),
    STATUS("status"),
    HOLDER_BINDING("holder-binding"),
    QUERY("query");

    private final String code;

    Step(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  /// Why a presentation is refused, in the order in which it is looked for.
  enum Reason {
    MALFORMED(Step.WELL_FORMED, "malformed"),
    UNKNOWN_KEY(Step.SIGNATURE, "unknown-key"),
    BAD_SIGNATURE(Step.SIGNATURE, "bad-signature"),
    UNKNOWN_CREDENTIAL_TYPE(Step.ACCREDITED, "unknown-credential-type"),
    NOT_ACCREDITED(Step.ACCREDITED, "not-accredited"),
    CHAIN_NOT_TRUSTED(Step.ACCREDITED, "chain-not-trusted"),
    NOT_YET_VALID(Step.VALIDITY, "not-yet-valid"),
    EXPIRED(Step.VALIDITY, "expired"),
    VALIDITY_TOO_LONG(Step.VALIDITY, "validity-too-long"),
    STATUS_UNAVAILABLE(Step.STATUS, "status-unavailable"),
    STATUS_INVALID(Step.STATUS, "status-invalid"),
    REVOKED(Step.STATUS, "revoked"),
    SUSPENDED(Step.STATUS, "suspended"),
    HOLDER_BINDING_MISSING(Step.HOLDER_BINDING, "holder-binding-missing"),
    HOLDER_KEY(Step.HOLDER_BINDING, "holder-key"),
    NONCE(Step.HOLDER_BINDING, "nonce"),
    AUDIENCE(Step.HOLDER_BINDING, "audience"),
    KB_IAT(Step.HOLDER_BINDING, "kb-iat"),
    SD_HASH(Step.HOLDER_BINDING, "sd-hash"),
    TRANSACTION_DATA(Step.HOLDER_BINDING, "transaction-data"),
    QUERY_NOT_ANSWERED(Step.QUERY, "query-not-answered");

    private final Step step;
    private final String code;

    Reason(Step step, String code) {
      this.step = step;
      this.code = code;
    }

    /// The check that failed.
    public Step step() {
      return step;
    }

    public String code() {
      return code;
    }
  }
}
