package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;

/// Says whether a signature is good: a pure function of its three arguments, for several threads. A
/// node may hand in one that remembers what it checked before ([SignatureMemo]); the verdict is the
/// same.
@FunctionalInterface
public interface SignatureCheck {
  boolean isGood(Bytes verkey, Bytes input, Bytes signature);
}
