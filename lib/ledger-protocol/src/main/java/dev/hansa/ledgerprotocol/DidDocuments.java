package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;

/// Makes a DID document of a NYM: its own key as `#verkey`, then what `diddocContent` adds,
/// [did:indy specification, DIDDoc
/// assembly](https://hyperledger-indy.github.io/indy-did-method/#base-diddoc-template).
final class DidDocuments {
  private static final String DID_CONTEXT = "https://www.w3.org/ns/did/v1";
  private static final String ED25519_CONTEXT = "https://w3id.org/security/suites/ed25519-2018/v1";

  private DidDocuments() {}

  static ObjectNode assemble(Did did, Nym nym) {
    var name = did + "#verkey";
    var document = Json.newObject();
    var contexts = document.putArray("@context").add(DID_CONTEXT).add(ED25519_CONTEXT);
    document.put("id", did.toString());
    document
        .putArray("verificationMethod")
        .addObject()
        .put("id", name)
        .put("type", "Ed25519VerificationKey2018")
        .put("controller", did.toString())
        .put("publicKeyBase58", Base58.encode(nym.verkeyBytes().orElseThrow().toArray()));
    document.putArray("authentication").add(name);
    nym.diddocContent().ifPresent(content -> merge(document, contexts, Json.parseObject(content)));
    return document;
  }

  private static void merge(ObjectNode document, ArrayNode contexts, ObjectNode content) {
    for (var member : content.properties()) {
      switch (member.getKey()) {
        case "id" -> {}
        case "@context" -> addContexts(contexts, member.getValue());
        case "verificationMethod", "authentication" -> {
          var array = (ArrayNode) document.get(member.getKey());
          if (member.getValue().isArray()) {
            member.getValue().forEach(array::add);
          }
        }
        default -> document.set(member.getKey(), member.getValue());
      }
    }
  }

  private static void addContexts(ArrayNode contexts, JsonNode more) {
    if (more.isArray()) {
      more.forEach(context -> addContexts(contexts, context));
      return;
    }
    for (var there : contexts) {
      if (there.equals(more)) {
        return;
      }
    }
    contexts.add(more);
  }
}
