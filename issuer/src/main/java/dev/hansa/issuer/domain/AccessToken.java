package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import java.util.Optional;

/// An access token as a wallet presents it, and the thumbprint of the key that the call's DPoP
/// proof shows, [RFC 9449, section 7](https://www.rfc-editor.org/rfc/rfc9449#section-7).
public record AccessToken(String value, Optional<Bytes> dpopKey) {
  /// What is kept of it.
  String hash() {
    return hash(value);
  }

  static String hash(String value) {
    return Bytes.utf8(value).sha256().toBase64Url();
  }
}
