package dev.hansa.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Catalogue;
import dev.hansa.credentials.SdJwtIssuance;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import java.time.Duration;
import java.time.Instant;

/// A `participant` of a person made and signed, again and again.
final class IssuanceInProcess {
  private static final Vct TYPE = Vct.hansa("participant");

  private IssuanceInProcess() {}

  static double rate(Stand stand) throws Exception {
    stand.say("credentials are issued in process");
    var random = stand.random();
    var now = Instant.parse("2026-06-15T12:00:00Z");
    var type = Catalogue.hansa().find(TYPE).orElseThrow();
    var holder = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
    var issuer = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
    var name = new DidUrl(Did.parse("did:indy:hansa:2wJPyULfLLnYTEFYzByfUR"), "assert");
    var claims = claims(name.did(), holder, now);
    return Rate.of(
        stand.measured(),
        stand.measured(),
        () ->
            Measurement.require(
                !SdJwtIssuance.issue(claims, type.selectiveDisclosure(), name, issuer, random)
                    .isEmpty(),
                "a credential is issued"));
  }

  /// What a person's credential says.
  static ObjectNode claims(Did issuer, Signer holder, Instant now) {
    var claims =
        Json.newObject()
            .put("iss", issuer.toString())
            .put("vct", TYPE.value())
            .put("sub", DidJwk.of(holder.publicKey()).toString())
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(Duration.ofDays(300)).getEpochSecond())
            .put("kind", "NATURAL_PERSON")
            .put("country", "SE")
            .put("termsHash", Bytes.utf8("terms").sha256().toBase64Url())
            .put("onboardedAt", now.toString());
    claims.putArray("roles").add("PROSUMER");
    claims.putObject("cnf").set("jwk", holder.publicKey().toJwk());
    claims
        .putObject("status")
        .putObject("status_list")
        .put("idx", 7)
        .put("uri", "https://issuer.example/status-lists/1");
    return claims;
  }
}
