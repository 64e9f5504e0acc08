package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A node as it stands in the pool ledger's state, under its key in base58. A node whose services
/// name VALIDATOR takes part in consensus; another follows.
public record NodeEntry(Ed25519Key key, ObjectNode data) {
  public static final String VALIDATOR = "VALIDATOR";
  public static final String SERVICES = "services";
  private static final int SERVICES_MAX = 4;
  private static final int TEXT_MAX = 256;

  public NodeEntry {
    data = data.deepCopy();
  }

  static NodeEntry ofGenesis(ObjectNode transaction) {
    var data = Json.object(Json.object(transaction, "txn"), "data");
    return new NodeEntry(key(Json.text(data, "dest", 44)), Json.object(data, "data"));
  }

  /// Reads an entry of the pool's state.
  public static NodeEntry read(Bytes stateKey, Bytes value) {
    return new NodeEntry(key(stateKey.toUtf8()), Json.parseObject(value));
  }

  private static Ed25519Key key(String dest) {
    return MalformedInput.unless(() -> new Ed25519Key(Bytes.copyOf(Base58.decode(dest))));
  }

  /// The validators that a whole pool state names, or nothing if it names none.
  public static Optional<Validators> validators(SortedMap<Bytes, Bytes> state) {
    var keys = new ArrayList<Ed25519Key>();
    state.forEach((key, value) -> {
      var entry = read(key, value);
      if (entry.isValidator()) {
        keys.add(entry.key());
      }
    });
    return keys.isEmpty() ? Optional.empty() : Optional.of(Validators.of(keys));
  }

  /// All nodes of the pool's state with this root, in the order of their keys.
  public static List<NodeEntry> all(LedgerReader reader, Bytes root) {
    var entries = new ArrayList<NodeEntry>();
    new Trie(root, reader::trieNode)
        .list(Bytes.utf8(""))
        .forEach((key, value) -> entries.add(read(key, value)));
    return entries;
  }

  public boolean isValidator() {
    return services().contains(VALIDATOR);
  }

  List<String> services() {
    var services = new ArrayList<String>();
    for (JsonNode service : Json.array(data, "services", SERVICES_MAX)) {
      services.add(service.asText(""));
    }
    return services;
  }

  public String alias() {
    return Json.text(data, "alias", TEXT_MAX);
  }

  /// Where its peers reach it.
  public String host() {
    return Json.text(data, "node_ip", TEXT_MAX);
  }

  public int port() {
    return (int) Json.integer(data, "node_port", 1, 65_535);
  }

  /// Where clients reach it.
  public String clientHost() {
    return Json.text(data, "client_ip", TEXT_MAX);
  }

  public int clientPort() {
    return (int) Json.integer(data, "client_port", 1, 65_535);
  }

  /// The identifier of its transport key, if it names one.
  public Optional<String> p2p() {
    return Optional.ofNullable(data.path("p2p").textValue());
  }
}
