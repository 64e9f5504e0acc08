package dev.hansa.didregistry.http;

import io.micronaut.http.HttpStatus;

/// The errors of [DID Resolution 1.0, section 11](https://www.w3.org/TR/did-resolution/#errors),
/// each with the status that section 12.1 gives it.
enum ResolutionError {
  INVALID_DID(HttpStatus.BAD_REQUEST, "This is not a DID"),
  INVALID_OPTIONS(HttpStatus.BAD_REQUEST, "The resolution options cannot be read"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such DID, or no such version of it"),
  REPRESENTATION_NOT_SUPPORTED(
      HttpStatus.NOT_ACCEPTABLE, "The document does not exist in that representation"),
  METHOD_NOT_SUPPORTED(HttpStatus.NOT_IMPLEMENTED, "DIDs of this method are not resolved here"),
  FEATURE_NOT_SUPPORTED(HttpStatus.NOT_IMPLEMENTED, "This resolution option is not supported"),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "The ledger does not answer; try again");

  final HttpStatus status;
  final String title;

  ResolutionError(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  String type() {
    return "https://www.w3.org/ns/did#" + name();
  }
}
