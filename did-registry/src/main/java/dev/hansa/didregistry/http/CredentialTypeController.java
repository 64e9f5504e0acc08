package dev.hansa.didregistry.http;

import dev.hansa.didregistry.domain.TypeDocuments;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Arrays;
import java.util.Locale;

/// The credential types: the ledger's list, and the documents that it names by hash. A document is
/// served as the very bytes whose SHA-256 stands on the ledger, and never changes under its name.
@Controller("/credential-types")
@ExecuteOn(TaskExecutors.BLOCKING)
final class CredentialTypeController {
  static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private static final Problem UNKNOWN_TYPE =
      Problem.of(
          HttpStatus.NOT_FOUND,
          "unknown-credential-type",
          "The ledger has no such credential type");
  private static final Problem NOT_HERE =
      Problem.of(
              HttpStatus.NOT_FOUND,
              "document-not-here",
              "The ledger names a document that this registry does not have")
          .withDetail("Its hash stands in /credential-types; ask who wrote the type for it");

  private final TypeDocuments documents;

  CredentialTypeController(TypeDocuments documents) {
    this.documents = documents;
  }

  @Operation(summary = "All credential types on the ledger, with the hashes of their documents")
  @Get
  @Produces(MediaType.APPLICATION_JSON)
  HttpResponse<String> list() {
    var answer = Json.newObject();
    var types = answer.putArray("types");
    for (var type : documents.list()) {
      types
          .addObject()
          .put("vct", type.vct().value())
          .put("issuedBy", type.issuedBy().name().toLowerCase(Locale.ROOT))
          .put("schemaHash", type.schemaHash().toBase64Url())
          .put("presentationSchemaHash", type.presentationSchemaHash().toBase64Url())
          .put("typeMetadataHash", type.typeMetadataHash().toBase64Url())
          .put("seqNo", type.seqNo());
    }
    return HttpResponse.ok(answer.toString()).header("Cache-Control", "no-cache");
  }

  @Operation(summary = "A type's SD-JWT VC type metadata, the bytes that the ledger's hash is of")
  @ApiResponse(responseCode = "200", description = "The document; ETag is its SHA-256, base64url")
  @ApiResponse(responseCode = "304", description = "The caller has it already")
  @ApiResponse(responseCode = "404", description = "unknown-credential-type or document-not-here")
  @Get("/{vct}")
  @Produces(MediaType.ALL)
  HttpResponse<?> typeMetadata(String vct, HttpRequest<?> request) {
    return document(vct, TypeDocuments.Kind.TYPE_METADATA, MediaType.APPLICATION_JSON, request);
  }

  @Operation(summary = "The JSON Schema that a credential of this type meets when it is issued")
  @Get("/{vct}/schema")
  @Produces(MediaType.ALL)
  HttpResponse<?> schema(String vct, HttpRequest<?> request) {
    return document(vct, TypeDocuments.Kind.SCHEMA, "application/schema+json", request);
  }

  @Operation(summary = "The JSON Schema that a presentation of this type meets")
  @Get("/{vct}/presentation-schema")
  @Produces(MediaType.ALL)
  HttpResponse<?> presentationSchema(String vct, HttpRequest<?> request) {
    return document(
        vct, TypeDocuments.Kind.PRESENTATION_SCHEMA, "application/schema+json", request);
  }

  private HttpResponse<?> document(
      String vct, TypeDocuments.Kind kind, String mediaType, HttpRequest<?> request) {
    return switch (documents.find(Vct.parse(vct), kind)) {
      case TypeDocuments.Search.UnknownType() -> UNKNOWN_TYPE.response();
      case TypeDocuments.Search.NotHere _ -> NOT_HERE.response();
      case TypeDocuments.Search.Found(var document, var hash) -> {
        var tag = "\"" + hash.toBase64Url() + "\"";
        MutableHttpResponse<?> response =
            isHeld(request, tag)
                ? HttpResponse.notModified()
                : HttpResponse.ok(document.toArray()).header("Content-Type", mediaType);
        yield response.header("ETag", tag).header("Cache-Control", IMMUTABLE);
      }
    };
  }

  /// [RFC 9110, section 13.1.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2).
  private static boolean isHeld(HttpRequest<?> request, String tag) {
    var held = request.getHeaders().get("If-None-Match");
    return held != null
        && Arrays.stream(held.split(",", 32))
            .map(String::strip)
            .anyMatch(one -> one.equals("*") || one.replaceFirst("^W/", "").equals(tag));
  }
}
