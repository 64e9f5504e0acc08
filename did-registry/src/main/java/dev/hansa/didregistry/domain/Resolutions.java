package dev.hansa.didregistry.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.MalformedInput;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The resolution algorithm of [DID Resolution 1.0, section
/// 4.4](https://www.w3.org/TR/did-resolution/#resolving-algorithm).
public final class Resolutions {
  private final DidResolver resolver;
  private final Set<String> methods;

  /// `methods` are the DID methods that the resolver knows.
  public Resolutions(DidResolver resolver, Set<String> methods) {
    this.resolver = resolver;
    this.methods = Set.copyOf(methods);
  }

  public Resolution resolve(String did, Map<String, List<String>> query) {
    Did parsed;
    try {
      parsed = Did.parse(did);
    } catch (MalformedInput e) {
      return new Resolution.InvalidDid(String.valueOf(e.getMessage()));
    }
    if (!methods.contains(parsed.method())) {
      return new Resolution.MethodNotSupported();
    }
    return switch (ResolutionOptions.read(query)) {
      case ResolutionOptions.Reading.NotSupported() ->
          new Resolution.FeatureNotSupported(
              "the options are versionId, versionTime and expandRelativeUrls");
      case ResolutionOptions.Reading.Invalid(var rule) -> new Resolution.InvalidOptions(rule);
      case ResolutionOptions.Reading.Read(var options) -> resolve(parsed, options);
    };
  }

  private Resolution resolve(Did did, ResolutionOptions options) {
    DidResolution found;
    try {
      found = resolver.resolve(did, options.version());
    } catch (MalformedInput e) {
      // The method's own syntax, such as the base58 of did:indy.
      return new Resolution.InvalidDid(String.valueOf(e.getMessage()));
    }
    return switch (found) {
      case DidResolution.NotFound() -> new Resolution.NotFound();
      case DidResolution.MethodNotSupported() -> new Resolution.MethodNotSupported();
      case DidResolution.Deactivated(var metadata) -> new Resolution.Deactivated(metadata);
      case DidResolution.Resolved(var document, var metadata) ->
          new Resolution.Resolved(
              options.expandRelativeUrls() ? expanded(document.toJson(), did) : document.toJson(),
              metadata);
    };
  }

  /// Section 4.4, step 6: the names inside the document, each with its DID.
  private static ObjectNode expanded(ObjectNode document, Did did) {
    for (var member : document.properties()) {
      if (member.getValue() instanceof ArrayNode items) {
        for (int i = 0; i < items.size(); i++) {
          items.set(i, expanded(items.get(i), did));
        }
      }
    }
    return document;
  }

  private static JsonNode expanded(JsonNode item, Did did) {
    if (item.isTextual() && item.textValue().startsWith("#")) {
      return TextNode.valueOf(did + item.textValue());
    }
    if (item instanceof ObjectNode object && object.path("id").asText().startsWith("#")) {
      object.put("id", did + object.get("id").textValue());
    }
    return item;
  }
}
