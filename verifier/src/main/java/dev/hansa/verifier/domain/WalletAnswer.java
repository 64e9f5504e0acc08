package dev.hansa.verifier.domain;

import dev.hansa.identity.Jwe;

/// What a wallet sends: presentations or a refusal, in the open or encrypted.
public sealed interface WalletAnswer {
  int STATE_MAX = 128;

  /// An answer whose content is there to read.
  sealed interface Plain extends WalletAnswer {
    String state();
  }

  record Shown(VpToken token, String state) implements Plain {}

  record Declined(String state) implements Plain {}

  record Encrypted(Jwe jwe) implements WalletAnswer {}
}
