package dev.hansa.didregistry.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.DidResolution;

/// What became of a request to resolve a DID, [DID Resolution 1.0, section
/// 4.4](https://www.w3.org/TR/did-resolution/#resolving-algorithm). The errors stand in the order
/// in which that algorithm looks for them.
public sealed interface Resolution {
  /// The text is not a DID; `rule` is the part of the syntax that it broke.
  record InvalidDid(String rule) implements Resolution {}

  record MethodNotSupported() implements Resolution {}

  record FeatureNotSupported(String rule) implements Resolution {}

  record InvalidOptions(String rule) implements Resolution {}

  record NotFound() implements Resolution {}

  record Deactivated(DidResolution.Metadata metadata) implements Resolution {}

  record Resolved(ObjectNode document, DidResolution.Metadata metadata) implements Resolution {}
}
