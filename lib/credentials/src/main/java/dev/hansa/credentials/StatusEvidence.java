package dev.hansa.credentials;

import dev.hansa.identity.Bytes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/// What a status list said of a credential: the value at its place, and the version of the list
/// that said it. `listHash` is the SHA-256 of `token`; `checkedAt` is when the list's issuer last
/// confirmed that this version is the current one.
public record StatusEvidence(
    URI uri,
    long idx,
    String token,
    Bytes listHash,
    Instant iat,
    Duration ttl,
    Instant checkedAt,
    int value) {

  static StatusEvidence of(StatusListToken token, long idx, Instant checkedAt) {
    return new StatusEvidence(
        token.subject(),
        idx,
        token.compact(),
        token.hash(),
        token.issuedAt(),
        token.ttl(),
        checkedAt,
        token.value(idx));
  }

  public boolean valid() {
    return value == StatusList.VALID;
  }

  @Override
  public String toString() {
    return "StatusEvidence[" + value + "]";
  }
}
