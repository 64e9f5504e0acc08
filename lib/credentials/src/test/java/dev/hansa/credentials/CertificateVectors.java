package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.CertificateAuthority;
import dev.hansa.identity.CertificateAuthority.Validity;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.identity.X509Chain;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/// Credentials whose issuer's key is in a certificate, one defect each.
final class CertificateVectors {
  private static final String HAIP = "HAIP 1.0, section 6.1.1";
  private static final String PATH = "RFC 5280, section 6.1";
  private static final String X5C = "RFC 7515, section 4.1.6";
  private static final String HANSA = "Hansa, architecture";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Validity ALWAYS = World.AUTHORITY_VALIDITY;
  private static final Validity OVER = new Validity(ALWAYS.from(), World.ISSUED.minusSeconds(1));
  private static final Validity TO_COME = new Validity(World.ISSUED.plusSeconds(1), ALWAYS.until());

  private final Vectors vectors;

  CertificateVectors(Vectors vectors) {
    this.vectors = vectors;
  }

  private static Signer newKey() {
    return PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(RANDOM));
  }

  private static X509Chain leaf(CertificateAuthority by, Validity validity) {
    return by.leaf(
        "Issuer",
        World.ISSUER_KEY.publicKey(),
        List.of("issuer.example"),
        List.of(World.ISSUER.toString()),
        validity);
  }

  private void certified(String name, String source, String expected, Consumer<Draft> change)
      throws IOException {
    var draft = Draft.organisation(new World());
    draft.world.anchor(World.AUTHORITY);
    var _ = draft.header.remove("kid");
    draft.header.set("x5c", World.chain().toJson());
    change.accept(draft);
    vectors.write(name, source, expected, draft);
  }

  private static void chain(Draft draft, X509Chain chain) {
    draft.header.set("x5c", chain.toJson());
  }

  void write() throws IOException {
    certified("good-x5c", HAIP, "verified", _ -> {});
    certified(
        "good-x5c-with-an-intermediate",
        PATH,
        "verified",
        d -> chain(d, leaf(World.AUTHORITY.below("Between", newKey(), ALWAYS), ALWAYS)));
    certified(
        "good-x5c-leaf-expired-since",
        HANSA,
        "verified",
        d ->
            chain(
                d, leaf(World.AUTHORITY, new Validity(ALWAYS.from(), World.NOW.minusSeconds(1)))));
    integrity();
    form();
    names();
    path();
    lists();
  }

  /// The hash of the type's metadata in the credential.
  private void integrity() throws IOException {
    var source = "draft-ietf-oauth-sd-jwt-vc-13, section 7";
    var good = Draft.organisation(new World());
    var type = Catalogue.hansa().find(Vct.hansa("participant")).orElseThrow();
    var hash = Base64.getEncoder().encodeToString(type.typeMetadataHash().toArray());
    good.claims.put("vct#integrity", "sha256-" + hash);
    vectors.write("good-type-integrity", source, "verified", good);
    var other = Draft.organisation(new World());
    var otherHash = Base64.getEncoder().encodeToString(type.schemaHash().toArray());
    other.claims.put("vct#integrity", "sha256-" + otherHash);
    vectors.write("type-integrity-of-another", source, "unknown-credential-type", other);
  }

  private void form() throws IOException {
    certified("x5c-empty", X5C, "malformed", d -> d.header.putArray("x5c"));
    certified("x5c-a-text", X5C, "malformed", d -> d.header.put("x5c", "MIIB"));
    certified("x5c-not-base64", X5C, "malformed", d -> d.header.putArray("x5c").add("%%%"));
    certified("x5c-not-a-certificate", X5C, "malformed", d -> d.header.putArray("x5c").add("AAAA"));
    certified(
        "x5c-base64url",
        X5C,
        "malformed",
        d -> {
          var text = d.header.at("/x5c/0").asText().replace('+', '-').replace('/', '_');
          d.header.putArray("x5c").add(text.endsWith("=") ? text.replace("=", "") : text + "-");
        });
    certified(
        "x5c-of-six-certificates",
        HANSA,
        "malformed",
        d -> {
          var text = d.header.at("/x5c/0").asText();
          var array = d.header.putArray("x5c");
          for (int i = 0; i < 6; i++) {
            array.add(text);
          }
        });
  }

  private void names() throws IOException {
    certified(
        "x5c-leaf-of-another-did",
        HANSA,
        "unknown-key",
        d ->
            chain(
                d,
                World.AUTHORITY.leaf(
                    "Issuer",
                    World.ISSUER_KEY.publicKey(),
                    List.of("issuer.example"),
                    List.of(World.OTHER_ISSUER.toString()),
                    ALWAYS)));
    certified(
        "x5c-leaf-without-a-did",
        HANSA,
        "unknown-key",
        d ->
            chain(
                d,
                World.AUTHORITY.leaf(
                    "Issuer",
                    World.ISSUER_KEY.publicKey(),
                    List.of("issuer.example"),
                    List.of(),
                    ALWAYS)));
    certified(
        "x5c-leaf-of-another-key",
        X5C,
        "bad-signature",
        d ->
            chain(
                d,
                World.AUTHORITY.leaf(
                    "Issuer",
                    World.HOLDER_KEY.publicKey(),
                    List.of("issuer.example"),
                    List.of(World.ISSUER.toString()),
                    ALWAYS)));
    certified("x5c-signed-by-the-authority", X5C, "bad-signature", d -> d.issuer = World.OTHER_KEY);
  }

  private void path() throws IOException {
    var untrusted = "chain-not-trusted";
    certified("x5c-anchor-not-in-the-accreditation", HANSA, untrusted, d -> d.world.anchor());
    certified(
        "x5c-anchor-of-another-authority",
        HANSA,
        untrusted,
        d -> d.world.anchor(CertificateAuthority.root("Registry", newKey(), ALWAYS, RANDOM)));
    certified(
        "x5c-with-its-anchor",
        HAIP,
        untrusted,
        d -> {
          var array = (ArrayNode) d.header.get("x5c");
          array.addAll(
              X509Chain.ofPem(CertificateAuthority.pem(List.of(World.AUTHORITY.anchor())))
                  .toJson());
        });
    certified("x5c-leaf-self-signed", HAIP, untrusted, CertificateVectors::selfSigned);
    certified(
        "x5c-leaf-expired-before", PATH, untrusted, d -> chain(d, leaf(World.AUTHORITY, OVER)));
    certified(
        "x5c-leaf-not-yet-valid", PATH, untrusted, d -> chain(d, leaf(World.AUTHORITY, TO_COME)));
    certified(
        "x5c-intermediate-expired",
        PATH,
        untrusted,
        d -> chain(d, leaf(World.AUTHORITY.below("Between", newKey(), OVER), ALWAYS)));
    certified("x5c-intermediate-missing", PATH, untrusted, CertificateVectors::gap);
    certified("x5c-intermediate-no-authority", PATH, untrusted, CertificateVectors::leafSigns);
    var mandate = Draft.mandate(new World());
    mandate.world.anchor(World.AUTHORITY);
    var _ = mandate.header.remove("kid");
    chain(
        mandate,
        World.AUTHORITY.leaf(
            "Mandator",
            World.OTHER_KEY.publicKey(),
            List.of(),
            List.of(World.MANDATOR.toString()),
            ALWAYS));
    // Who gives a mandate has no accreditation that could name an anchor.
    vectors.write("x5c-of-a-mandate", HANSA, untrusted, mandate);
  }

  private static void selfSigned(Draft draft) {
    var root = CertificateAuthority.root("Issuer", World.ISSUER_KEY, ALWAYS, RANDOM);
    // The leaf bears its authority's name, so issuer and subject are one.
    chain(draft, leaf(root, ALWAYS));
    draft.world.anchor(root);
  }

  private static void gap(Draft draft) {
    var chain = leaf(World.AUTHORITY.below("Between", newKey(), ALWAYS), ALWAYS).toJson();
    var first = chain.get(0).asText();
    draft.header.putArray("x5c").add(first);
  }

  private static void leafSigns(Draft draft) {
    var key = newKey();
    var middle =
        World.AUTHORITY.leaf("Middle", key.publicKey(), List.of("m.example"), List.of(), ALWAYS);
    var below = leaf(CertificateAuthority.root("Middle", key, ALWAYS, RANDOM), ALWAYS).toJson();
    below.addAll(middle.toJson());
    draft.header.set("x5c", below);
  }

  /// A status list token that is signed under a certificate as well.
  private void lists() throws IOException {
    certified("good-x5c-status-list", HAIP, "verified", d -> list(d, World.chain(), _ -> {}));
    certified(
        "status-list-x5c-of-another-authority",
        HAIP,
        "status-invalid",
        d ->
            list(
                d,
                leaf(CertificateAuthority.root("Registry", newKey(), ALWAYS, RANDOM), ALWAYS),
                _ -> {}));
    certified(
        "status-list-x5c-of-another-did",
        HANSA,
        "status-invalid",
        d ->
            list(
                d,
                World.AUTHORITY.leaf(
                    "Other",
                    World.ISSUER_KEY.publicKey(),
                    List.of(),
                    List.of(World.OTHER_ISSUER.toString()),
                    ALWAYS),
                _ -> {}));
    certified(
        "status-list-x5c-of-another-key",
        X5C,
        "status-invalid",
        d ->
            list(
                d,
                World.AUTHORITY.leaf(
                    "Issuer",
                    World.HOLDER_KEY.publicKey(),
                    List.of(),
                    List.of(World.ISSUER.toString()),
                    ALWAYS),
                _ -> {}));
    certified(
        "status-list-without-key",
        "draft-ietf-oauth-status-list-14, section 5.1",
        "status-invalid",
        d -> list(d, World.chain(), header -> header.remove("x5c")));
  }

  private static void list(Draft draft, X509Chain chain, Consumer<ObjectNode> change) {
    var claims = Jws.parse(World.ALL_VALID, StatusListToken.LENGTH_MAX).unverifiedClaims();
    var header = Json.newObject().put("typ", StatusListToken.TYPE);
    header.set("x5c", chain.toJson());
    change.accept(header);
    draft.world.lists.put(World.LIST, Jws.sign(header, Json.utf8(claims), World.ISSUER_KEY));
  }
}
