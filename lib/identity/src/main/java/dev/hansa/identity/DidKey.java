package dev.hansa.identity;

/// `did:key`: a DID that is its Multikey, [did:key
/// method](https://w3c-ccg.github.io/did-key-spec/).
public final class DidKey implements DidResolver {
  public static final String METHOD = "key";

  public static Did of(VerificationKey key) {
    return new Did(METHOD, key.toMultibase());
  }

  /// The name of the one verification method.
  public static DidUrl keyName(Did did) {
    return new DidUrl(did, did.id());
  }

  @Override
  public DidResolution resolve(Did did, DidVersion version) {
    if (!did.method().equals(METHOD)) {
      return new DidResolution.MethodNotSupported();
    }
    var key = VerificationKey.fromMultibase(did.id());
    if (!key.toMultibase().equals(did.id())) {
      throw new MalformedInput("a did:key is spelled in its one canonical form");
    }
    var name = keyName(did).toString();
    var json = Json.newObject();
    json.putArray("@context")
        .add("https://www.w3.org/ns/did/v1")
        .add("https://w3id.org/security/multikey/v1");
    json.put("id", did.toString());
    json.putArray("verificationMethod")
        .addObject()
        .put("id", name)
        .put("type", "Multikey")
        .put("controller", did.toString())
        .put("publicKeyMultibase", did.id());
    for (var use : VerificationRelationship.values()) {
      boolean encrypts = use == VerificationRelationship.KEY_AGREEMENT;
      if (encrypts == (key instanceof VerificationKey.X25519Key)) {
        json.putArray(use.member()).add(name);
      }
    }
    return new DidResolution.Resolved(DidDocument.parse(json), DidResolution.Metadata.NONE);
  }
}
