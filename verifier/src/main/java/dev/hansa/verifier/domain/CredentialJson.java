package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.verifier.domain.VerificationResult.Shown;

/// A verified credential as whoever asked gets it.
final class CredentialJson {
  private CredentialJson() {}

  static ObjectNode of(Shown shown) {
    var credential = shown.credential();
    var json =
        Json.newObject()
            .put("queryId", shown.queryId())
            .put("format", credential.format())
            .put("vct", credential.vct().value())
            .put("issuer", credential.issuer().toString())
            .put("keyName", credential.keyName().toString());
    credential.subject().ifPresent(subject -> json.put("subject", subject.toString()));
    json.set("claims", credential.claims());
    credential
        .holderKey()
        .ifPresent(key -> {
          json.set("holderKey", key.toJwk());
          json.put("holderThumbprint", key.thumbprint().toBase64Url());
        });
    json.put("issuedAt", credential.issuedAt().toString())
        .put("expires", credential.expires().toString())
        .put("credentialHash", credential.credentialHash().toBase64Url())
        .put("presentationHash", credential.presentationHash().toBase64Url())
        .put("ledgerHeight", credential.ledgerHeight());
    credential.kbJwt().ifPresent(kbJwt -> json.put("kbJwt", kbJwt));
    credential
        .status()
        .ifPresent(status ->
            json.putObject("status")
                .put("uri", status.uri().toString())
                .put("idx", status.idx())
                .put("listHash", status.listHash().toBase64Url())
                .put("iat", status.iat().getEpochSecond())
                .put("ttl", status.ttl().toSeconds())
                .put("checkedAt", status.checkedAt().toString())
                .put("value", status.value())
                .put("token", status.token()));
    return json;
  }
}
