package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.rules.AuthRules;
import org.jspecify.annotations.Nullable;

/// The auth rules of one config state, read once.
final class AuthRulesCache {
  private record Entry(Bytes configRoot, AuthRules rules) {}

  private @Nullable Entry last;

  AuthRules read(Bytes configRoot, WorkingState state) {
    var entry = last;
    if (entry == null || !entry.configRoot().equals(configRoot)) {
      entry = new Entry(configRoot, AuthRules.read(state.list(SubLedger.CONFIG, Keys.AUTH_RULES)));
      last = entry;
    }
    return entry.rules();
  }
}
