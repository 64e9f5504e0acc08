package dev.hansa.identity;

/// A credential type as the ledger knows it: SHA-256 over the RFC 8785 form of its two JSON Schemas
/// and of its type metadata, and who may issue it.
public record CredentialType(
    Vct vct,
    Bytes schemaHash,
    Bytes presentationSchemaHash,
    Bytes typeMetadataHash,
    IssuedBy issuedBy,
    long seqNo) {

  /// Who may issue: an accredited issuer, or the organisation that gives a mandate in its own name.
  public enum IssuedBy {
    ACCREDITED,
    MANDATOR
  }
}
