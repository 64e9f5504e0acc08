package dev.hansa.acceptance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// A wallet of oid4vc-ts against `hansa up --tls`.
@Tag("interop")
@ExtendWith(InteropHouses.Tls.class)
class Oid4vcTsTlsTest extends WalletFlows {
  Oid4vcTsTlsTest() {
    super("oid4vc-ts.mjs", true);
  }
}
