package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Members;
import dev.hansa.ledgerprotocol.NodeEntry;
import java.util.List;
import java.util.Optional;

/// The form of a NODE operation, `{"type":"0","dest","data":{…}}` (indy-node `requests.md`, NODE),
/// with Hansa's `p2p`, the identifier of the node's transport key, and beside `data`, where the
/// node gets a vote, `in_step`: a checkpoint as the node signed it. BLS keys have no place here:
/// the votes of CometBFT are Ed25519.
final class NodeForm {
  private static final int ALIAS_MAX = 64;
  private static final int HOST_MAX = 45;
  private static final String IN_STEP = "in_step";
  private static final List<String> ADDRESSES =
      List.of("node_ip", "node_port", "client_ip", "client_port", "p2p");

  private NodeForm() {}

  static Operation.NodeWrite parse(JsonNode operation) {
    Members.requireOnly(operation, "type", "dest", "data", IN_STEP);
    var dest = Json.text(operation, "dest", 44);
    // Whoever reads the pool's state makes keys of these: what is none is never written there.
    var _ = MalformedInput.unless(() -> new Ed25519Key(Bytes.copyOf(Base58.decode(dest))));
    var data = Json.object(operation, "data");
    Members.requireOnly(
        data,
        "alias",
        "node_ip",
        "node_port",
        "client_ip",
        "client_port",
        "p2p",
        NodeEntry.SERVICES);
    requireAlias(Json.text(data, "alias", ALIAS_MAX));
    long given = ADDRESSES.stream().filter(data::has).count();
    if (given != 0 && given != ADDRESSES.size()) {
      throw new MalformedInput(
          "a NODE names all of node_ip, node_port, client_ip, client_port and p2p, or none");
    }
    if (given != 0) {
      requireAddresses(data);
    }
    if (data.has(NodeEntry.SERVICES)) {
      var services = Json.array(data, NodeEntry.SERVICES, 1);
      if (!services.isEmpty() && !services.get(0).asText("").equals(NodeEntry.VALIDATOR)) {
        throw new MalformedInput("the services of a NODE are VALIDATOR or none");
      }
    } else if (given == 0) {
      throw new MalformedInput("a NODE names its addresses, its services, or both");
    }
    return new Operation.NodeWrite(dest, data.deepCopy(), inStep(operation));
  }

  private static Optional<Checkpoint> inStep(JsonNode operation) {
    if (!operation.has(IN_STEP)) {
      return Optional.empty();
    }
    var json = Json.object(operation, IN_STEP);
    // Also spares the rules the reading of a seal with all its votes.
    if (json.has("pool")) {
      throw new MalformedInput("in_step is what the node signed, not what its pool vouches for");
    }
    return Optional.of(Checkpoint.parse(json));
  }

  private static void requireAlias(String alias) {
    if (!alias.matches("[A-Za-z0-9._-]+")) {
      throw new MalformedInput("an alias has letters, digits and ._-");
    }
  }

  private static void requireAddresses(ObjectNode data) {
    for (var member : List.of("node_ip", "client_ip")) {
      if (!Json.text(data, member, HOST_MAX).matches("[0-9a-fA-F:.]+")) {
        throw new MalformedInput("node_ip and client_ip are IP addresses");
      }
    }
    for (var member : List.of("node_port", "client_port")) {
      var _ = Json.integer(data, member, 1, 65_535);
    }
    if (!Json.text(data, "p2p", 40).matches("[0-9a-f]{40}")) {
      throw new MalformedInput("p2p is the transport key's identifier, 40 hexadecimal digits");
    }
  }
}
