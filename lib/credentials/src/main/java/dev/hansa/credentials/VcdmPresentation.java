package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What every W3C presentation has, [Verifiable Credentials Data Model 2.0, section
/// 4.13](https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations). Here it holds one
/// credential: OpenID4VP sends one for each.
final class VcdmPresentation {
  static final String TYPE = "VerifiablePresentation";
  private static final int LIST_MAX = 8;

  private VcdmPresentation() {}

  static boolean isPresentation(ObjectNode json) {
    for (var type :
        json.path("type").isTextual() ? List.of(json.path("type")) : json.path("type")) {
      if (type.asText().equals(TYPE)) {
        return true;
      }
    }
    return false;
  }

  static void requirePresentation(ObjectNode json) {
    Vcdm.requireContexts(json);
    if (!isPresentation(json)) {
      throw new MalformedInput("the type of a presentation includes " + TYPE);
    }
  }

  static ObjectNode onlyCredential(ObjectNode json) {
    var list = Json.array(json, "verifiableCredential", LIST_MAX);
    if (list.size() != 1 || !(list.get(0) instanceof ObjectNode credential)) {
      throw new MalformedInput("a presentation has one verifiableCredential, which is an object");
    }
    return credential;
  }

  /// The holder that a presentation names is whoever signs it.
  static void requireHolder(ObjectNode json, Optional<DidUrl> key) {
    if (!json.has("holder")) {
      return;
    }
    var holder =
        json.path("holder").isTextual()
            ? json.path("holder").textValue()
            : Json.text(json.path("holder"), "id", Did.LENGTH_MAX);
    if (key.isPresent() && !key.get().did().toString().equals(holder)) {
      throw new MalformedInput("the holder of a presentation is who signs it");
    }
  }

  /// The holder's signature; it is over the whole presentation, so over exactly what is presented.
  record Proof(
      Optional<DidUrl> keyName,
      Predicate<VerificationKey> check,
      String nonce,
      String audience,
      Optional<Instant> issuedAt)
      implements Presented.HolderProof {
    @Override
    public boolean isSignedBy(VerificationKey key) {
      return check.test(key);
    }

    @Override
    public boolean isOverWhatIsPresented() {
      return true;
    }

    @Override
    public List<String> transactionDataHashes() {
      return List.of();
    }

    @Override
    public Optional<String> text() {
      return Optional.empty();
    }
  }
}
