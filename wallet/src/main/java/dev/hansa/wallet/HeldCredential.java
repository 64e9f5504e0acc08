package dev.hansa.wallet;

import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Vct;
import java.time.Instant;

/// A credential in the wallet, with the name of the key file that it is bound to.
public record HeldCredential(String id, SdJwt credential, String keyFile, Instant received) {
  public Vct vct() {
    return credential.vct();
  }
}
