package dev.hansa.identity;

/// Resolves DIDs. Every call may throw [LedgerUnavailable]; an answer was proved.
public interface DidResolver {
  DidResolution resolve(Did did, DidVersion version);

  default DidResolution resolve(Did did) {
    return resolve(did, DidVersion.LATEST);
  }
}
