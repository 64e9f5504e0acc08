package dev.hansa.identity;

import java.util.Arrays;
import java.util.regex.Pattern;

/// `did:indy:<network>:<id>`, the ledger's method, [did:indy
/// specification](https://hyperledger-indy.github.io/indy-did-method/). The id is base58 of 16
/// bytes.
public final class DidIndy {
  public static final String METHOD = "indy";

  private static final Pattern NETWORK = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

  private DidIndy() {}

  /// The self-certifying DID of a new key: the first 16 bytes of SHA-256 of the verkey (NYM version
  /// 2).
  public static Did of(String network, VerificationKey.Ed25519Key verkey) {
    var id = Arrays.copyOf(verkey.value().sha256().toArray(), 16);
    return of(network, Base58.encode(id));
  }

  public static Did of(String network, String id) {
    requireNetwork(network);
    return new Did(METHOD, network + ":" + id);
  }

  /// The ledger's short form of a DID of this network.
  public static String id(Did did, String network) {
    var prefix = network + ":";
    if (!did.method().equals(METHOD) || !did.id().startsWith(prefix)) {
      throw new MalformedInput("a DID of this ledger reads did:indy:" + network + ":id");
    }
    return did.id().substring(prefix.length());
  }

  /// True for a DID of this ledger.
  public static boolean isOf(Did did, String network) {
    return did.method().equals(METHOD) && did.id().startsWith(network + ":");
  }

  public static void requireNetwork(String network) {
    if (!NETWORK.matcher(network).matches()) {
      throw new IllegalArgumentException(
          "a network's name is 1 to 32 lower-case letters, digits, - and _, a letter first");
    }
  }
}
