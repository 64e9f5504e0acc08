package dev.hansa.ledgerprotocol.local;

import dev.hansa.identity.Did;
import dev.hansa.identity.Signer;

/// A DID that has nothing but its ledger key: a trustee or a steward.
public record Account(Did did, Signer nym) {}
