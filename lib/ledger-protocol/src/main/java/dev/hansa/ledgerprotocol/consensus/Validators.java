package dev.hansa.ledgerprotocol.consensus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.MerkleLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The nodes that take part in consensus, each with one vote, in the order of their addresses.
public record Validators(List<Ed25519Key> keys) {
  public static final int SIZE_MAX = 100;
  private static final int ADDRESS_LENGTH = 20;

  public Validators {
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.size() > SIZE_MAX || new HashSet<>(keys).size() != keys.size()) {
      throw new IllegalArgumentException(
          "there are 1 to " + SIZE_MAX + " validators, each of them once");
    }
    if (!keys.equals(sorted(keys))) {
      throw new IllegalArgumentException("validators stand in the order of their addresses");
    }
  }

  public static Validators of(Collection<Ed25519Key> keys) {
    return new Validators(sorted(keys));
  }

  private static List<Ed25519Key> sorted(Collection<Ed25519Key> keys) {
    return keys.stream().sorted(Comparator.comparing(Validators::address)).toList();
  }

  /// A validator's name in votes: the first 20 bytes of the SHA-256 of its key.
  public static Bytes address(Ed25519Key key) {
    var hash = key.value().sha256().toArray();
    return Bytes.copyOf(Arrays.copyOf(hash, ADDRESS_LENGTH));
  }

  public Optional<Ed25519Key> byAddress(Bytes address) {
    return keys.stream().filter(key -> address(key).equals(address)).findFirst();
  }

  public int size() {
    return keys.size();
  }

  /// True if so many are strictly more than two thirds of all.
  public boolean isQuorum(int count) {
    return 3L * count > 2L * size();
  }

  /// True if so many are strictly more than one third of all: at least one of them is honest.
  public boolean isMoreThanAThird(int count) {
    return 3L * count > size();
  }

  /// The RFC 6962 root over the validators as headers name it, `SimpleValidator{pub_key,
  /// voting_power}`.
  public Bytes hash() {
    return merkle(
        keys.stream()
            .map(key ->
                new Wire()
                    .message(1, new Wire().bytes(1, key.value()).toBytes())
                    .integer(2, 1)
                    .toBytes())
            .toList());
  }

  static Bytes merkle(List<Bytes> leaves) {
    var hashes = leaves.stream().map(leaf -> MerkleLog.leafHash(leaf.toArray())).toList();
    return MerkleLog.root(hashes.size(), MerkleLog.of(hashes));
  }

  static Validators parse(JsonNode parent, String member) {
    var keys = new ArrayList<Ed25519Key>();
    for (var key : Json.array(parent, member, SIZE_MAX)) {
      if (!key.isTextual() || key.textValue().length() > 44) {
        throw new MalformedInput("a validator is a key in base58");
      }
      keys.add(
          MalformedInput.unless(
              () -> new Ed25519Key(Bytes.copyOf(Base58.decode(key.textValue())))));
    }
    return MalformedInput.unless(() -> new Validators(keys));
  }

  ArrayNode toJson() {
    var json = Json.newArray();
    keys.forEach(key -> json.add(Base58.encode(key.value().toArray())));
    return json;
  }
}
