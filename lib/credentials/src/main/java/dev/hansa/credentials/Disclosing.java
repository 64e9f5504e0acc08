package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts disclosures in the places of their digests, [RFC 9901, section
/// 7.1](https://www.rfc-editor.org/rfc/rfc9901#section-7.1).
final class Disclosing {
  static final String SD = "_sd";
  static final String SD_ALG = "_sd_alg";
  static final String ELEMENT = "...";
  static final String SHA_256 = "sha-256";

  /// Claims that are never selectively disclosable: [SD-JWT VC, section
  /// 3.2.2.2](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-sd-jwt-vc-13#section-3.2.2.2),
  /// and by Hansa's catalogue `iat` and `sub`.
  static final Set<String> NEVER =
      Set.of(
          "iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status", "iat", "sub");

  private final Map<String, Disclosure> byDigest = new HashMap<>();
  private final Set<String> digests = new HashSet<>();
  private int placed;

  private Disclosing() {}

  static ClaimNode.Branch process(ObjectNode payload, List<Disclosure> disclosures) {
    var disclosing = new Disclosing();
    for (var disclosure : disclosures) {
      if (disclosing.byDigest.put(disclosure.digest(), disclosure) != null) {
        throw new MalformedInput("a disclosure stands once in an SD-JWT");
      }
    }
    var root = disclosing.branch(payload, Optional.empty(), 0);
    if (disclosing.placed != disclosures.size()) {
      throw new MalformedInput("every disclosure of an SD-JWT has its digest in the payload");
    }
    return root;
  }

  private ClaimNode node(JsonNode value, Optional<Disclosure> disclosure, int depth) {
    if (depth > Json.DEPTH_MAX) {
      throw new MalformedInput("claims are at most " + Json.DEPTH_MAX + " levels deep");
    }
    return switch (value) {
      case ObjectNode object -> branch(object, disclosure, depth);
      case ArrayNode array -> row(array, disclosure, depth);
      default -> new ClaimNode.Leaf(value, disclosure);
    };
  }

  private ClaimNode.Branch branch(ObjectNode object, Optional<Disclosure> by, int depth) {
    var members = LinkedHashMap.<String, ClaimNode>newLinkedHashMap(object.size() + 8);
    for (var member : object.properties()) {
      var value = member.getValue();
      switch (member.getKey()) {
        case SD -> {} // Below: a disclosed claim may not take the place of one that stands here.
        case SD_ALG -> requireAlgorithm(value, depth);
        case ELEMENT ->
            throw new MalformedInput("an object with the member ... is an element of an array");
        default -> members.put(member.getKey(), node(value, Optional.empty(), depth + 1));
      }
    }
    var embedded = object.get(SD);
    if (embedded != null) {
      if (!embedded.isArray()) {
        throw new MalformedInput("_sd is an array of digests");
      }
      for (var digest : embedded) {
        var disclosure = take(digest);
        if (disclosure.isPresent()) {
          place(disclosure.get(), members, depth);
        }
      }
    }
    return new ClaimNode.Branch(members, by);
  }

  private void place(Disclosure disclosure, Map<String, ClaimNode> members, int depth) {
    var name =
        disclosure
            .name()
            .orElseThrow(
                () -> new MalformedInput("a disclosure of a member has a name: three elements"));
    if (name.equals(SD) || name.equals(ELEMENT) || name.equals(SD_ALG)) {
      throw new MalformedInput("a disclosed claim is not named _sd, ... or _sd_alg");
    }
    if (depth == 0 && NEVER.contains(name)) {
      throw new MalformedInput(
          "iss, nbf, exp, cnf, vct, status, iat and sub are never selectively disclosable");
    }
    if (members.containsKey(name)) {
      throw new MalformedInput("a disclosed claim does not stand beside one of the same name");
    }
    members.put(name, node(disclosure.value(), Optional.of(disclosure), depth + 1));
  }

  private ClaimNode.Row row(ArrayNode array, Optional<Disclosure> by, int depth) {
    var elements = new ArrayList<ClaimNode>(array.size());
    for (var element : array) {
      if (element instanceof ObjectNode object && object.has(ELEMENT)) {
        if (object.size() != 1) {
          throw new MalformedInput("an array element with ... has no other member");
        }
        elements.add(element(object.get(ELEMENT), depth));
      } else {
        elements.add(node(element, Optional.empty(), depth + 1));
      }
    }
    return new ClaimNode.Row(elements, by);
  }

  private ClaimNode element(JsonNode digest, int depth) {
    var disclosure = take(digest);
    if (disclosure.isEmpty()) {
      return ClaimNode.Hidden.HERE;
    }
    if (disclosure.get().name().isPresent()) {
      throw new MalformedInput("a disclosure of an array element has no name: two elements");
    }
    return node(disclosure.get().value(), disclosure, depth + 1);
  }

  private Optional<Disclosure> take(JsonNode digest) {
    if (!digest.isTextual()) {
      throw new MalformedInput("a digest is a text");
    }
    if (!digests.add(digest.textValue())) {
      throw new MalformedInput("a digest stands once in an SD-JWT");
    }
    var disclosure = byDigest.get(digest.textValue());
    if (disclosure == null) {
      return Optional.empty();
    }
    placed++;
    return Optional.of(disclosure);
  }

  private static void requireAlgorithm(JsonNode value, int depth) {
    if (depth > 0) {
      throw new MalformedInput("_sd_alg stands at the top of the payload alone");
    }
    if (!value.isTextual() || !value.textValue().equals(SHA_256)) {
      throw new MalformedInput("_sd_alg is sha-256");
    }
  }
}
