package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// W3C credentials and presentations secured by Data Integrity, [OpenID4VP 1.0, appendix
/// B.1.3.2](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#appendix-B.1.3.2):
/// the nonce is the proof's `challenge`, the audience its `domain`.
final class DataIntegrityVc {
  private DataIntegrityVc() {}

  static Presented read(String text) {
    var json = Json.parseObject(text, SdJwt.LENGTH_MAX);
    if (!VcdmPresentation.isPresentation(json)) {
      return credential(json, Optional.empty());
    }
    VcdmPresentation.requirePresentation(json);
    var proofs = DataIntegrity.proofs(json, "authentication");
    if (proofs.size() != 1) {
      throw new MalformedInput("a presentation has one proof, of its holder");
    }
    var proof = proofs.getFirst();
    var inner = VcdmPresentation.onlyCredential(json);
    if (inner.path("type").asText().equals("EnvelopedVerifiableCredential")) {
      var id = Json.text(inner, "id", SdJwt.LENGTH_MAX);
      if (!id.startsWith(JwtVc.ENVELOPE)) {
        throw new MalformedInput("an enveloped credential is a data: URL of application/vc+jwt");
      }
      var jws = Jws.parse(id.substring(JwtVc.ENVELOPE.length()), SdJwt.LENGTH_MAX);
      return JwtVc.credential(jws, Optional.of(holder(json, proof)));
    }
    return credential(inner, Optional.of(holder(json, proof)));
  }

  private static Presented.HolderProof holder(ObjectNode json, DataIntegrity.Proof proof) {
    var name = Optional.of(DidUrl.parse(proof.verificationMethod()));
    VcdmPresentation.requireHolder(json, name);
    var options = proof.options();
    if (proof.expires().isPresent()) {
      throw new MalformedInput("the proof of a presentation is for now: it has no expires");
    }
    return new VcdmPresentation.Proof(
        name,
        proof::isSignedBy,
        Json.text(options, "challenge", KeyBinding.TEXT_MAX),
        Json.text(options, "domain", KeyBinding.TEXT_MAX),
        Vcdm.time(options, "created"));
  }

  private static Presented credential(ObjectNode json, Optional<Presented.HolderProof> holder) {
    var credential = Vcdm.read(json);
    var proofs = DataIntegrity.proofs(json, "assertionMethod");
    return new VcdmPresented(
        CredentialFormats.LDP_VC,
        credential,
        ends(credential, proofs),
        Json.hash(json),
        issuerProofs(proofs, credential.issuer()),
        holder);
  }

  /// A credential ends with the first of its proofs that does.
  private static Optional<Instant> ends(Vcdm credential, List<DataIntegrity.Proof> proofs) {
    var ends = credential.validUntil();
    for (var proof : proofs) {
      var end = proof.expires();
      if (end.isPresent() && (ends.isEmpty() || end.get().isBefore(ends.get()))) {
        ends = end;
      }
    }
    return ends;
  }

  static List<Presented.IssuerProof> issuerProofs(List<DataIntegrity.Proof> proofs, Did issuer) {
    var all = new ArrayList<Presented.IssuerProof>();
    for (var proof : proofs) {
      var name = DidUrl.parse(proof.verificationMethod());
      if (!name.did().equals(issuer)) {
        throw new MalformedInput(
            "the verificationMethod of a credential's proof is one of its issuer's DID");
      }
      all.add(new IssuerProof(new Presented.KeyRef.Named(name), proof));
    }
    return all;
  }

  private record IssuerProof(Presented.KeyRef key, DataIntegrity.Proof proof)
      implements Presented.IssuerProof {
    @Override
    public boolean isSignedBy(VerificationKey candidate) {
      return proof.isSignedBy(candidate);
    }
  }
}
