package dev.hansa.servicekit;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;

/// The DID and keys of whoever operates this service: files `nym.jwk` (Ed25519: ledger requests),
/// `assert.jwk` (P-256: receipts, tokens, request objects) and `auth.jwk` (P-256: API calls), mode
/// 0600.
@Singleton
@Requires(property = "hansa.operator.did")
@Requires(property = "hansa.operator.keys")
public final class OperatorKeys {
  private final Did did;
  private final Signer nym;
  private final Signer assertion;
  private final Signer authentication;

  public OperatorKeys(
      @Value("${hansa.operator.did}") String did, @Value("${hansa.operator.keys}") String folder) {
    this.did = Did.parse(did);
    this.nym = read(folder, "nym.jwk");
    this.assertion = read(folder, "assert.jwk");
    this.authentication = read(folder, "auth.jwk");
    if (!(nym.publicKey() instanceof VerificationKey.Ed25519Key)
        || !(assertion.publicKey() instanceof VerificationKey.P256)
        || !(authentication.publicKey() instanceof VerificationKey.P256)) {
      throw new IllegalArgumentException(
          "hansa.operator.keys holds nym.jwk (Ed25519), assert.jwk and auth.jwk (P-256)");
    }
  }

  public Did did() {
    return did;
  }

  /// Signs ledger requests and nothing else.
  public Signer nym() {
    return nym;
  }

  public Signer assertion() {
    return assertion;
  }

  public DidUrl assertionName() {
    return new DidUrl(did, "assert");
  }

  public Signer authentication() {
    return authentication;
  }

  public DidUrl authenticationName() {
    return new DidUrl(did, "auth");
  }

  private static Signer read(String folder, String file) {
    try {
      return PrivateKeys.read(Path.of(folder, file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "hansa.operator.keys: " + file + " cannot be read; it is a private JWK of mode 0600", e);
    }
  }
}
