package dev.hansa.issuer.domain;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/// Proofs of possession, signed by a key that we hold: the first line is the header, the rest the
/// claims.
class HolderProofsFuzz {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Signer KEY = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(new SecureRandom()));
  private static final Tenant TENANT =
      new Tenant(
          TenantName.parse("authority"),
          Did.parse("did:indy:hansa:7Tqg6BwSSWapxgUDm9KKgg"),
          "Authority",
          KEY,
          Optional.empty(),
          URI.create("https://issuer.example/authority"),
          Appearance.PLAIN,
          IssuerPolicy.PLAIN);

  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    var lines = text.split("\n", 2);
    judge(text);
    try {
      if (lines.length == 2 && Json.parse(lines[0]) instanceof ObjectNode header) {
        if (header.path("jwk").isObject()) {
          header.set("jwk", KEY.publicKey().toJwk());
        }
        judge(Jws.sign(header, lines[1].getBytes(StandardCharsets.UTF_8), KEY));
      }
    } catch (MalformedInput e) {
      Refusals.named(e.getMessage());
    }
  }

  private static void judge(String compact) {
    switch (HolderProofs.check(TENANT, compact, NOW)) {
      case HolderProofs.Check.Invalid(var says) -> Refusals.named(says);
      case HolderProofs.Check.Signed(var key, _, _) -> {
        if (!key.equals(KEY.publicKey())) {
          throw new AssertionError("only who signs a proof has its key");
        }
      }
    }
  }
}
