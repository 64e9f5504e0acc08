package dev.hansa.credentials;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.JsonLdOptions;
import com.apicatalog.jsonld.JsonLdVersion;
import com.apicatalog.jsonld.document.Document;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.jsonld.lang.BlankNode;
import com.apicatalog.jsonld.lang.LanguageTag;
import com.apicatalog.rdf.api.RdfConsumerException;
import com.apicatalog.rdf.canon.RdfCanon;
import com.apicatalog.rdf.nquads.NQuadsWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The hash of a JSON-LD document's canonical RDF, [RDF Dataset
/// Canonicalization](https://www.w3.org/TR/rdf-canon/) (`RDFC-1.0`, SHA-256).
final class Rdf {
  /// Graphs exist whose canonical form takes longer than the universe has; honest credentials take
  /// some hundred steps.
  static final int STEPS_MAX = 20_000;

  /// Of JSON-LD's own members, those that say something in the graph. In the contexts that ship
  /// here no term stands for another.
  private static final Set<String> KEYWORDS =
      Set.of("@context", "@id", "@type", "@value", "@language");

  /// JSON-LD 1.1, section 3.1: an IRI is never read from a text of this form; such a member is left
  /// out.
  private static final Pattern KEYWORD_FORM = Pattern.compile("@[A-Za-z]+");

  private Rdf() {}

  /// `contexts` gives each context that is known; any other is refused, and so is one that a
  /// document brings itself. JSON-LD leaves out what has no place in a graph, and what is left out
  /// is not signed: a term that no context defines, null, an empty array, a name or datatype that
  /// is no absolute IRI. Here all of it is refused (`DATA_LOSS_DETECTION_ERROR` of [Data
  /// Integrity](https://www.w3.org/TR/vc-data-integrity/)).
  static Bytes canonicalHash(ObjectNode document, Function<String, Optional<Document>> contexts) {
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
    requireNothingLost(document);
    var text = new StringWriter();
    try {
      var expanded =
          JsonLd.expand(JsonDocument.of(new StringReader(document.toString())))
              .options(options)
              .get();
      requireNames(expanded);
      JsonLd.toRdf(JsonDocument.of(expanded)).options(options).provide(canon);
      canon.provide(new NQuadsWriter(text));
    } catch (MalformedInput e) {
      throw e;
    } catch (JsonLdError | RdfConsumerException | RuntimeException e) {
      // Of the libraries too, which fail in many ways on what is no JSON-LD.
      throw new MalformedInput(
          "a document is JSON-LD of known contexts, with terms that they define, and a graph that is"
              + " canonical in few steps");
    }
    return Bytes.utf8(text.toString()).sha256();
  }

  /// Of the document as it is written: whatever expansion would leave out without a word.
  private static void requireNothingLost(JsonNode node) {
    if (node.isNull() || (node.isArray() && node.isEmpty())) {
      throw new MalformedInput(
          "a document signed as a graph has no null and no empty array, which no graph has");
    }
    if (node.has("@language") && !node.has("@value")) {
      throw new MalformedInput("a document signed as a graph has a @language beside a @value");
    }
    if (node.has("@context") && !isOfNames(node.get("@context"))) {
      throw new MalformedInput("a context of a document signed as a graph is named, not brought");
    }
    if ((node.isTextual() && KEYWORD_FORM.matcher(node.textValue()).matches())
        || node.propertyStream().anyMatch(member -> isStrange(member.getKey()))) {
      throw new MalformedInput(
          "nothing in a document signed as a graph looks like a keyword of JSON-LD that the graph"
              + " does not keep");
    }
    node.forEach(Rdf::requireNothingLost);
  }

  private static boolean isOfNames(JsonNode context) {
    return context.isTextual()
        || (context.isArray() && context.valueStream().allMatch(JsonNode::isTextual));
  }

  private static boolean isStrange(String member) {
    return member.startsWith("@") && !KEYWORDS.contains(member);
  }

  /// Of the expanded document: whatever the graph would leave out.
  private static void requireNames(JsonValue node) {
    switch (node) {
      case JsonArray array -> array.forEach(Rdf::requireNames);
      case JsonObject object -> object.forEach(Rdf::requireName);
      default -> {}
    }
  }

  private static void requireName(String key, JsonValue value) {
    switch (key) {
      case "@id", "@type" -> {
        for (var name : value instanceof JsonArray names ? names : List.of(value)) {
          if (!(name instanceof JsonString text && isName(text.getString()))) {
            throw new MalformedInput(
                "each id, type and datatype of a document signed as a graph is an absolute IRI");
          }
        }
      }
      case "@language" -> {
        if (!(value instanceof JsonString tag && LanguageTag.isWellFormed(tag.getString()))) {
          throw new MalformedInput("a language tag is well formed");
        }
      }
      case "@value" -> {}
      default -> {
        // A blank node names no member of a graph.
        if (!key.startsWith("@") && !isIri(key)) {
          throw new MalformedInput(
              "each member of a document signed as a graph is named by an absolute IRI");
        }
        requireNames(value);
      }
    }
  }

  private static boolean isName(String text) {
    return text.equals("@json") || BlankNode.isWellFormed(text) || isIri(text);
  }

  private static boolean isIri(String text) {
    try {
      return text.length() > 2 && new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Document load(URI iri, Function<String, Optional<Document>> contexts)
      throws JsonLdError {
    return contexts
        .apply(iri.toString())
        .orElseThrow(() -> new JsonLdError(JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED));
  }
}
