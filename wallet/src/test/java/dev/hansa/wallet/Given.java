package dev.hansa.wallet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Catalogue;
import dev.hansa.credentials.SdJwtIssuance;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;

/// Credentials that an issuer gave.
final class Given {
  static final Vct PARTICIPANT = Vct.hansa("participant");

  private Given() {}

  static ObjectNode claims(VerificationKey holder) {
    var claims =
        Json.newObject()
            .put("iss", Town.ISSUER.toString())
            .put("sub", "did:indy:hansa:WgWxqztrNooG92RXvxSTWv")
            .put("vct", PARTICIPANT.value())
            .put("iat", Town.NOW.minusSeconds(3600).getEpochSecond())
            .put("exp", Town.NOW.plusSeconds(86_400).getEpochSecond())
            .put("kind", "LEGAL_ENTITY")
            .put("organizationIdentifier", "VATSE-556012579001")
            .put("legalName", "Small Cells AB")
            .put("country", "SE")
            .put("termsHash", Bytes.utf8("terms").sha256().toBase64Url())
            .put("onboardedAt", "2026-11-01T00:00:00Z");
    claims.putArray("roles").add("SCP");
    claims.putObject("cnf").set("jwk", holder.toJwk());
    claims
        .putObject("status")
        .putObject("status_list")
        .put("idx", 1)
        .put("uri", "https://issuer.example/market/status-lists/1");
    return claims;
  }

  static String participant(VerificationKey holder) {
    return issued(claims(holder), Town.ISSUER_KEY);
  }

  static String issued(ObjectNode claims, Signer issuer) {
    var selective = Catalogue.hansa().find(PARTICIPANT).orElseThrow().selectiveDisclosure();
    return SdJwtIssuance.issue(claims, selective, Town.ISSUER_NAME, issuer, Town.RANDOM);
  }
}
