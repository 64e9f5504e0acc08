package dev.hansa.launcher.acts;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.io.IOException;
import java.nio.file.Path;

/// An organisation whose keys are in this data folder: `nym.jwk` (Ed25519: ledger requests),
/// `assert.jwk` (P-256: what it states) and `auth.jwk` (P-256: its API calls).
public record Organisation(String name, String displayName, Did did, Path folder) {
  public static final String NYM = "nym.jwk";
  public static final String ASSERT = "assert.jwk";
  public static final String AUTH = "auth.jwk";

  public Signer nym() {
    return key(NYM);
  }

  public Signer assertion() {
    return key(ASSERT);
  }

  public DidUrl assertionName() {
    return new DidUrl(did, "assert");
  }

  public Signer authentication() {
    return key(AUTH);
  }

  public DidUrl authenticationName() {
    return new DidUrl(did, "auth");
  }

  private Signer key(String file) {
    try {
      return PrivateKeys.read(folder.resolve(file));
    } catch (IOException e) {
      throw new Stop(
          ExitCode.FOLDER,
          "The key " + file + " of " + name + " cannot be read: " + e.getMessage(),
          e);
    }
  }
}
