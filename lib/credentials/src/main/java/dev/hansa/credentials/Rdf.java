package dev.hansa.credentials;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.JsonLdOptions;
import com.apicatalog.jsonld.JsonLdVersion;
import com.apicatalog.jsonld.document.Document;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.rdf.api.RdfConsumerException;
import com.apicatalog.rdf.canon.RdfCanon;
import com.apicatalog.rdf.nquads.NQuadsWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/// The hash of a JSON-LD document's canonical RDF, [RDF Dataset
/// Canonicalization](https://www.w3.org/TR/rdf-canon/) (`RDFC-1.0`, SHA-256).
final class Rdf {
  /// Graphs exist whose canonical form takes longer than the universe has; honest credentials take
  /// some hundred steps.
  static final int STEPS_MAX = 20_000;

  private Rdf() {}

  /// `contexts` gives the text of each context that is known; any other is refused, and so is a
  /// term that no context defines, as it would not be signed.
  static Bytes canonicalHash(ObjectNode document, Function<String, Optional<String>> contexts) {
    var steps = new int[1];
    var canon =
        RdfCanon.create(
            "SHA-256",
            () -> {
              if (++steps[0] > STEPS_MAX) {
                throw new IllegalStateException("too many steps");
              }
            });
    var options = new JsonLdOptions((iri, _) -> load(iri, contexts));
    options.setProcessingMode(JsonLdVersion.V1_1);
    options.setUndefinedTermsPolicy(JsonLdOptions.ProcessingPolicy.Fail);
    options.setOrdered(false);
    var text = new StringWriter();
    try {
      JsonLd.toRdf(JsonDocument.of(new StringReader(document.toString())))
          .options(options)
          .provide(canon);
      canon.provide(new NQuadsWriter(text));
    } catch (JsonLdError | RdfConsumerException | IllegalStateException e) {
      throw new MalformedInput(
          "a document is JSON-LD of known contexts, with terms that they define, and a graph that is"
              + " canonical in few steps");
    }
    return Bytes.utf8(text.toString()).sha256();
  }

  private static Document load(URI iri, Function<String, Optional<String>> contexts)
      throws JsonLdError {
    var text = contexts.apply(iri.toString());
    if (text.isEmpty()) {
      throw new JsonLdError(JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED);
    }
    return JsonDocument.of(new StringReader(text.get()));
  }
}
