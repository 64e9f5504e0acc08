package dev.hansa.credentials;

import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.document.Document;
import com.apicatalog.jsonld.document.JsonDocument;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// The JSON-LD contexts that ship with this library. None is ever loaded from elsewhere: a context
/// says what a credential means, and whoever serves it could change that.
final class Contexts {
  /// By Hansa's profile: every claim of the catalogue is an IRI of its own.
  static final String HANSA = "urn:hansa:contexts:1";

  private static final Map<String, Document> KNOWN =
      Map.of(Vcdm.CONTEXT, "credentials-v2.jsonld", HANSA, "hansa-1.jsonld").entrySet().stream()
          .collect(
              Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> read(entry.getValue())));

  private Contexts() {}

  static boolean isKnown(String iri) {
    return KNOWN.containsKey(iri);
  }

  static Optional<Document> document(String iri) {
    return Optional.ofNullable(KNOWN.get(iri));
  }

  private static Document read(String file) {
    try (var in =
        Objects.requireNonNull(Contexts.class.getResourceAsStream("/contexts/" + file), file)) {
      return JsonDocument.of(in);
    } catch (IOException | JsonLdError e) {
      throw new IllegalStateException("a context is in the jar", e);
    }
  }
}
