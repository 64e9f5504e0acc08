package dev.hansa.acceptance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// A wallet of Credo against `hansa up`.
@Tag("interop")
@ExtendWith(InteropHouses.Plain.class)
class CredoTest extends WalletFlows {
  CredoTest() {
    super("credo.mjs", false);
  }
}
