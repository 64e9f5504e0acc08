package dev.hansa.didregistry.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import java.util.Optional;

/// What a resolution is answered in: the whole result, or the document alone in one of its three
/// names (DID Core 1.1, and 1.0's two).
enum Representation {
  RESULT("application/did-resolution", false),
  DID("application/did", true),
  DID_LD_JSON("application/did+ld+json", true),
  DID_JSON("application/did+json", true),
  /// How the result was called before the specification had a media type; deployed clients ask so.
  LD_RESULT("application/ld+json;profile=\"https://w3id.org/did-resolution\"", false);

  /// The media type of the documents inside a result.
  static final String DOCUMENT = DID.mediaType;

  private static final int HEADER_MAX = 1024;

  final String mediaType;
  final boolean documentAlone;

  Representation(String mediaType, boolean documentAlone) {
    this.mediaType = mediaType;
    this.documentAlone = documentAlone;
  }

  /// The caller's choice, [RFC 9110, section
  /// 12.5.1](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1); empty if none of ours is
  /// wanted.
  static Optional<Representation> of(HttpRequest<?> request) {
    var headers = request.getHeaders().getAll("Accept");
    if (headers.isEmpty()) {
      return Optional.of(RESULT);
    }
    if (String.join(",", headers).length() > HEADER_MAX) {
      return Optional.empty();
    }
    try {
      for (var wanted : request.getHeaders().accept()) {
        if (wanted.getQualityAsNumber().signum() > 0) {
          for (var representation : values()) {
            if (representation.fits(wanted)) {
              return Optional.of(representation);
            }
          }
        }
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private boolean fits(MediaType wanted) {
    var name = wanted.getName();
    if (name.equals("*/*") || name.equals("application/*")) {
      return this == RESULT;
    }
    return this == LD_RESULT
        ? name.equals("application/ld+json")
            && wanted
                .getParameters()
                .get("profile")
                .map(profile -> profile.replace("\"", ""))
                .filter("https://w3id.org/did-resolution"::equals)
                .isPresent()
        : name.equals(mediaType);
  }
}
