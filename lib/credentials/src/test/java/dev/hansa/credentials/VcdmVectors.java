package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// W3C credentials and presentations secured as JWTs, one defect each.
final class VcdmVectors {
  private static final String VCDM = "VCDM 2.0, section ";
  private static final String JOSE = "VC-JOSE-COSE, section ";
  private static final String JWT = "RFC 7519, section ";
  private static final String OPENID4VP = "OpenID4VP 1.0, appendix B.1.3.1";
  private static final String HANSA = "Hansa, architecture";

  private final Vectors vectors;

  VcdmVectors(Vectors vectors) {
    this.vectors = vectors;
  }

  private void vector(String name, String source, String expected, Consumer<VcdmDraft> change)
      throws IOException {
    var draft = VcdmDraft.jwt();
    change.accept(draft);
    vectors.write("vc-jwt-" + name, source, expected, draft.expectations(), draft.presented());
  }

  private void malformed(String name, String source, Consumer<VcdmDraft> change)
      throws IOException {
    vector(name, source, "malformed", change);
  }

  void write() throws IOException {
    vector("good", VCDM + "4", "verified", _ -> {});
    vector("good-issuer-an-object", VCDM + "4.7", "verified", VcdmVectors::issuerObject);
    vector("good-holder-key-in-cnf", JOSE + "3.1.3", "verified", VcdmVectors::cnf);
    vector(
        "good-without-holder",
        OPENID4VP,
        "verified",
        d -> {
          d.presented = false;
          d.requireHolderBinding = false;
        });
    headers();
    contexts();
    members();
    times();
    subject();
    presentation();
    trust();
    holder();
  }

  private static void issuerObject(VcdmDraft d) {
    d.credential.putObject("issuer").put("id", World.ISSUER.toString()).put("name", "Issuer");
  }

  private static void cnf(VcdmDraft d) {
    d.credential.putObject("cnf").set("jwk", World.HOLDER_KEY.publicKey().toJwk());
    var _ = d.vpHeader.remove("kid");
    var _ = d.presentation.remove("holder");
  }

  private void headers() throws IOException {
    malformed("vc-typ-jwt", JOSE + "3.1.1", d -> d.header.put("typ", "JWT"));
    malformed("vc-typ-sd-jwt", JOSE + "3.1.1", d -> d.header.put("typ", "vc+sd-jwt"));
    malformed("vp-typ-jwt", JOSE + "3.1.2", d -> d.vpHeader.put("typ", "JWT"));
    malformed("vc-cty-json", JOSE + "3.1.1", d -> d.header.put("cty", "application/json"));
    malformed("vp-cty-vc", JOSE + "3.1.2", d -> d.vpHeader.put("cty", "vc"));
    malformed("kid-missing", HANSA, d -> d.header.remove("kid"));
    malformed(
        "kid-of-another-did", HANSA, d -> d.header.put("kid", World.OTHER_ISSUER + "#assert"));
    malformed(
        "crit-unknown", "RFC 7515, section 4.1.11", d -> d.header.putArray("crit").add("exp"));
    malformed("claim-vc", JOSE + "3.1.3", d -> d.credential.putObject("vc"));
    malformed("claim-vp", JOSE + "3.1.3", d -> d.presentation.putObject("vp"));
    malformed("secured-twice", JOSE + "3.1", d -> d.credential.putObject("proof"));
  }

  private void contexts() throws IOException {
    malformed("context-missing", VCDM + "4.3", d -> d.credential.remove("@context"));
    malformed("context-a-text", VCDM + "4.3", d -> d.credential.put("@context", Vcdm.CONTEXT));
    malformed(
        "context-of-another-order",
        VCDM + "4.3",
        d -> d.credential.putArray("@context").add(Contexts.HANSA).add(Vcdm.CONTEXT));
    malformed(
        "context-of-version-1",
        VCDM + "4.3",
        d -> d.credential.putArray("@context").add("https://www.w3.org/2018/credentials/v1"));
    malformed(
        "context-to-be-fetched",
        VCDM + "5.3",
        d -> d.credential.withArray("@context").add("https://127.0.0.1:1/context"));
    malformed(
        "context-an-object",
        HANSA,
        d -> d.credential.withArray("@context").addObject().put("kind", "urn:x:kind"));
    malformed("context-twice", HANSA, d -> d.credential.withArray("@context").add(Contexts.HANSA));
    malformed("presentation-context-missing", VCDM + "4.3", d -> d.presentation.remove("@context"));
  }

  private void members() throws IOException {
    malformed(
        "type-without-verifiable-credential",
        VCDM + "4.5",
        d -> d.credential.putArray("type").add("urn:hansa:participant:1"));
    malformed("type-a-number", VCDM + "4.5", d -> d.credential.withArray("type").add(1));
    malformed("type-without-urn", HANSA, d -> d.credential.putArray("type").add(Vcdm.TYPE));
    malformed(
        "type-of-two-urns", HANSA, d -> d.credential.withArray("type").add("urn:hansa:mandate:1"));
    malformed("issuer-missing", VCDM + "4.7", d -> d.credential.remove("issuer"));
    malformed("issuer-not-a-did", HANSA, d -> d.credential.put("issuer", "https://issuer.example"));
    malformed("issuer-object-without-id", VCDM + "4.7", d -> d.credential.putObject("issuer"));
    malformed(
        "iss-of-another",
        JOSE + "3.1.3",
        d -> d.credential.put("iss", World.OTHER_ISSUER.toString()));
    malformed(
        "sub-of-another", JOSE + "3.1.3", d -> d.credential.put("sub", World.MANDATOR.toString()));
    malformed("jti-of-another", JOSE + "3.1.3", d -> d.credential.put("jti", "urn:uuid:1"));
    malformed(
        "nbf-of-another-time",
        JOSE + "3.1.3",
        d -> d.credential.put("nbf", World.ISSUED.plusSeconds(5).getEpochSecond()));
    malformed(
        "exp-of-another-time",
        JOSE + "3.1.3",
        d -> d.credential.put("exp", World.NOW.plusSeconds(5).getEpochSecond()));
    malformed("member-of-no-context", VCDM + "5.2", d -> d.credential.put("colour", "red"));
    malformed(
        "status-of-another-type",
        VCDM + "4.10",
        d -> d.status().put("type", "StatusList2021Entry"));
    malformed("status-missing", HANSA, d -> d.credential.remove("credentialStatus"));
  }

  private void times() throws IOException {
    malformed("valid-from-missing", HANSA, d -> d.credential.remove("validFrom"));
    malformed(
        "valid-from-without-offset",
        VCDM + "4.9",
        d -> d.credential.put("validFrom", "2026-11-01T00:00:00"));
    malformed(
        "valid-from-a-number", VCDM + "4.9", d -> d.credential.put("validFrom", 1_793_491_200));
    malformed("valid-until-a-word", VCDM + "4.9", d -> d.credential.put("validUntil", "tomorrow"));
    malformed(
        "valid-until-before-valid-from",
        VCDM + "4.9",
        d -> d.credential.put("validUntil", World.ISSUED.minusSeconds(1).toString()));
    malformed(
        "iat-after-valid-from",
        HANSA,
        d -> d.credential.put("iat", World.ISSUED.plusSeconds(60).getEpochSecond()));
    vector(
        "expired",
        VCDM + "4.9",
        "expired",
        d -> d.credential.put("validUntil", World.NOW.minusSeconds(60).toString()));
    vector(
        "not-yet-valid",
        VCDM + "4.9",
        "not-yet-valid",
        d -> d.credential.put("validFrom", World.NOW.plusSeconds(61).toString()));
  }

  private void subject() throws IOException {
    malformed("subject-missing", VCDM + "4.8", d -> d.credential.remove("credentialSubject"));
    malformed(
        "subject-of-two",
        HANSA,
        d -> {
          var subject = d.subject();
          d.credential.putArray("credentialSubject").add(subject).add(subject.deepCopy());
        });
    malformed("subject-not-a-did", HANSA, d -> d.subject().put("id", "https://me.example"));
    malformed("subject-with-iss", HANSA, d -> d.subject().put("iss", World.ISSUER.toString()));
    malformed("subject-with-digests", HANSA, d -> d.subject().putArray("_sd").add("x"));
    malformed("claim-unknown-to-the-type", HANSA, d -> d.subject().put("colour", "red"));
    malformed("claim-missing", HANSA, d -> d.subject().remove("country"));
    malformed("claim-of-another-kind", HANSA, d -> d.subject().put("roles", "PROSUMER"));
  }

  private void presentation() throws IOException {
    malformed(
        "presentation-of-another-type",
        VCDM + "4.13",
        d -> d.presentation.putArray("type").add("Letter"));
    malformed(
        "presentation-empty", OPENID4VP, d -> d.presentation.putArray("verifiableCredential"));
    malformed(
        "presentation-of-a-text",
        JOSE + "3.1.2",
        d -> d.presentation.putArray("verifiableCredential").add("eyJ"));
    malformed("presentation-of-two", OPENID4VP, VcdmVectors::two);
    malformed(
        "credential-not-enveloped",
        JOSE + "3.1.2",
        d -> d.presentation.putArray("verifiableCredential").add(d.credential.deepCopy()));
    malformed(
        "envelope-of-another-media-type",
        VCDM + "4.13.1",
        d -> envelope(d, vc -> "data:application/vp+jwt," + vc));
    malformed(
        "envelope-with-an-address",
        VCDM + "4.13.1",
        d -> envelope(d, _ -> "https://issuer.example/credential"));
    malformed(
        "envelope-without-context",
        VCDM + "4.13.1",
        d -> {
          envelope(d, vc -> JwtVc.ENVELOPE + vc);
          ((ObjectNode) d.presentation.at("/verifiableCredential/0")).remove("@context");
        });
    malformed(
        "holder-of-another",
        VCDM + "4.13",
        d -> d.presentation.put("holder", World.MANDATOR.toString()));
    malformed("nonce-missing", OPENID4VP, d -> d.presentation.remove("nonce"));
    malformed("audience-missing", OPENID4VP, d -> d.presentation.remove("aud"));
    malformed(
        "audience-an-array", OPENID4VP, d -> d.presentation.putArray("aud").add(World.AUDIENCE));
  }

  private static void envelope(VcdmDraft d, UnaryOperator<String> id) {
    var vc = Jws.sign(d.header, Json.utf8(d.credential), d.issuer);
    d.presentation
        .putArray("verifiableCredential")
        .addObject()
        .put("@context", Vcdm.CONTEXT)
        .put("id", id.apply(vc))
        .put("type", "EnvelopedVerifiableCredential");
  }

  private static void two(VcdmDraft d) {
    envelope(d, vc -> JwtVc.ENVELOPE + vc);
    var first = d.presentation.at("/verifiableCredential/0").deepCopy();
    d.presentation.withArray("verifiableCredential").add(first);
  }

  private void trust() throws IOException {
    vector(
        "signed-by-another-key",
        "RFC 7515, section 5.2",
        "bad-signature",
        d -> d.issuer = World.OTHER_KEY);
    vector(
        "alg-none",
        "RFC 8725, section 3.1",
        "bad-signature",
        d ->
            d.vcJwt =
                jwt -> {
                  var parts = jwt.split("\\.", -1);
                  var header = Json.parseObject(Bytes.fromBase64Url(parts[0])).put("alg", "none");
                  return Bytes.copyOf(Json.utf8(header)).toBase64Url() + "." + parts[1] + ".";
                });
    vector(
        "key-unknown",
        "DID Core, section 5.3.2",
        "unknown-key",
        d -> d.header.put("kid", World.ISSUER + "#key-9"));
    vector(
        "key-for-authentication-alone",
        "DID Core, section 5.3.2",
        "unknown-key",
        d -> d.header.put("kid", World.ISSUER + "#auth"));
    vector("issuer-not-accredited", HANSA, "not-accredited", d -> d.world.accreditations.clear());
    vector("type-not-on-the-ledger", HANSA, "unknown-credential-type", d -> d.world.types.clear());
    vector(
        "type-not-in-the-catalogue",
        HANSA,
        "unknown-credential-type",
        d -> d.credential.putArray("type").add(Vcdm.TYPE).add("urn:hansa:participant:9"));
  }

  private void holder() throws IOException {
    vector("holder-binding-missing", OPENID4VP, "holder-binding-missing", d -> d.presented = false);
    vector("signed-by-another-holder", OPENID4VP, "holder-key", d -> d.holder = World.OTHER_KEY);
    vector(
        "presented-by-another-did",
        VCDM + "4.13",
        "holder-binding-missing",
        d -> {
          d.holder = World.OTHER_KEY;
          d.vpHeader.put("kid", World.MANDATOR + "#auth");
          d.presentation.put("holder", World.MANDATOR.toString());
        });
    vector(
        "nonce-of-another-request",
        OPENID4VP,
        "nonce",
        d -> d.presentation.put("nonce", "another-nonce"));
    vector(
        "audience-of-another-verifier",
        OPENID4VP,
        "audience",
        d -> d.presentation.put("aud", "x509_hash:other"));
    vector(
        "audience-without-prefix",
        "OpenID4VP 1.0, section 14.8",
        "audience",
        d -> d.presentation.put("aud", World.VERIFIER.toString()));
    vector(
        "presentation-301-s-old",
        JWT + "4.1.6",
        "kb-iat",
        d -> d.presentation.put("iat", World.NOW.minusSeconds(301).getEpochSecond()));
    vector(
        "presentation-61-s-ahead",
        JWT + "4.1.6",
        "kb-iat",
        d -> d.presentation.put("iat", World.NOW.plusSeconds(61).getEpochSecond()));
    vector(
        "transaction-data-asked",
        "OpenID4VP 1.0, section 8.4",
        "transaction-data",
        d -> d.transactionData = List.of("eyJ0eXBlIjoidCJ9"));
    vector(
        "asked-another-type",
        "OpenID4VP 1.0, appendix B.1.1",
        "query-not-answered",
        d -> d.query = Optional.of(query("urn:hansa:csp-licence:1")));
    vector(
        "asked-another-format",
        "OpenID4VP 1.0, section 6.1",
        "query-not-answered",
        d -> d.query = Optional.of(Draft.query("participant", "[{\"path\":[\"country\"]}]")));
  }

  static ObjectNode query(String type) {
    var query = Json.newObject();
    var one = query.putArray("credentials").addObject().put("id", "c").put("format", "jwt_vc_json");
    one.putObject("meta").putArray("type_values").addArray().add(type);
    return query;
  }
}
