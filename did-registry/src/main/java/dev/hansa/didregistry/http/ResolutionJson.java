package dev.hansa.didregistry.http;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The DID resolution result, [DID Resolution 1.0, section
/// 9](https://www.w3.org/TR/did-resolution/#did-resolution-result).
final class ResolutionJson {
  private ResolutionJson() {}

  static ObjectNode resolved(ObjectNode document, DidResolution.Metadata metadata) {
    return result(document, resolutionMetadata(metadata), documentMetadata(metadata));
  }

  static ObjectNode deactivated(DidResolution.Metadata metadata) {
    return result(
        null, resolutionMetadata(metadata), documentMetadata(metadata).put("deactivated", true));
  }

  static ObjectNode error(ResolutionError error, String detail) {
    var metadata = Json.newObject();
    metadata
        .putObject("error")
        .put("type", error.type())
        .put("title", error.title)
        .put("detail", detail);
    return result(null, metadata, Json.newObject());
  }

  private static ObjectNode result(
      @Nullable ObjectNode document, ObjectNode resolution, ObjectNode documentMetadata) {
    var result = Json.newObject();
    result.set("didDocument", document == null ? NullNode.instance : document);
    result.set("didResolutionMetadata", resolution);
    result.set("didDocumentMetadata", documentMetadata);
    return result;
  }

  private static ObjectNode resolutionMetadata(DidResolution.Metadata metadata) {
    var json = Json.newObject().put("contentType", Representation.DOCUMENT);
    // Methods without a ledger have no height.
    return metadata.ledgerHeight() > 0 ? json.put("ledgerHeight", metadata.ledgerHeight()) : json;
  }

  private static ObjectNode documentMetadata(DidResolution.Metadata metadata) {
    var json = Json.newObject();
    put(json, "created", metadata.created());
    // Section 4.3: omitted as long as there was no update.
    if (metadata.updated() != null && !metadata.updated().equals(metadata.created())) {
      put(json, "updated", metadata.updated());
    }
    if (metadata.versionId() != null) {
      json.put("versionId", metadata.versionId());
    }
    put(json, "nextUpdate", metadata.nextUpdate());
    if (metadata.nextVersionId() != null) {
      json.put("nextVersionId", metadata.nextVersionId());
    }
    return json;
  }

  /// Section 3.1: UTC, without fractions of a second.
  private static void put(ObjectNode json, String member, @Nullable Instant time) {
    if (time != null) {
      json.put(member, time.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }
}
