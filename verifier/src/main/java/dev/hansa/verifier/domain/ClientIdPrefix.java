package dev.hansa.verifier.domain;

import dev.hansa.identity.MalformedInput;
import java.util.Arrays;

/// How a wallet learns who asks: the client identifier prefixes of [OpenID4VP 1.0, section
/// 5.9.3](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-5.9.3) that
/// this verifier has.
public enum ClientIdPrefix {
  DECENTRALIZED_IDENTIFIER("decentralized_identifier"),
  X509_SAN_DNS("x509_san_dns"),
  X509_HASH("x509_hash"),
  VERIFIER_ATTESTATION("verifier_attestation"),
  REDIRECT_URI("redirect_uri"),
  /// No prefix: the wallet knows the client already.
  PRE_REGISTERED("pre-registered"),
  /// No name at all: the browser says whose page asks. Never in a request.
  ORIGIN("origin");

  private final String text;

  ClientIdPrefix(String text) {
    this.text = text;
  }

  /// Reads the name that wallet metadata have for it.
  public static ClientIdPrefix parse(String text) {
    return Arrays.stream(values())
        .filter(prefix -> prefix.text.equals(text))
        .findFirst()
        .orElseThrow(
            () -> new MalformedInput("client_id_prefix is one of those of OpenID4VP 1.0, 5.9.3"));
  }

  public String text() {
    return text;
  }

  /// False where a wallet could not know the key: such a request is not signed.
  public boolean isSigned() {
    return this != REDIRECT_URI && this != ORIGIN;
  }
}
