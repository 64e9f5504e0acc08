package dev.hansa.acceptance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// A wallet of Credo against `hansa up --tls`.
@Tag("interop")
@ExtendWith(InteropHouses.Tls.class)
class CredoTlsTest extends WalletFlows {
  CredoTlsTest() {
    super("credo.mjs", true);
  }
}
