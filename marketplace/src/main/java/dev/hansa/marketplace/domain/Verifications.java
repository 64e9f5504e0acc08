package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The verifier, as the market needs it: credentials that are handed over without a holder.
public interface Verifications {
  Verified verify(String credential, String vct);

  sealed interface Verified {
    record Refused(String reason, String sentence) implements Verified {}

    record Valid(String issuer, ObjectNode claims, String credentialHash, long ledgerHeight)
        implements Verified {}
  }
}
