package dev.hansa.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What resolving a DID found, [DID Resolution 1.0](https://www.w3.org/TR/did-resolution/).
public sealed interface DidResolution {
  /// No such DID, or none at that time.
  record NotFound() implements DidResolution {}

  record MethodNotSupported() implements DidResolution {}

  record Deactivated(Metadata metadata) implements DidResolution {}

  record Resolved(DidDocument document, Metadata metadata) implements DidResolution {}

  /// `didDocumentMetadata`; `ledgerHeight` is where the answer was proved, 0 for methods without a
  /// ledger.
  record Metadata(
      @Nullable Instant created,
      @Nullable Instant updated,
      @Nullable String versionId,
      @Nullable String nextVersionId,
      @Nullable Instant nextUpdate,
      long ledgerHeight) {
    public static final Metadata NONE = new Metadata(null, null, null, null, null, 0);
  }
}
