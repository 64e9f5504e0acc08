package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Ed25519;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import java.util.Arrays;
import java.util.Optional;

/// What the ledger holds of a DID, one version of it. `creator` and `dest` are short DIDs; `verkey`
/// is the text as it was written; no verkey in a DID that had one means deactivated.
public record Nym(
    String dest,
    Optional<String> creator,
    Optional<Role> role,
    Optional<String> verkey,
    Optional<String> diddocContent,
    Optional<Integer> version,
    long seqNo,
    long txnTime) {
  public static final int DIDDOC_CONTENT_MAX = 10_240;

  /// Where the latest version stands in the domain state: SHA-256 of the short DID.
  public static Bytes key(String dest) {
    return Bytes.utf8(dest).sha256();
  }

  /// All versions of a DID stand under this prefix of the domain state.
  public static Bytes versionsPrefix(String dest) {
    return Bytes.utf8("1:" + dest + ":");
  }

  /// Where this version stands, 12 digits, so that the state's order is the versions' order.
  public Bytes versionKey() {
    var digits = Long.toString(seqNo);
    return Bytes.utf8("1:" + dest + ":" + "0".repeat(12 - digits.length()) + digits);
  }

  public static Nym read(String dest, Bytes value) {
    var json = StateJson.read(value);
    return new Nym(
        dest,
        Optional.ofNullable(json.path("identifier").textValue()),
        Optional.ofNullable(json.path("role").textValue()).map(Role::of),
        Optional.ofNullable(json.path("verkey").textValue()),
        Optional.ofNullable(json.path("diddocContent").textValue()),
        json.path("version").isInt()
            ? Optional.of(json.get("version").intValue())
            : Optional.empty(),
        Json.integer(json, "seqNo", 1, Json.INTEGER_MAX),
        Json.integer(json, "txnTime", 0, Json.INTEGER_MAX));
  }

  /// Indy's value for a DID.
  public Bytes stateValue() {
    var json = Json.newObject();
    json.put("identifier", creator.orElse(null));
    json.put("role", role.map(Role::code).orElse(null));
    json.put("seqNo", seqNo);
    json.put("txnTime", txnTime);
    json.put("verkey", verkey.orElse(null));
    diddocContent.ifPresent(content -> json.put("diddocContent", content));
    version.ifPresent(number -> json.put("version", number));
    return StateJson.write(json);
  }

  /// Who may change it: the DID itself, or without a key whoever created it.
  public Optional<String> owner() {
    return verkey.isPresent() ? Optional.of(dest) : creator;
  }

  public Optional<Bytes> verkeyBytes() {
    return verkey.map(text -> verkeyBytes(dest, text));
  }

  public Did did(String network) {
    return DidIndy.of(network, dest);
  }

  /// The 32 bytes of a verkey; `~` abbreviates one that begins with the DID's own bytes.
  public static Bytes verkeyBytes(String dest, String verkey) {
    if (verkey.length() > ShortDid.LENGTH_MAX + 1) {
      throw new MalformedInput("a verkey is base58 of 32 bytes, or ~ and base58 of the last 16");
    }
    byte[] bytes;
    if (verkey.startsWith("~")) {
      var first = Base58.decode(dest);
      var last = Base58.decode(verkey.substring(1));
      bytes = Arrays.copyOf(first, first.length + last.length);
      System.arraycopy(last, 0, bytes, first.length, last.length);
    } else {
      bytes = Base58.decode(verkey);
    }
    if (bytes.length != Ed25519.KEY_LENGTH) {
      throw new MalformedInput("a verkey is base58 of 32 bytes, or ~ and base58 of the last 16");
    }
    return Bytes.copyOf(bytes);
  }

  /// Reads a verkey from outside; it must be a point.
  public static Ed25519Key parseVerkey(String dest, String verkey) {
    var bytes = verkeyBytes(dest, verkey);
    return MalformedInput.unless(() -> new Ed25519Key(bytes));
  }
}
