package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// W3C credentials and presentations as JWTs, [VC-JOSE-COSE, section
/// 3.1](https://www.w3.org/TR/vc-jose-cose/#securing-with-jose): `vc+jwt`, and `vp+jwt` with one
/// enveloped credential, its `nonce` and its `aud`.
final class JwtVc {
  static final String VC_TYPE = "vc+jwt";
  static final String VP_TYPE = "vp+jwt";
  static final String ENVELOPE = "data:application/vc+jwt,";
  private static final int KID_MAX = Did.LENGTH_MAX + DidUrl.FRAGMENT_MAX + 1;

  private JwtVc() {}

  static Presented read(String compact) {
    var jws = Jws.parse(compact, SdJwt.LENGTH_MAX);
    return switch (jws.typ()) {
      case VC_TYPE -> credential(jws, Optional.empty());
      case VP_TYPE -> presentation(jws);
      default ->
          throw new MalformedInput(
              "the typ of a W3C credential or presentation is vc+jwt or vp+jwt");
    };
  }

  private static ObjectNode claims(Jws jws, String contentType) {
    var header = jws.unverifiedHeader();
    if (header.has("cty") && !header.path("cty").asText().equals(contentType)) {
      throw new MalformedInput("the cty of a secured document is vc or vp");
    }
    var claims = jws.unverifiedClaims();
    if (claims.has("vc") || claims.has("vp")) {
      throw new MalformedInput("a JWT of the data model 2.0 has no claim vc or vp");
    }
    return claims;
  }

  static VcdmPresented credential(Jws jws, Optional<Presented.HolderProof> holder) {
    if (!jws.typ().equals(VC_TYPE)) {
      throw new MalformedInput("an enveloped credential is a vc+jwt");
    }
    var credential = Vcdm.read(claims(jws, "vc"));
    if (credential.json().has("proof")) {
      throw new MalformedInput("a credential is secured in one way");
    }
    return new VcdmPresented(
        CredentialFormats.JWT_VC,
        credential,
        credential.validUntil(),
        Bytes.sha256(jws.compact().getBytes(StandardCharsets.US_ASCII)),
        List.of(proof(jws, credential.issuer())),
        holder);
  }

  static Presented.IssuerProof proof(Jws jws, Did issuer) {
    return new JwsProof(key(jws, issuer), jws);
  }

  private static Presented.KeyRef key(Jws jws, Did issuer) {
    var header = jws.unverifiedHeader();
    if (header.has("x5c")) {
      return new Presented.KeyRef.Certified(X509Chain.parse(header.get("x5c")));
    }
    var name = DidUrl.parse(Json.text(header, "kid", KID_MAX));
    if (!name.did().equals(issuer)) {
      throw new MalformedInput("the kid of a credential is a DID URL under its issuer's DID");
    }
    return new Presented.KeyRef.Named(name);
  }

  private static Presented presentation(Jws jws) {
    var claims = claims(jws, "vp");
    VcdmPresentation.requirePresentation(claims);
    var envelope = VcdmPresentation.onlyCredential(claims);
    if (!envelope.path("type").asText().equals("EnvelopedVerifiableCredential")
        || !envelope.path("@context").asText().equals(Vcdm.CONTEXT)) {
      throw new MalformedInput("a vp+jwt has an EnvelopedVerifiableCredential");
    }
    var id = Json.text(envelope, "id", SdJwt.LENGTH_MAX);
    if (!id.startsWith(ENVELOPE)) {
      throw new MalformedInput("an enveloped credential is a data: URL of application/vc+jwt");
    }
    var inner = Jws.parse(id.substring(ENVELOPE.length()), SdJwt.LENGTH_MAX);
    var credential = Vcdm.read(claims(inner, "vc"));
    return credential(inner, Optional.of(holder(jws, claims, credential)));
  }

  private static Presented.HolderProof holder(Jws jws, ObjectNode claims, Vcdm credential) {
    var name =
        credential.holderKey().isPresent()
            ? Optional.<DidUrl>empty()
            : Optional.of(DidUrl.parse(Json.text(jws.unverifiedHeader(), "kid", KID_MAX)));
    VcdmPresentation.requireHolder(claims, name);
    return new VcdmPresentation.Proof(
        name,
        jws::isSignedBy,
        Json.text(claims, "nonce", KeyBinding.TEXT_MAX),
        Json.text(claims, "aud", KeyBinding.TEXT_MAX),
        claims.has("iat")
            ? Optional.of(
                Instant.ofEpochSecond(Json.integer(claims, "iat", 0, Json.INTEGER_MAX / 1_000_000)))
            : Optional.empty());
  }

  private record JwsProof(Presented.KeyRef key, Jws jws) implements Presented.IssuerProof {
    @Override
    public boolean isSignedBy(VerificationKey candidate) {
      return jws.isSignedBy(candidate);
    }
  }
}
