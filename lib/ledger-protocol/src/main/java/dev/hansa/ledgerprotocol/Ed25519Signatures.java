package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Ed25519;
import java.util.concurrent.ConcurrentHashMap;

/// The one Ed25519 of the ledger, with the points of the keys that it met last.
public final class Ed25519Signatures implements SignatureCheck {
  private static final int POINTS_MAX = 8192;

  private final ConcurrentHashMap<Bytes, Ed25519.Point> points = new ConcurrentHashMap<>();

  @Override
  public boolean isGood(Bytes verkey, Bytes input, Bytes signature) {
    if (points.size() > POINTS_MAX) {
      points.clear();
    }
    return points
        .computeIfAbsent(verkey, key -> Ed25519.Point.of(key.toArray()))
        .verify(input.toArray(), signature.toArray());
  }
}
