package dev.hansa.identity;

import java.util.Set;

/// `did:jwk`: a DID that is its key, [did:jwk method](https://github.com/quartzjer/did-jwk).
public final class DidJwk implements DidResolver {
  public static final String METHOD = "jwk";

  /// The DID of this key, spelled from the canonical JWK so that one key has one DID.
  public static Did of(VerificationKey key) {
    return new Did(METHOD, Json.canonical(key.toJwk()).toBase64Url());
  }

  /// The name of the one verification method.
  public static DidUrl keyName(Did did) {
    return new DidUrl(did, "0");
  }

  @Override
  public DidResolution resolve(Did did, DidVersion version) {
    if (!did.method().equals(METHOD)) {
      return new DidResolution.MethodNotSupported();
    }
    var jwk = Json.parseObject(Bytes.fromBase64Url(did.id()));
    var key = VerificationKey.fromJwk(jwk);
    var json = Json.newObject();
    json.putArray("@context")
        .add("https://www.w3.org/ns/did/v1")
        .add("https://w3id.org/security/suites/jws-2020/v1");
    json.put("id", did.toString());
    json.putArray("verificationMethod")
        .addObject()
        .put("id", keyName(did).toString())
        .put("type", "JsonWebKey2020")
        .put("controller", did.toString())
        .set("publicKeyJwk", jwk);
    var uses =
        key instanceof VerificationKey.X25519Key
            ? Set.of(VerificationRelationship.KEY_AGREEMENT)
            : Set.of(VerificationRelationship.values());
    for (var use : VerificationRelationship.values()) {
      if (uses.contains(use)) {
        json.putArray(use.member()).add("#0");
      }
    }
    return new DidResolution.Resolved(DidDocument.parse(json), DidResolution.Metadata.NONE);
  }
}
