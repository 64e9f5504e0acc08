package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import java.time.Instant;
import java.util.Optional;

/// The claims of a whole credential.
final class CredentialClaims {
  private CredentialClaims() {}

  static ObjectNode of(
      Tenant tenant,
      Vct vct,
      ObjectNode claims,
      Instant issued,
      Optional<Instant> expires,
      StatusIndex index,
      Optional<VerificationKey> holder) {
    var whole =
        Json.newObject()
            .put("iss", tenant.did().toString())
            .put("iat", issued.getEpochSecond())
            .put("vct", vct.value());
    expires.ifPresent(instant -> whole.put("exp", instant.getEpochSecond()));
    whole
        .putObject("status")
        .putObject("status_list")
        .put("idx", index.index())
        .put("uri", tenant.statusList(index.list()).toString());
    holder.ifPresent(key -> whole.putObject("cnf").set("jwk", key.toJwk()));
    whole.setAll(claims.deepCopy());
    return whole;
  }

  /// The key that a person's `sub` is, where it is a `did:jwk`.
  static Optional<VerificationKey> subjectKey(ObjectNode claims) {
    var sub = claims.path("sub").asText("");
    if (!sub.startsWith("did:" + DidJwk.METHOD + ":")) {
      return Optional.empty();
    }
    var jwk = Json.parseObject(Bytes.fromBase64Url(Did.parse(sub).id()));
    if (VerificationKey.fromJwk(jwk) instanceof VerificationKey.P256 key) {
      return Optional.of(key);
    }
    throw new MalformedInput("a did:jwk here is a P-256 key");
  }
}
