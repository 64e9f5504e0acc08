package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Jws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/// Data Integrity proofs and Bitstring Status Lists, one defect each.
final class ProofVectors {
  private static final String DI = "Data Integrity 1.0, section ";
  private static final String BITSTRING = "Bitstring Status List 1.0, section ";
  private static final String OPENID4VP = "OpenID4VP 1.0, appendix B.1.3.2";
  private static final String HANSA = "Hansa, architecture";

  private final Vectors vectors;

  ProofVectors(Vectors vectors) {
    this.vectors = vectors;
  }

  private void proved(
      DataIntegrity.Suite suite,
      String name,
      String source,
      String expected,
      Consumer<VcdmDraft> change)
      throws IOException {
    var draft = VcdmDraft.proved(suite);
    change.accept(draft);
    vectors.write("proof-" + name, source, expected, draft.expectations(), draft.presented());
  }

  private void jcs(String name, String source, String expected, Consumer<VcdmDraft> change)
      throws IOException {
    proved(DataIntegrity.Suite.ECDSA_JCS_2019, name, source, expected, change);
  }

  private void rdf(String name, String source, String expected, Consumer<VcdmDraft> change)
      throws IOException {
    proved(DataIntegrity.Suite.ECDSA_RDFC_2019, name, source, expected, change);
  }

  /// A change to the proof after it was made.
  private void broken(String name, String source, Consumer<ObjectNode> change) throws IOException {
    jcs(
        name,
        source,
        "malformed",
        d -> d.secured = secured -> change.accept((ObjectNode) secured.get("proof")));
  }

  void write() throws IOException {
    for (var suite : DataIntegrity.Suite.values()) {
      proved(suite, "good-" + suite.text(), DI + "4", "verified", _ -> {});
      proved(
          suite,
          "payload-changed-" + suite.text(),
          DI + "4.2",
          "bad-signature",
          d ->
              d.secured =
                  secured -> ((ObjectNode) secured.get("credentialSubject")).put("country", "DK"));
    }
    form();
    chains();
    signatures();
    leftOut();
    presentations();
    entries();
    lists();
  }

  private void form() throws IOException {
    jcs("missing", DI + "2.1", "malformed", d -> d.secured = s -> s.remove("proof"));
    jcs("empty-set", DI + "2.1.1", "malformed", d -> d.secured = s -> s.putArray("proof"));
    jcs("a-text", DI + "2.1", "malformed", d -> d.secured = s -> s.put("proof", "z"));
    broken("type-of-2020", DI + "2.1", p -> p.put("type", "Ed25519Signature2020"));
    broken("cryptosuite-unknown", DI + "3.1", p -> p.put("cryptosuite", "ecdsa-sd-2023"));
    broken("cryptosuite-missing", DI + "3.1", p -> p.remove("cryptosuite"));
    broken("purpose-of-another", DI + "2.3", p -> p.put("proofPurpose", "authentication"));
    broken("purpose-missing", DI + "2.1", p -> p.remove("proofPurpose"));
    broken("method-missing", DI + "2.1", p -> p.remove("verificationMethod"));
    broken(
        "method-of-another-did",
        HANSA,
        p -> p.put("verificationMethod", World.OTHER_ISSUER + "#assert"));
    broken(
        "method-an-address",
        HANSA,
        p -> p.put("verificationMethod", "https://issuer.example/keys#1"));
    broken("value-missing", DI + "2.1", p -> p.remove("proofValue"));
    broken(
        "value-in-base64url",
        "Controlled Identifiers 1.0, section 2.4",
        p -> p.put("proofValue", "u" + p.path("proofValue").asText().substring(1)));
    broken(
        "value-with-a-zero",
        "Controlled Identifiers 1.0, section 2.4",
        p -> p.put("proofValue", p.path("proofValue").asText().substring(0, 20) + "0"));
    broken(
        "value-of-63-bytes",
        "ECDSA Cryptosuites 1.0, section 3.3.6",
        p -> p.put("proofValue", "z" + Base58.encode(new byte[63])));
    broken("created-without-offset", DI + "2.1", p -> p.put("created", "2026-11-01T00:00:00"));
    broken("context-of-another", DI + "2.1", p -> p.putArray("@context").add("urn:x"));
    jcs(
        "expired",
        DI + "2.1",
        "expired",
        d -> d.proofs.getFirst().put("expires", World.NOW.minusSeconds(60).toString()));
  }

  /// Added to a signed credential: the graph that was signed has no place for it.
  private void leftOut() throws IOException {
    added("null-member", s -> s.putNull("operator"));
    added("empty-array", s -> s.putArray("operator"));
    added("member-whose-id-is-no-iri", s -> s.putObject("operator").put("id", "no IRI"));
    added("keyword-that-is-none", s -> s.put("@operator", "did:example:1"));
  }

  private void added(String name, Consumer<ObjectNode> change) throws IOException {
    rdf(
        name,
        "Data Integrity 1.0, DATA_LOSS_DETECTION_ERROR",
        "malformed",
        d -> {
          d.secured = s -> change.accept((ObjectNode) s.get("credentialSubject"));
          // A holder who adds it signs what it shows by the other canonical form.
          d.vpProof.put("cryptosuite", "ecdsa-jcs-2019");
        });
  }

  private static ObjectNode second(VcdmDraft d) {
    return d.proof("assertionMethod", World.ISSUER_NAME.toString());
  }

  private void chains() throws IOException {
    jcs(
        "good-set",
        DI + "2.1.1",
        "verified",
        d -> d.proofs.add(second(d).put("created", World.NOW.toString())));
    rdf(
        "good-chain",
        DI + "2.1.2",
        "verified",
        d -> {
          d.proofs.getFirst().put("id", "urn:uuid:1");
          d.proofs.add(second(d).put("previousProof", "urn:uuid:1"));
        });
    jcs(
        "previous-unknown",
        DI + "4.3",
        "malformed",
        d -> d.secured = s -> ((ObjectNode) s.get("proof")).put("previousProof", "urn:uuid:1"));
    jcs(
        "previous-itself",
        DI + "4.3",
        "malformed",
        d ->
            d.secured =
                s ->
                    ((ObjectNode) s.get("proof"))
                        .put("id", "urn:uuid:1")
                        .put("previousProof", "urn:uuid:1"));
    jcs(
        "previous-in-a-circle",
        DI + "4.3",
        "malformed",
        d -> {
          d.proofs.getFirst().put("id", "urn:uuid:1");
          d.proofs.add(second(d).put("id", "urn:uuid:2").put("previousProof", "urn:uuid:1"));
          d.secured = s -> ((ObjectNode) s.at("/proof/0")).put("previousProof", "urn:uuid:2");
        });
    jcs(
        "id-twice",
        DI + "2.1",
        "malformed",
        d -> {
          d.proofs.getFirst().put("id", "urn:uuid:1");
          d.proofs.add(second(d).put("id", "urn:uuid:2"));
          d.secured = s -> ((ObjectNode) s.at("/proof/1")).put("id", "urn:uuid:1");
        });
    jcs(
        "five-in-a-set",
        HANSA,
        "malformed",
        d ->
            d.secured =
                s -> {
                  var one = s.get("proof").deepCopy();
                  var set = s.putArray("proof");
                  for (int i = 0; i < 5; i++) {
                    set.add(one.deepCopy());
                  }
                });
    jcs(
        "one-of-a-set-bad",
        DI + "4.3",
        "bad-signature",
        d -> {
          d.proofs.add(second(d).put("created", World.NOW.toString()));
          d.secured =
              s ->
                  ((ObjectNode) s.at("/proof/1"))
                      .put("proofValue", s.at("/proof/0/proofValue").asText());
        });
    jcs(
        "previous-taken-away",
        DI + "4.3",
        "malformed",
        d -> {
          d.proofs.getFirst().put("id", "urn:uuid:1");
          d.proofs.add(second(d).put("previousProof", "urn:uuid:1"));
          d.secured = s -> s.set("proof", s.at("/proof/1"));
        });
  }

  private void signatures() throws IOException {
    jcs("signed-by-another-key", DI + "4.2", "bad-signature", d -> d.issuer = World.OTHER_KEY);
    jcs(
        "suite-of-another-key",
        "EdDSA Cryptosuites 1.0, section 3.3.6",
        "bad-signature",
        d -> d.secured = s -> ((ObjectNode) s.get("proof")).put("cryptosuite", "eddsa-jcs-2022"));
    jcs(
        "option-changed",
        DI + "4.2",
        "bad-signature",
        d -> d.secured = s -> ((ObjectNode) s.get("proof")).put("created", World.NOW.toString()));
    jcs(
        "option-added",
        DI + "4.2",
        "bad-signature",
        d -> d.secured = s -> ((ObjectNode) s.get("proof")).put("nonce", "x"));
    rdf(
        "term-of-no-context",
        "ECDSA Cryptosuites 1.0, section 3.2.3",
        "malformed",
        d -> {
          d.presented = false;
          d.requireHolderBinding = false;
          d.secured = s -> s.putArray("@context").add(Vcdm.CONTEXT);
        });
    jcs(
        "key-for-authentication-alone",
        "DID Core, section 5.3.2",
        "unknown-key",
        d -> d.proofs.getFirst().put("verificationMethod", World.ISSUER + "#auth"));
  }

  private void presentations() throws IOException {
    presented("challenge-missing", OPENID4VP, "malformed", p -> p.remove("challenge"));
    presented("domain-missing", OPENID4VP, "malformed", p -> p.remove("domain"));
    presented("challenge-of-another", OPENID4VP, "nonce", p -> p.put("challenge", "another"));
    presented("domain-of-another", OPENID4VP, "audience", p -> p.put("domain", "x509_hash:other"));
    presented(
        "presentation-301-s-old",
        DI + "2.1",
        "kb-iat",
        p -> p.put("created", World.NOW.minusSeconds(301).toString()));
    presented(
        "presentation-with-an-end",
        HANSA,
        "malformed",
        p -> p.put("expires", World.NOW.plusSeconds(9).toString()));
    presented(
        "presentation-of-another-did",
        "VCDM 2.0, section 4.13",
        "malformed",
        p -> p.put("verificationMethod", World.MANDATOR + "#auth"));
    jcs("presentation-signed-by-another", OPENID4VP, "holder-key", d -> d.holder = World.OTHER_KEY);
    jcs(
        "presentation-changed",
        DI + "4.2",
        "holder-key",
        d -> d.securedPresentation = s -> s.put("id", "urn:uuid:7"));
    jcs(
        "presentation-asserted",
        DI + "2.3",
        "malformed",
        d ->
            d.securedPresentation =
                s -> ((ObjectNode) s.get("proof")).put("proofPurpose", "assertionMethod"));
    jcs(
        "presentation-proved-twice",
        HANSA,
        "malformed",
        d ->
            d.securedPresentation =
                s -> {
                  var one = s.get("proof").deepCopy();
                  s.putArray("proof").add(one).add(one.deepCopy());
                });
    jcs(
        "presentation-without-proof",
        OPENID4VP,
        "malformed",
        d -> d.securedPresentation = s -> s.remove("proof"));
    jcs("holder-binding-missing", OPENID4VP, "holder-binding-missing", d -> d.presented = false);
  }

  private void presented(String name, String source, String expected, Consumer<ObjectNode> change)
      throws IOException {
    jcs(name, source, expected, d -> change.accept(d.vpProof));
  }

  private void entry(String name, String source, String expected, Consumer<VcdmDraft> change)
      throws IOException {
    var draft = VcdmDraft.jwt();
    change.accept(draft);
    vectors.write("bitstring-" + name, source, expected, draft.expectations(), draft.presented());
  }

  private void badEntry(String name, String section, Consumer<ObjectNode> change)
      throws IOException {
    entry(name, BITSTRING + section, "malformed", d -> change.accept(d.status()));
  }

  private void entries() throws IOException {
    badEntry("purpose-missing", "2.1", s -> s.remove("statusPurpose"));
    badEntry("purpose-unknown", "2.1", s -> s.put("statusPurpose", "mood"));
    badEntry("index-a-number", "2.1", s -> s.put("statusListIndex", 17));
    badEntry("index-negative", "2.1", s -> s.put("statusListIndex", "-1"));
    badEntry("index-with-a-zero-before", "2.1", s -> s.put("statusListIndex", "017"));
    badEntry("index-empty", "2.1", s -> s.put("statusListIndex", ""));
    badEntry("index-huge", "2.1", s -> s.put("statusListIndex", "99999999999999999999"));
    badEntry("size-zero", "2.1", s -> s.put("statusSize", 0));
    badEntry("size-nine", "2.1", s -> s.put("statusSize", 9));
    badEntry("size-two-without-messages", "2.1", s -> s.put("statusSize", 2));
    badEntry("message-without-messages", "2.1", s -> s.put("statusPurpose", "message"));
    badEntry(
        "messages-too-few",
        "2.1",
        s ->
            s.put("statusSize", 2)
                .putArray("statusMessage")
                .addObject()
                .put("status", "0x0")
                .put("message", "fine"));
    badEntry("list-not-an-address", "2.1", s -> s.put("statusListCredential", "not an address"));
    entry(
        "index-beyond-the-list",
        BITSTRING + "3.2",
        "status-invalid",
        d -> d.status().put("statusListIndex", "131072"));
    entry(
        "revoked",
        BITSTRING + "3.2",
        "revoked",
        d -> d.list("revocation", list -> list.set(VcdmDraft.INDEX, 1, 1)));
    entry(
        "suspended",
        BITSTRING + "3.2",
        "suspended",
        d -> {
          d.status().put("statusPurpose", "suspension");
          d.list("suspension", list -> list.set(VcdmDraft.INDEX, 1, 1));
        });
    entry(
        "good-neighbours-revoked",
        BITSTRING + "3.2",
        "verified",
        d ->
            d.list(
                "revocation",
                list -> {
                  list.set(VcdmDraft.INDEX - 1, 1, 1);
                  list.set(VcdmDraft.INDEX + 1, 1, 1);
                }));
    entry(
        "purpose-of-another-list",
        BITSTRING + "3.2",
        "status-invalid",
        d -> d.list("suspension", _ -> {}));
    entry("unreachable", BITSTRING + "3.2", "status-unavailable", d -> d.world.lists.clear());
    entry(
        "a-token-list-instead",
        BITSTRING + "3.2",
        "status-invalid",
        d -> d.world.lists.put(VcdmDraft.LIST, World.ALL_VALID));
  }

  private void list(String name, String section, Consumer<ObjectNode> change) throws IOException {
    list(name, section, "vc+jwt", change);
  }

  private void list(String name, String section, String typ, Consumer<ObjectNode> change)
      throws IOException {
    entry(
        "list-" + name,
        BITSTRING + section,
        "status-invalid",
        d -> {
          var text = java.util.Objects.requireNonNull(d.world.lists.get(VcdmDraft.LIST));
          var json = Jws.parse(text, BitstringCredential.LENGTH_MAX).unverifiedClaims();
          change.accept(json);
          d.world.lists.put(
              VcdmDraft.LIST, Jws.signJwt(typ, World.ISSUER_NAME, json, World.ISSUER_KEY));
        });
  }

  private static ObjectNode subject(ObjectNode json) {
    return (ObjectNode) json.get("credentialSubject");
  }

  private void lists() throws IOException {
    list("typ-jwt", "2.2", "JWT", _ -> {});
    list("of-another-type", "2.2", j -> j.putArray("type").add(Vcdm.TYPE));
    list("of-another-address", "2.2", j -> j.put("id", "https://issuer.example/other"));
    list("without-id", "2.2", j -> j.remove("id"));
    list("without-context", "2.2", j -> j.remove("@context"));
    list("without-subject", "2.2", j -> j.remove("credentialSubject"));
    list("subject-of-another-type", "2.2", j -> subject(j).put("type", "List"));
    list("without-purpose", "2.2", j -> subject(j).remove("statusPurpose"));
    list("without-values", "2.2", j -> subject(j).remove("encodedList"));
    list("not-multibase", "2.2", j -> subject(j).put("encodedList", "H4sI"));
    list("not-gzip", "2.2", j -> subject(j).put("encodedList", "uAAAA"));
    list(
        "cut-off",
        "2.2",
        j ->
            subject(j)
                .put("encodedList", subject(j).path("encodedList").asText().substring(0, 24)));
    list("bomb", "6.1", j -> subject(j).put("encodedList", gzip(1 << 24)));
    list("too-short", "6.1", j -> subject(j).put("encodedList", gzip(16_383)));
    list("expired", "3.2", j -> j.put("validUntil", World.NOW.minusSeconds(1).toString()));
    list("from-the-future", "3.2", j -> j.put("validFrom", World.NOW.plusSeconds(61).toString()));
    entry(
        "list-by-another-key",
        BITSTRING + "3.2",
        "status-invalid",
        d -> {
          var text = java.util.Objects.requireNonNull(d.world.lists.get(VcdmDraft.LIST));
          var json = Jws.parse(text, BitstringCredential.LENGTH_MAX).unverifiedClaims();
          d.world.lists.put(
              VcdmDraft.LIST, Jws.signJwt("vc+jwt", World.ISSUER_NAME, json, World.OTHER_KEY));
        });
    entry(
        "list-by-another-issuer",
        HANSA,
        "status-invalid",
        d -> {
          var text = java.util.Objects.requireNonNull(d.world.lists.get(VcdmDraft.LIST));
          var json = Jws.parse(text, BitstringCredential.LENGTH_MAX).unverifiedClaims();
          json.put("issuer", World.MANDATOR.toString());
          d.world.lists.put(
              VcdmDraft.LIST, Jws.signJwt("vc+jwt", World.MANDATOR_NAME, json, World.OTHER_KEY));
        });
  }

  /// So many zeros.
  private static String gzip(int length) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(new byte[length]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return "u" + Bytes.copyOf(out.toByteArray()).toBase64Url();
  }
}
