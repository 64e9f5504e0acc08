package dev.hansa.credentials;

import com.apicatalog.jsonld.document.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The proofs of a document, [Data Integrity 1.0](https://www.w3.org/TR/vc-data-integrity/): sets
/// and chains of them, with the suites of [EdDSA](https://www.w3.org/TR/vc-di-eddsa/) and
/// [ECDSA](https://www.w3.org/TR/vc-di-ecdsa/).
final class DataIntegrity {
  static final int PROOFS_MAX = 4;
  private static final int TEXT_MAX = 1024;
  private static final int SIGNATURE_LENGTH = 64;

  private DataIntegrity() {}

  /// A cryptosuite: how what is signed becomes a hash, and the kind of key that signs it.
  enum Suite {
    EDDSA_JCS_2022("eddsa-jcs-2022", false, "EdDSA"),
    ECDSA_JCS_2019("ecdsa-jcs-2019", false, "ES256"),
    EDDSA_RDFC_2022("eddsa-rdfc-2022", true, "EdDSA"),
    ECDSA_RDFC_2019("ecdsa-rdfc-2019", true, "ES256");

    private final String text;
    private final boolean isRdf;
    private final String algorithm;

    Suite(String text, boolean isRdf, String algorithm) {
      this.text = text;
      this.isRdf = isRdf;
      this.algorithm = algorithm;
    }

    String text() {
      return text;
    }

    static Suite parse(String text) {
      return Arrays.stream(values())
          .filter(suite -> suite.text.equals(text))
          .findFirst()
          .orElseThrow(() ->
              new MalformedInput("a cryptosuite is one of the eddsa-*-2022 and ecdsa-*-2019"));
    }

    /// Section 3.2.3 and 3.3.3 of both: the hash of the proof's options, then that of the document.
    byte[] hash(
        ObjectNode options, ObjectNode document, Function<String, Optional<Document>> contexts) {
      var hashes = new byte[64];
      System.arraycopy(one(options, contexts).toArray(), 0, hashes, 0, 32);
      System.arraycopy(one(document, contexts).toArray(), 0, hashes, 32, 32);
      return hashes;
    }

    private Bytes one(ObjectNode json, Function<String, Optional<Document>> contexts) {
      return isRdf ? Rdf.canonicalHash(json, contexts) : Json.hash(json);
    }
  }

  /// A proof, and the hash that its signature is over.
  record Proof(
      Suite suite,
      String verificationMethod,
      ObjectNode options,
      Optional<Instant> expires,
      Bytes hash,
      Bytes signature) {
    boolean isSignedBy(VerificationKey key) {
      return key.algorithm().equals(suite.algorithm)
          && key.verify(hash.toArray(), signature.toArray());
    }
  }

  /// Reads the proofs of a secured document; each is for this purpose, and says over what it is.
  static List<Proof> proofs(ObjectNode secured, String purpose) {
    return proofs(secured, purpose, Contexts::document);
  }

  static List<Proof> proofs(
      ObjectNode secured, String purpose, Function<String, Optional<Document>> contexts) {
    var listed = list(secured.path("proof"), "proof");
    var byId = new HashMap<String, ObjectNode>();
    for (var proof : listed) {
      if (proof.has("id") && byId.put(Json.text(proof, "id", TEXT_MAX), proof) != null) {
        throw new MalformedInput("the id of a proof stands once");
      }
    }
    var proofs = new ArrayList<Proof>();
    for (var proof : listed) {
      proofs.add(read(proof, secured, purpose, byId, contexts));
    }
    return proofs;
  }

  private static List<ObjectNode> list(JsonNode node, String member) {
    var objects = new ArrayList<ObjectNode>();
    var nodes = node instanceof ArrayNode array ? array : List.of(node);
    for (var each : nodes) {
      if (!(each instanceof ObjectNode object) || objects.size() == PROOFS_MAX) {
        throw new MalformedInput("the member " + member + " has 1 to " + PROOFS_MAX + " objects");
      }
      objects.add(object);
    }
    if (objects.isEmpty()) {
      throw new MalformedInput("the member " + member + " has 1 to " + PROOFS_MAX + " objects");
    }
    return objects;
  }

  private static Proof read(
      ObjectNode proof,
      ObjectNode secured,
      String purpose,
      Map<String, ObjectNode> byId,
      Function<String, Optional<Document>> contexts) {
    if (!Json.text(proof, "type", 64).equals("DataIntegrityProof")) {
      throw new MalformedInput("the type of a proof is DataIntegrityProof");
    }
    var suite = Suite.parse(Json.text(proof, "cryptosuite", 64));
    if (!Json.text(proof, "proofPurpose", 64).equals(purpose)) {
      throw new MalformedInput("the proofPurpose of a proof here is " + purpose);
    }
    var _ = Vcdm.time(proof, "created");
    var options = proof.deepCopy();
    var _ = options.remove("proofValue");
    var document = secured.deepCopy();
    var previous = previous(proof, byId);
    if (previous.isEmpty()) {
      var _ = document.remove("proof");
    } else {
      // Section 4.3: what a proof in a chain is over includes those before it.
      previous.forEach(document.putArray("proof")::add);
    }
    fitContexts(suite, options, document);
    return new Proof(
        suite,
        Json.text(proof, "verificationMethod", TEXT_MAX),
        options,
        Vcdm.time(proof, "expires"),
        Bytes.copyOf(suite.hash(options, document, contexts)),
        signature(Json.text(proof, "proofValue", 128)));
  }

  private static List<ObjectNode> previous(ObjectNode proof, Map<String, ObjectNode> byId) {
    if (!proof.has("previousProof")) {
      return List.of();
    }
    var ids = new ArrayList<String>();
    if (proof.path("previousProof").isTextual()) {
      ids.add(proof.path("previousProof").textValue());
    } else {
      Json.array(proof, "previousProof", PROOFS_MAX).forEach(id -> ids.add(id.asText()));
    }
    var found = new ArrayList<ObjectNode>();
    var seen = new HashSet<String>();
    for (var id : ids) {
      var before = byId.get(id);
      if (before == null || before.equals(proof) || !seen.add(id) || leadsTo(before, proof, byId)) {
        throw new MalformedInput("a previousProof names another proof, before this one");
      }
      found.add(before);
    }
    if (found.isEmpty()) {
      throw new MalformedInput("a previousProof names a proof");
    }
    return found;
  }

  /// True if a proof rests on another one, however many steps before.
  private static boolean leadsTo(ObjectNode from, ObjectNode to, Map<String, ObjectNode> byId) {
    var open = new ArrayList<ObjectNode>(List.of(from));
    Set<ObjectNode> seen = new HashSet<>();
    while (!open.isEmpty()) {
      var next = open.removeLast();
      if (next.equals(to)) {
        return true;
      }
      if (!seen.add(next)) {
        continue;
      }
      var previous = next.path("previousProof");
      for (var id : previous.isTextual() ? List.of(previous) : previous) {
        var before = byId.get(id.asText());
        if (before != null) {
          open.add(before);
        }
      }
    }
    return false;
  }

  /// The JCS suites take the contexts that the proof names, which begin those of the document
  /// (section 3.3.2); the RDF suites the document's.
  private static void fitContexts(Suite suite, ObjectNode options, ObjectNode document) {
    if (suite.isRdf) {
      options.set("@context", document.path("@context"));
      return;
    }
    if (!options.has("@context")) {
      return;
    }
    var named = contexts(options.get("@context"));
    var standing = contexts(document.path("@context"));
    if (named.size() > standing.size() || !standing.subList(0, named.size()).equals(named)) {
      throw new MalformedInput("the @context of a proof begins that of its document");
    }
    document.set("@context", options.get("@context"));
  }

  private static List<JsonNode> contexts(JsonNode node) {
    var all = new ArrayList<JsonNode>();
    if (node instanceof ArrayNode array) {
      array.forEach(all::add);
    } else {
      all.add(node);
    }
    return all;
  }

  private static Bytes signature(String multibase) {
    if (!multibase.startsWith("z")) {
      throw new MalformedInput("a proofValue is base58btc, which starts with z");
    }
    var bytes = Base58.decode(multibase.substring(1));
    if (bytes.length != SIGNATURE_LENGTH) {
      throw new MalformedInput("the signature in a proofValue has 64 bytes");
    }
    return Bytes.copyOf(bytes);
  }
}
