package dev.hansa.credentials;

/// What asking for a credential's status found.
public sealed interface StatusResult {
  /// The list did not come, or not in time; `says` is a sentence.
  record Unavailable(String says) implements StatusResult {}

  /// What came is no status list of this issuer that says something of this credential.
  record Invalid(String says) implements StatusResult {}

  record Found(StatusEvidence evidence) implements StatusResult {}
}
