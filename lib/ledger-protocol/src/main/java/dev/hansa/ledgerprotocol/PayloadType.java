package dev.hansa.ledgerprotocol;

/// The request types that Indy lacks and Hansa adds; each carries one member, `payload`.
public enum PayloadType {
  CREDENTIAL_TYPE("20001", SubLedger.DOMAIN),
  ACCREDITATION("20002", SubLedger.DOMAIN),
  ANCHOR("20003", SubLedger.MARKET),
  AGREEMENT("20004", SubLedger.MARKET),
  RULES_UPGRADE("20005", SubLedger.CONFIG),
  LIMITS("20006", SubLedger.CONFIG);

  private final String code;
  private final SubLedger ledger;

  PayloadType(String code, SubLedger ledger) {
    this.code = code;
    this.ledger = ledger;
  }

  public String code() {
    return code;
  }

  /// The sub-ledger that it is written to.
  public SubLedger ledger() {
    return ledger;
  }
}
