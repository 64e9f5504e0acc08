package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Presentations that are not well formed, one defect each.
final class MalformedVectors {
  private static final String SD_JWT = "RFC 9901, section ";
  private static final String VC = "draft-ietf-oauth-sd-jwt-vc-13, section ";
  private static final String LATER_VC = "draft-ietf-oauth-sd-jwt-vc-18, aka_vcts";
  private static final String PROFILE = "Hansa, credential catalogue";

  private final Vectors vectors;

  MalformedVectors(Vectors vectors) {
    this.vectors = vectors;
  }

  void write() throws IOException {
    form();
    header();
    disclosures();
    claims();
    keyBinding();
  }

  private void malformed(String name, String source, Consumer<Draft> defect) throws IOException {
    var draft = Draft.organisation(new World());
    defect.accept(draft);
    vectors.write(name, source, "malformed", draft);
  }

  private void form() throws IOException {
    var draft = Draft.organisation(new World());
    draft.holder = Optional.empty();
    var whole = draft.presented();
    vectors.write(
        "no-tilde", SD_JWT + "4", "malformed", draft, whole.substring(0, whole.indexOf('~')));
    vectors.write("empty-disclosure", SD_JWT + "4.2", "malformed", draft, whole + "~");
    malformed(
        "jwt-of-two-parts",
        "RFC 7515, section 7.1",
        d -> d.issuerJwt = jwt -> jwt.substring(0, jwt.lastIndexOf('.')));
    malformed(
        "payload-member-twice",
        "RFC 8259, section 4; RFC 7515, section 4",
        d ->
            d.issuerJwt =
                jwt ->
                    payload(
                        jwt, text -> "{\"vct\":\"urn:hansa:participant:1\"," + text.substring(1)));
    malformed(
        "payload-not-an-object",
        "RFC 7519, section 7.2",
        d -> d.issuerJwt = jwt -> payload(jwt, text -> "[" + text + "]"));
  }

  private static String payload(String jwt, UnaryOperator<String> change) {
    var parts = jwt.split("\\.", -1);
    var text = Bytes.fromBase64Url(parts[1]).toUtf8();
    return parts[0] + "." + Bytes.utf8(change.apply(text)).toBase64Url() + "." + parts[2];
  }

  private void header() throws IOException {
    malformed("typ-jwt", VC + "3.2.1", d -> d.header.put("typ", "JWT"));
    malformed("typ-vc-sd-jwt", VC + "3.2.1", d -> d.header.put("typ", "vc+sd-jwt"));
    malformed("typ-missing", VC + "3.2.1", d -> d.header.remove("typ"));
    malformed(
        "crit-unknown", "RFC 7515, section 4.1.11", d -> d.header.putArray("crit").add("exp"));
    malformed("kid-missing", PROFILE, d -> d.header.remove("kid"));
    malformed(
        "kid-of-another-did", PROFILE, d -> d.header.put("kid", World.OTHER_ISSUER + "#assert"));
    malformed("kid-without-fragment", PROFILE, d -> d.header.put("kid", World.ISSUER.toString()));
  }

  private void disclosures() throws IOException {
    malformed(
        "disclosure-twice",
        SD_JWT + "7.1, step 4",
        d -> d.disclosures = list -> with(list, list.getFirst()));
    malformed(
        "disclosure-not-referenced",
        SD_JWT + "7.1, step 5",
        d ->
            d.disclosures =
                list -> with(list, disclosure("[\"c2FsdHNhbHRzYWx0c2FsdA\",\"nickname\",\"x\"]")));
    malformed(
        "digest-in-two-places",
        SD_JWT + "7.1, step 4",
        d -> d.payload = p -> ((ObjectNode) p.get("cnf")).set("_sd", p.get("_sd").deepCopy()));
    malformed(
        "digest-twice-in-one-array",
        SD_JWT + "7.1, step 4",
        d -> d.payload = p -> p.withArray("_sd").add(p.get("_sd").get(0).asText()));
    malformed(
        "digest-not-a-text", SD_JWT + "4.2.4.1", d -> d.payload = p -> p.withArray("_sd").add(7));
    malformed(
        "sd-not-an-array",
        SD_JWT + "4.2.4.1",
        d -> d.payload = p -> ((ObjectNode) p.get("cnf")).put("_sd", "x"));
    malformed(
        "sd-alg-sha-512", SD_JWT + "4.1.1", d -> d.payload = p -> p.put("_sd_alg", "sha-512"));
    malformed(
        "sd-alg-below-the-top",
        SD_JWT + "4.1.1",
        d -> d.payload = p -> ((ObjectNode) p.get("cnf")).put("_sd_alg", "sha-256"));
    named("disclosed-name-sd", SD_JWT + "7.1, step 3.c.ii.4", "_sd", "[]");
    named("disclosed-name-dots", SD_JWT + "7.1, step 3.c.ii.4", "...", "\"x\"");
    named("disclosed-iss", VC + "3.2.2.2", "iss", "\"did:indy:hansa:2wJPyULfLLnYTEFYzByfUR\"");
    named("disclosed-status", VC + "3.2.2.2", "status", "{}");
    named("disclosed-vct", VC + "3.2.2.2", "vct", "\"urn:hansa:mandate:1\"");
    named("disclosed-cnf", VC + "3.2.2.2", "cnf", "{}");
    named("disclosed-nbf", VC + "3.2.2.2", "nbf", "1793491200");
    named("disclosed-exp", VC + "3.2.2.2", "exp", "1893456000");
    named("disclosed-vct-integrity", VC + "3.2.2.2", "vct#integrity", "\"sha256-AAAA\"");
    named("disclosed-aka-vcts", LATER_VC, "aka_vcts", "[\"urn:hansa:mandate:1\"]");
    named("disclosed-sub", PROFILE, "sub", "\"did:indy:hansa:2wJPyULfLLnYTEFYzByfUR\"");
    named(
        "disclosed-claim-stands-there-already", SD_JWT + "7.1, step 3.c.ii.3", "country", "\"DK\"");
    unnamed(
        "member-disclosure-of-two-elements",
        SD_JWT + "4.2.1",
        "[\"c2FsdHNhbHRzYWx0c2FsdA\",\"x\"]");
    unnamed(
        "disclosure-of-four-elements",
        SD_JWT + "4.2",
        "[\"c2FsdHNhbHRzYWx0c2FsdA\",\"nickname\",\"x\",1]");
    unnamed("disclosure-not-an-array", SD_JWT + "4.2", "{\"nickname\":\"x\"}");
    unnamed("disclosure-not-json", SD_JWT + "4.2", "[\"c2FsdHNhbHRzYWx0c2FsdA\",\"nickname\",");
    malformed(
        "disclosure-with-padding",
        SD_JWT + "4.2",
        d -> d.disclosures = list -> with(list, "WyJhIiwgMV0="));
    element(
        "element-disclosure-of-three-elements",
        SD_JWT + "4.2.2",
        p -> {},
        "[\"c2FsdHNhbHRzYWx0c2FsdA\",\"nickname\",\"CSP\"]");
    element(
        "element-placeholder-with-another-member",
        SD_JWT + "4.2.4.2",
        p -> ((ObjectNode) p.get("roles").get(1)).put("x", 1),
        "[\"c2FsdHNhbHRzYWx0c2FsdA\",\"CSP\"]");
    malformed(
        "dots-outside-an-array",
        SD_JWT + "7.1",
        d -> d.payload = p -> ((ObjectNode) p.get("cnf")).put("...", "x"));
  }

  private void claims() throws IOException {
    malformed("iat-missing", PROFILE, d -> d.payload = p -> p.remove("iat"));
    malformed(
        "iat-a-text", "RFC 7519, section 4.1.6", d -> d.payload = p -> p.put("iat", "1793491200"));
    malformed(
        "exp-before-iat", PROFILE, d -> d.payload = p -> p.put("exp", p.path("iat").longValue()));
    malformed(
        "iss-not-a-did", PROFILE, d -> d.payload = p -> p.put("iss", "https://issuer.example"));
    malformed("claim-unknown-to-the-type", PROFILE, d -> d.payload = p -> p.put("colour", "red"));
    malformed("status-missing", PROFILE, d -> d.payload = p -> p.remove("status"));
    malformed(
        "role-unknown-to-the-type", PROFILE, d -> d.payload = p -> p.putArray("roles").add("KING"));
    malformed(
        "cnf-with-a-private-key",
        "RFC 7800, section 3.2",
        d -> d.payload = p -> ((ObjectNode) p.at("/cnf/jwk")).put("d", "AAAA"));
    malformed(
        "cnf-key-not-on-the-curve",
        "RFC 7518, section 6.2.1",
        d ->
            d.payload = p -> ((ObjectNode) p.at("/cnf/jwk")).put("y", p.at("/cnf/jwk/x").asText()));
  }

  private void keyBinding() throws IOException {
    malformed("kb-typ-jwt", SD_JWT + "4.3", d -> d.kbHeader.put("typ", "JWT"));
    malformed("kb-without-nonce", SD_JWT + "4.3", d -> d.kbClaims.remove("nonce"));
    malformed(
        "kb-audience-an-array",
        SD_JWT + "4.3",
        d -> d.kbClaims.putArray("aud").add(World.AUDIENCE));
    malformed(
        "kb-transaction-hash-alg-sha-1",
        "OpenID4VP 1.0, appendix B.3.3",
        d -> {
          d.kbClaims.putArray("transaction_data_hashes").add("x");
          d.kbClaims.put("transaction_data_hashes_alg", "sha-1");
        });
  }

  /// A claim of this name in a disclosure whose digest the issuer signed.
  private void named(String name, String source, String claim, String value) throws IOException {
    unnamed(name, source, "[\"c2FsdHNhbHRzYWx0c2FsdA\",\"" + claim + "\"," + value + "]");
  }

  private void unnamed(String name, String source, String json) throws IOException {
    var encoded = disclosure(json);
    malformed(
        name,
        source,
        d -> {
          d.payload = p -> p.withArray("_sd").add(digest(encoded));
          d.disclosures = list -> with(list, encoded);
        });
  }

  private void element(String name, String source, Consumer<ObjectNode> change, String json)
      throws IOException {
    var encoded = disclosure(json);
    malformed(
        name,
        source,
        d -> {
          d.payload =
              p -> {
                p.withArray("roles").add(Json.newObject().put("...", digest(encoded)));
                change.accept(p);
              };
          d.disclosures = list -> with(list, encoded);
        });
  }

  static List<String> with(List<String> list, String more) {
    var longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }

  static String disclosure(String json) {
    return Bytes.utf8(json).toBase64Url();
  }

  static String digest(String encoded) {
    return Bytes.sha256(encoded.getBytes(StandardCharsets.US_ASCII)).toBase64Url();
  }
}
