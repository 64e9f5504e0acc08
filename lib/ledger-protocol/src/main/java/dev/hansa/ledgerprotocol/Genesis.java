package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.consensus.Header;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a network begins, and all that a reader must trust: its name, its first time, and the
/// first transactions of its pool, domain and config ledgers.
public final class Genesis {
  public static final long RULES_VERSION = 1;
  public static final int LENGTH_MAX = 1 << 20;
  public static final int TRANSACTIONS_MAX = 1000;

  /// A pool bears one fault from four validators on; with as many, it never gets fewer.
  public static final int VALIDATORS_MIN = 4;

  /// More would make blocks slow: every node votes to every node.
  public static final int VALIDATORS_MAX = 25;

  private static final int CHAIN_HASH_LENGTH = 16;

  private final ObjectNode json;
  private final String network;
  private final Instant time;
  private final List<ObjectNode> pool;
  private final List<ObjectNode> domain;
  private final List<ObjectNode> config;
  private final Ed25519Key sequencerKey;
  private final Bytes hash;
  private final Optional<Validators> validators;

  private Genesis(ObjectNode json) {
    Members.requireOnly(
        json, "network", "time", "rulesVersion", "chainId", "pool", "domain", "config");
    this.json = json;
    this.network = Json.text(json, "network", 32);
    requireNetwork(network);
    this.time = Members.instant(json, "time");
    if (!time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
      throw new MalformedInput("the time of a genesis is in whole seconds");
    }
    var _ = Json.integer(json, "rulesVersion", RULES_VERSION, RULES_VERSION);
    this.pool = transactions("pool");
    this.domain = transactions("domain");
    this.config = transactions("config");
    if (pool.isEmpty()) {
      throw new MalformedInput("a genesis names at least one node");
    }
    this.sequencerKey = nodeKey(pool.getFirst());
    this.hash = Json.hash(json);
    this.validators = json.has("chainId") ? Optional.of(validators(json)) : Optional.empty();
  }

  // A chain's name holds the hash of everything else, so that no two networks sign alike.
  private Validators validators(ObjectNode whole) {
    var rest = whole.deepCopy();
    rest.remove("chainId");
    if (!Json.text(whole, "chainId", Header.CHAIN_ID_LENGTH_MAX).equals(chainIdOf(network, rest))) {
      throw new MalformedInput("the chainId of a genesis is made of the rest of it");
    }
    var keys = new ArrayList<Ed25519Key>();
    for (var transaction : pool) {
      var node = NodeEntry.ofGenesis(transaction);
      if (node.isValidator()) {
        keys.add(node.key());
      }
    }
    return MalformedInput.unless(() -> Validators.of(keys));
  }

  static String chainIdOf(String network, ObjectNode rest) {
    return network + "-" + Json.hash(rest).toHex().substring(0, CHAIN_HASH_LENGTH);
  }

  private static void requireNetwork(String network) {
    var _ =
        MalformedInput.unless(() -> {
          DidIndy.requireNetwork(network);
          return network;
        });
  }

  private List<ObjectNode> transactions(String member) {
    var read = new ArrayList<ObjectNode>();
    for (var transaction : Json.array(json, member, TRANSACTIONS_MAX)) {
      if (!(transaction instanceof ObjectNode object)) {
        throw new MalformedInput("a transaction of the genesis is an object");
      }
      var _ = Json.object(Json.object(object, "txn"), "data");
      read.add(object);
    }
    return List.copyOf(read);
  }

  private static Ed25519Key nodeKey(ObjectNode transaction) {
    var dest = Json.text(transaction.get("txn").get("data"), "dest", 44);
    return MalformedInput.unless(() -> new Ed25519Key(Bytes.copyOf(Base58.decode(dest))));
  }

  /// Reads a genesis from outside.
  public static Genesis parse(String text) {
    return new Genesis(Json.parseObject(text, LENGTH_MAX));
  }

  static Genesis of(ObjectNode json) {
    return new Genesis(json.deepCopy());
  }

  /// Reads a genesis file.
  public static Genesis load(Path file) throws IOException {
    if (Files.size(file) > LENGTH_MAX) {
      throw new MalformedInput("a genesis has at most " + LENGTH_MAX + " bytes");
    }
    return parse(Files.readString(file, StandardCharsets.UTF_8));
  }

  public String network() {
    return network;
  }

  /// When the network began: the block time of the genesis.
  public Instant time() {
    return time;
  }

  /// The key of the one sequencer, the first node: it signs the checkpoints.
  public Ed25519Key sequencerKey() {
    return sequencerKey;
  }

  /// True for a network that a pool of stewards orders; else one sequencer does.
  public boolean isPool() {
    return validators.isPresent();
  }

  /// The name under which the pool's validators sign.
  public String chainId() {
    return Json.text(json, "chainId", Header.CHAIN_ID_LENGTH_MAX);
  }

  /// Those who sign first.
  public Validators validators() {
    return validators.orElseThrow();
  }

  /// SHA-256 over the RFC 8785 form: the network's fingerprint.
  public Bytes hash() {
    return hash;
  }

  public List<ObjectNode> pool() {
    return pool.stream().map(ObjectNode::deepCopy).toList();
  }

  /// The nodes that it begins with.
  public List<NodeEntry> nodes() {
    return pool.stream().map(NodeEntry::ofGenesis).toList();
  }

  public List<ObjectNode> domain() {
    return domain.stream().map(ObjectNode::deepCopy).toList();
  }

  public List<ObjectNode> config() {
    return config.stream().map(ObjectNode::deepCopy).toList();
  }

  /// The file's text.
  public String text() {
    return json.toPrettyString() + "\n";
  }

  public ObjectNode toJson() {
    return json.deepCopy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Genesis that && hash.equals(that.hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "Genesis[" + network + "]";
  }
}
