package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Base58;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.MalformedInput;

/// A DID as Indy's requests and state spell it: base58 of 16 bytes (32 in old ledgers), without
/// method and network.
public final class ShortDid {
  /// Base58 of 32 bytes has at most 44 characters.
  public static final int LENGTH_MAX = 44;

  private ShortDid() {}

  /// Returns the text if it is a short DID.
  public static String require(String text) {
    if (text.length() <= LENGTH_MAX) {
      int length = Base58.decode(text).length;
      if (length == 16 || length == 32) {
        return text;
      }
    }
    throw new MalformedInput("a short DID is base58 of 16 or 32 bytes");
  }

  /// The short form of a `did:indy` DID.
  public static String of(Did did) {
    if (!did.method().equals(DidIndy.METHOD)) {
      throw new MalformedInput("a DID of a ledger reads did:indy:network:id");
    }
    return require(did.id().substring(did.id().lastIndexOf(':') + 1));
  }

  /// The network that a `did:indy` DID names.
  public static String network(Did did) {
    int colon = did.id().lastIndexOf(':');
    if (!did.method().equals(DidIndy.METHOD) || colon < 1) {
      throw new MalformedInput("a DID of a ledger reads did:indy:network:id");
    }
    return did.id().substring(0, colon);
  }
}
