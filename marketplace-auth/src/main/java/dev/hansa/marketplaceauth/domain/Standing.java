package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.receipts.CredentialEvidence;
import java.time.Instant;
import java.util.Optional;

/// How a fact's credential stands now. Not confirmed means that the list or the ledger did not
/// answer.
record Standing(
    Fact fact,
    CredentialEvidence evidence,
    Optional<String> statusToken,
    boolean confirmed,
    long ledgerHeight) {

  /// `checkedAt` of what could not be confirmed: no time at which it would count.
  static final Instant NEVER = Instant.EPOCH;

  /// Known to be over: withdrawn, suspended, expired, or of an issuer who lost its accreditation.
  boolean isOver(Instant now) {
    return (confirmed && !evidence.good()) || !now.isBefore(fact.validUntil());
  }

  boolean isGood(Instant now) {
    return confirmed && evidence.good() && now.isBefore(fact.validUntil());
  }

  /// The `Cred` of the policies' schema.
  ObjectNode toCred() {
    return Json.newObject()
        .put("ok", evidence.good())
        .put("checkedAt", evidence.checkedAt().toString())
        .put("validUntil", evidence.expires().toString());
  }
}
