package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.marketrules.sla.Sla;
import java.time.Instant;

/// The ledger, as agreements need it. Every call may throw `dev.hansa.identity.LedgerUnavailable`.
public interface AgreementLedger {
  /// The AGREEMENT request as it waits for signatures: `request` (unsigned, with the market's
  /// operator as endorser), `signatureInput` (what to sign) and `signatures` (by DID, base64url).
  ObjectNode request(AgreementTerms terms, Sla.SignedByBoth signed, Instant now);

  /// Adds one organisation's signature by its NYM key.
  Added addSignature(ObjectNode waiting, Did did, Bytes signature);

  /// True once this organisation has signed.
  boolean isSignedBy(ObjectNode waiting, Did did);

  /// Endorses and submits.
  Submitted submit(ObjectNode waiting);

  sealed interface Added {
    record NotTheirSignature() implements Added {}

    record Done(ObjectNode waiting) implements Added {}
  }

  sealed interface Submitted {
    record Refused(String rule, String detail) implements Submitted {}

    record Written(long seqNo, long height) implements Submitted {}
  }
}
