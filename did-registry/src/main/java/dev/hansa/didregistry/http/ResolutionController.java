package dev.hansa.didregistry.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.didregistry.domain.Resolution;
import dev.hansa.didregistry.domain.Resolutions;
import dev.hansa.identity.LedgerUnavailable;
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
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The GET binding of [DID Resolution 1.0, section
/// 12.1](https://www.w3.org/TR/did-resolution/#bindings-https).
@Controller("/1.0/identifiers")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ResolutionController {
  private static final Logger LOG = LoggerFactory.getLogger("resolution");

  private final Resolutions resolutions;

  ResolutionController(Resolutions resolutions) {
    this.resolutions = resolutions;
  }

  @Operation(
      summary = "Resolve a DID",
      description =
          "W3C DID Resolution 1.0. Accept: application/did-resolution (the default) for the whole result,"
              + " application/did, application/did+ld+json or application/did+json for the document alone.",
      parameters = {
        @Parameter(
            name = "versionId",
            in = ParameterIn.QUERY,
            description = "The ledger's seqNo of the version"),
        @Parameter(name = "versionTime", in = ParameterIn.QUERY, example = "2026-01-31T12:00:00Z"),
        @Parameter(name = "expandRelativeUrls", in = ParameterIn.QUERY, example = "true")
      })
  @ApiResponse(responseCode = "200", description = "The DID resolved")
  @ApiResponse(responseCode = "400", description = "INVALID_DID or INVALID_OPTIONS")
  @ApiResponse(responseCode = "404", description = "NOT_FOUND")
  @ApiResponse(responseCode = "406", description = "REPRESENTATION_NOT_SUPPORTED")
  @ApiResponse(responseCode = "410", description = "The DID is deactivated")
  @ApiResponse(responseCode = "500", description = "INTERNAL_ERROR: the ledger does not answer")
  @ApiResponse(responseCode = "501", description = "METHOD_NOT_SUPPORTED or FEATURE_NOT_SUPPORTED")
  @Get("/{did}")
  @Produces(MediaType.ALL)
  HttpResponse<byte[]> resolve(String did, HttpRequest<?> request) {
    var wanted = Representation.of(request);
    if (wanted.isEmpty()) {
      return error(
          ResolutionError.REPRESENTATION_NOT_SUPPORTED,
          "the media types are application/did-resolution, application/did, application/did+ld+json"
              + " and application/did+json");
    }
    var query = new LinkedHashMap<String, List<String>>();
    request.getParameters().forEach(entry -> query.put(entry.getKey(), entry.getValue()));
    try {
      return answer(resolutions.resolve(did, query), wanted.get());
    } catch (LedgerUnavailable e) {
      LOG.warn("ledger unavailable: {}", e.getMessage());
      return error(ResolutionError.INTERNAL_ERROR, "no answer could be proved")
          .header("Retry-After", "1");
    }
  }

  private static HttpResponse<byte[]> answer(Resolution resolution, Representation wanted) {
    return switch (resolution) {
      case Resolution.InvalidDid(var rule) -> error(ResolutionError.INVALID_DID, rule);
      case Resolution.MethodNotSupported() ->
          error(ResolutionError.METHOD_NOT_SUPPORTED, "the methods are indy, key and jwk");
      case Resolution.FeatureNotSupported(var rule) ->
          error(ResolutionError.FEATURE_NOT_SUPPORTED, rule);
      case Resolution.InvalidOptions(var rule) -> error(ResolutionError.INVALID_OPTIONS, rule);
      case Resolution.NotFound() -> error(ResolutionError.NOT_FOUND, "the ledger proves it");
      case Resolution.Deactivated(var metadata) ->
          response(
              HttpStatus.GONE,
              Representation.RESULT.mediaType,
              ResolutionJson.deactivated(metadata));
      case Resolution.Resolved(var document, var metadata) ->
          wanted.documentAlone
              ? response(HttpStatus.OK, wanted.mediaType, document)
              : response(
                  HttpStatus.OK, wanted.mediaType, ResolutionJson.resolved(document, metadata));
    };
  }

  private static MutableHttpResponse<byte[]> error(ResolutionError error, String detail) {
    return response(
        error.status, Representation.RESULT.mediaType, ResolutionJson.error(error, detail));
  }

  private static MutableHttpResponse<byte[]> response(
      HttpStatus status, String mediaType, ObjectNode body) {
    return HttpResponse.<byte[]>status(status)
        .header("Content-Type", mediaType)
        .header("Cache-Control", "no-cache")
        .header("Vary", "Accept")
        .body(body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
