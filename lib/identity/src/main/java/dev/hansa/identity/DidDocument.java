package dev.hansa.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A DID document, [DID Core, section 5](https://www.w3.org/TR/did-core/#core-properties).
/// Verification methods whose type we do not know stay in the JSON and have no key here.
public final class DidDocument {
  public static final int METHODS_MAX = 50;

  private final Did id;
  private final ObjectNode json;
  private final Map<DidUrl, VerificationKey> keys;
  private final Map<VerificationRelationship, Set<DidUrl>> relationships;

  private DidDocument(
      Did id,
      ObjectNode json,
      Map<DidUrl, VerificationKey> keys,
      Map<VerificationRelationship, Set<DidUrl>> relationships) {
    this.id = id;
    this.json = json;
    this.keys = keys;
    this.relationships = relationships;
  }

  /// Reads a document from outside.
  public static DidDocument parse(ObjectNode json) {
    var id = Did.parse(Json.text(json, "id", Did.LENGTH_MAX));
    var keys = new LinkedHashMap<DidUrl, VerificationKey>();
    if (json.has("verificationMethod")) {
      for (var method : Json.array(json, "verificationMethod", METHODS_MAX)) {
        var _ = readMethod(method, id, keys);
      }
    }
    var relationships =
        new EnumMap<VerificationRelationship, Set<DidUrl>>(VerificationRelationship.class);
    for (var relationship : VerificationRelationship.values()) {
      var names = new LinkedHashSet<DidUrl>();
      if (json.has(relationship.member())) {
        for (var entry : Json.array(json, relationship.member(), METHODS_MAX)) {
          names.add(
              entry.isTextual()
                  ? DidUrl.parse(entry.textValue(), id)
                  : readMethod(entry, id, keys));
        }
      }
      relationships.put(relationship, names);
    }
    return new DidDocument(id, json.deepCopy(), keys, relationships);
  }

  private static DidUrl readMethod(JsonNode method, Did id, Map<DidUrl, VerificationKey> keys) {
    var name = DidUrl.parse(Json.text(method, "id", Did.LENGTH_MAX + DidUrl.FRAGMENT_MAX + 1), id);
    var key = readKey(method);
    if (key.isPresent() && keys.putIfAbsent(name, key.get()) != null) {
      throw new MalformedInput("a verification method stands once in a DID document");
    }
    return name;
  }

  private static Optional<VerificationKey> readKey(JsonNode method) {
    return switch (Json.text(method, "type", 64)) {
      case "JsonWebKey", "JsonWebKey2020" ->
          Optional.of(VerificationKey.fromJwk(Json.object(method, "publicKeyJwk")));
      case "Multikey", "Ed25519VerificationKey2020" ->
          Optional.of(VerificationKey.fromMultibase(Json.text(method, "publicKeyMultibase", 128)));
      case "Ed25519VerificationKey2018" ->
          Optional.of(
              MalformedInput.unless(() ->
                  new VerificationKey.Ed25519Key(
                      Bytes.copyOf(Base58.decode(Json.text(method, "publicKeyBase58", 64))))));
      default -> Optional.empty();
    };
  }

  public Did id() {
    return id;
  }

  /// The key of this name, if the document allows it for this use.
  public Optional<VerificationKey> key(DidUrl name, VerificationRelationship use) {
    return relationships.getOrDefault(use, Set.of()).contains(name)
        ? Optional.ofNullable(keys.get(name))
        : Optional.empty();
  }

  /// The names of the methods that may be used so, in the document's order.
  public Set<DidUrl> methods(VerificationRelationship use) {
    return Set.copyOf(relationships.getOrDefault(use, Set.of()));
  }

  /// The document's JSON, a copy.
  public ObjectNode toJson() {
    return json.deepCopy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DidDocument that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return "DidDocument[" + id + "]";
  }
}
