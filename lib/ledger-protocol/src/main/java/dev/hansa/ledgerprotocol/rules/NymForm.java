package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Members;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.ShortDid;
import java.util.Optional;

/// The form of a NYM operation.
final class NymForm {
  private static final int ALIAS_MAX = 256;
  private static final int METHODS_MAX = 50;
  private static final String OWN_KEY = "verkey";

  private NymForm() {}

  static Operation.NymWrite parse(JsonNode operation) {
    Members.requireOnly(
        operation, "type", "dest", "verkey", "role", "alias", "diddocContent", "version");
    var dest = Json.text(operation, "dest", ShortDid.LENGTH_MAX);
    if (Base58.decode(dest).length != 16) {
      throw new MalformedInput("the dest of a NYM is base58 of 16 bytes");
    }
    if (operation.has("alias")) {
      var _ = Json.text(operation, "alias", ALIAS_MAX);
    }
    var verkey = verkey(operation);
    return new Operation.NymWrite(
        dest,
        verkey,
        verkey.flatMap(given -> given).map(text -> Nym.parseVerkey(dest, text)),
        role(operation),
        content(operation),
        version(operation));
  }

  private static Optional<Optional<String>> verkey(JsonNode operation) {
    var node = operation.get("verkey");
    if (node == null) {
      return Optional.empty();
    }
    if (node.isNull()) {
      return Optional.of(Optional.empty());
    }
    return Optional.of(Optional.of(Json.text(operation, "verkey", ShortDid.LENGTH_MAX + 1)));
  }

  private static Optional<Optional<Role>> role(JsonNode operation) {
    var node = operation.get("role");
    if (node == null) {
      return Optional.empty();
    }
    return node.isNull()
        ? Optional.of(Optional.empty())
        : Optional.of(Optional.of(Role.of(Json.text(operation, "role", 8))));
  }

  private static Optional<Integer> version(JsonNode operation) {
    return operation.has("version")
        ? Optional.of((int) Json.integer(operation, "version", 0, 2))
        : Optional.empty();
  }

  // The keys themselves are judged by whoever resolves the document: a rule that every node must
  // agree on for ever does not rest on a library's idea of a curve.
  private static Optional<String> content(JsonNode operation) {
    if (!operation.has("diddocContent")) {
      return Optional.empty();
    }
    var text = Json.text(operation, "diddocContent", Nym.DIDDOC_CONTENT_MAX);
    ObjectNode content = Json.parseObject(text, Nym.DIDDOC_CONTENT_MAX);
    if (content.has("id")) {
      throw new MalformedInput("diddocContent has no id: the DID is the NYM's");
    }
    for (var member : content) {
      if (member.isArray()) {
        if (member.size() > METHODS_MAX) {
          throw new MalformedInput("a list of diddocContent has at most 50 items");
        }
        for (var item : member) {
          requireOtherName(item.path("id").asText(""));
        }
      }
    }
    if (content.has("verificationMethod")) {
      for (var method : Json.array(content, "verificationMethod", METHODS_MAX)) {
        var _ = Json.text(method, "id", 256);
        var _ = Json.text(method, "type", 64);
      }
    }
    return Optional.of(text);
  }

  private static void requireOtherName(String id) {
    if (id.endsWith("#" + OWN_KEY)) {
      throw new MalformedInput("diddocContent has no item named verkey: that is the NYM's own key");
    }
  }
}
