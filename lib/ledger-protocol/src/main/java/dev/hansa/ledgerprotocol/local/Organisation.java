package dev.hansa.ledgerprotocol.local;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Signer;
import dev.hansa.ledgerprotocol.DidDocContents;

/// An organisation on a test ledger, with its private keys: `nym` signs ledger requests,
/// `assertion` credentials and receipts, `authentication` API calls.
public record Organisation(Did did, Signer nym, Signer assertion, Signer authentication) {
  public DidUrl assertionName() {
    return new DidUrl(did, DidDocContents.ASSERTION);
  }

  public DidUrl authenticationName() {
    return new DidUrl(did, DidDocContents.AUTHENTICATION);
  }
}
