package dev.hansa.acceptance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// A wallet of oid4vc-ts against `hansa up`.
@Tag("interop")
@ExtendWith(InteropHouses.Plain.class)
class Oid4vcTsTest extends WalletFlows {
  Oid4vcTsTest() {
    super("oid4vc-ts.mjs", false);
  }
}
