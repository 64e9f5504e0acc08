package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.rules.Constraint;
import java.time.Instant;
import java.util.SortedMap;

/// Builds requests, unsigned.
public final class RequestBuilder {
  private final ObjectNode json = Json.newObject();
  private final ObjectNode operation = Json.newObject();

  private RequestBuilder(Did author, String type) {
    json.put("identifier", ShortDid.of(author));
    json.put("protocolVersion", IndyRequest.PROTOCOL_VERSION);
    operation.put("type", type);
  }

  /// Writes or changes the record of a DID.
  public static RequestBuilder nym(Did author, Did dest) {
    var builder = new RequestBuilder(author, "1");
    builder.operation.put("dest", ShortDid.of(dest));
    return builder;
  }

  /// A new DID that is the hash of its own key (NYM version 2), written by itself or by another.
  public static RequestBuilder newNym(Did author, Did dest, Ed25519Key verkey) {
    var builder = nym(author, dest).verkey(verkey);
    builder.operation.put("version", 2);
    return builder;
  }

  /// A node of the pool, new or changed; what is not named stays. `node` is its key, the one it
  /// votes with.
  public static RequestBuilder node(Did author, Ed25519Key node, String alias) {
    var builder = new RequestBuilder(author, "0");
    builder.operation.put("dest", Base58.encode(node.value().toArray()));
    builder.operation.putObject("data").put("alias", alias);
    return builder;
  }

  /// Where the peers and the clients of a [#node] reach it. `p2p` is the identifier of its
  /// transport key.
  @CanIgnoreReturnValue
  public RequestBuilder at(
      String host, int nodePort, String clientHost, int clientPort, String p2p) {
    ((ObjectNode) operation.get("data"))
        .put("node_ip", host)
        .put("node_port", nodePort)
        .put("client_ip", clientHost)
        .put("client_port", clientPort)
        .put("p2p", p2p);
    return this;
  }

  /// Whether a [#node] votes. One that gets a vote shows that it is [#inStep].
  @CanIgnoreReturnValue
  public RequestBuilder votes(boolean votes) {
    var services = ((ObjectNode) operation.get("data")).putArray(NodeEntry.SERVICES);
    if (votes) {
      services.add(NodeEntry.VALIDATOR);
    }
    return this;
  }

  /// Shows that a [#node] that gets a vote is in step: a checkpoint that it signed itself.
  @CanIgnoreReturnValue
  public RequestBuilder inStep(Checkpoint signedByNode) {
    operation.set("in_step", signedByNode.toJson());
    return this;
  }

  /// Who must sign from now on. `rule` is the identifier of a rule on the ledger, such as
  /// `1--ADD--role--*--101`.
  public static RequestBuilder authRule(Did author, String rule, Constraint constraint) {
    var builder = new RequestBuilder(author, "120");
    builder.operation.setAll(rule(rule, constraint));
    return builder;
  }

  /// Who must sign from now on, of several rules, all or none.
  public static RequestBuilder authRules(Did author, SortedMap<String, Constraint> rules) {
    var builder = new RequestBuilder(author, "122");
    var array = builder.operation.putArray("rules");
    rules.forEach((name, constraint) -> array.add(rule(name, constraint)));
    return builder;
  }

  private static ObjectNode rule(String name, Constraint constraint) {
    var parts = name.split("--", -1);
    if (parts.length != 5) {
      throw new MalformedInput("a rule is named type--ADD|EDIT--field--old--new");
    }
    var rule =
        Json.newObject()
            .put("auth_type", parts[0])
            .put("auth_action", parts[1])
            .put("field", parts[2]);
    if (parts[1].equals("EDIT")) {
      rule.put("old_value", parts[3]);
    }
    return rule.put("new_value", parts[4]).set("constraint", constraint.toJson());
  }

  /// One of our own types. `network` (from the author's DID) and `expires` are put into the
  /// payload.
  public static RequestBuilder payload(
      PayloadType type, Did author, Instant expires, ObjectNode payload) {
    var builder = new RequestBuilder(author, type.code());
    var whole = payload.deepCopy();
    whole.put("network", ShortDid.network(author));
    whole.put("expires", expires.toString());
    builder.operation.put("payload", Json.canonical(whole).toBase64Url());
    return builder;
  }

  @CanIgnoreReturnValue
  public RequestBuilder verkey(Ed25519Key verkey) {
    operation.put("verkey", Base58.encode(verkey.value().toArray()));
    return this;
  }

  /// Takes the key away: nothing can be signed in the DID's name any more, for ever.
  @CanIgnoreReturnValue
  public RequestBuilder deactivate() {
    operation.putNull("verkey");
    return this;
  }

  @CanIgnoreReturnValue
  public RequestBuilder role(Role role) {
    operation.put("role", role.code());
    return this;
  }

  @CanIgnoreReturnValue
  public RequestBuilder withoutRole() {
    operation.putNull("role");
    return this;
  }

  /// What the DID document has beyond the NYM's own key.
  @CanIgnoreReturnValue
  public RequestBuilder diddocContent(ObjectNode content) {
    operation.put("diddocContent", content.toString());
    return this;
  }

  @CanIgnoreReturnValue
  public RequestBuilder endorser(Did endorser) {
    json.put("endorser", ShortDid.of(endorser));
    return this;
  }

  /// The author's number for this request; with it, the same content may be asked for twice.
  @CanIgnoreReturnValue
  public RequestBuilder reqId(long reqId) {
    json.put("reqId", reqId);
    return this;
  }

  public IndyRequest build() {
    if (!json.has("reqId")) {
      throw new IllegalStateException("a request has a reqId");
    }
    json.set("operation", operation);
    return IndyRequest.of(json);
  }
}
