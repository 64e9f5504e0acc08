package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Writes what is missing in `vectors/credentials/`, and only when it is named: `mvn -pl
/// lib/credentials test -Dtest=VectorWriter -Dvectors.write=vectors/credentials`.
class VectorWriter {
  private static final String VERIFIED = "verified";
  private static final String STATUS = "draft-ietf-oauth-status-list-14, section ";
  private static final String OPENID4VP = "OpenID4VP 1.0, section ";
  private static final String KEY_BINDING = "RFC 9901, section 7.3";
  private static final String HANSA = "Hansa, architecture";
  private static final Vct PARTICIPANT = Vct.hansa("participant");

  private final Vectors vectors = new Vectors(Path.of(System.getProperty("vectors.write", "")));

  @Test
  void vectors_are_written() throws IOException {
    new MalformedVectors(vectors).write();
    new CertificateVectors(vectors).write();
    new VcdmVectors(vectors).write();
    new ProofVectors(vectors).write();
    signature();
    accredited();
    validity();
    status();
    lists();
    holderBinding();
    query();
    good();
    vectors.finish();
    assertThat(vectors.names()).hasSizeGreaterThan(100);
  }

  private void organisation(String name, String source, String expected, Consumer<Draft> change)
      throws IOException {
    write(name, source, expected, Draft.organisation(new World()), change);
  }

  private void mandate(String name, String source, String expected, Consumer<Draft> change)
      throws IOException {
    write(name, source, expected, Draft.mandate(new World()), change);
  }

  private void write(
      String name, String source, String expected, Draft draft, Consumer<Draft> change)
      throws IOException {
    change.accept(draft);
    vectors.write(name, source, expected, draft);
  }

  private void signature() throws IOException {
    var jws = "RFC 7515, section 5.2";
    var did = "DID Core, section 5.3.2";
    organisation("signed-by-another-key", jws, "bad-signature", d -> d.issuer = World.OTHER_KEY);
    organisation("payload-changed", jws, "bad-signature", d -> d.issuerJwt = VectorWriter::elevate);
    organisation(
        "signature-zero",
        "FIPS 186-5, section 6.4.2",
        "bad-signature",
        d -> d.issuerJwt = jwt -> jwt.substring(0, jwt.lastIndexOf('.') + 1) + "A".repeat(86));
    organisation(
        "signature-der",
        "RFC 7518, section 3.4",
        "bad-signature",
        d -> d.issuerJwt = jwt -> jwt.substring(0, jwt.lastIndexOf('.') + 1) + "MEUCIQ");
    organisation(
        "alg-none",
        "RFC 8725, section 3.1",
        "bad-signature",
        d -> d.issuerJwt = VectorWriter::none);
    organisation(
        "alg-hs256-with-the-public-key",
        "RFC 8725, section 2.1",
        "bad-signature",
        d -> d.issuerJwt = VectorWriter::hmac);
    organisation(
        "alg-eddsa-named-for-es256",
        "RFC 8725, section 3.1",
        "bad-signature",
        d -> d.issuerJwt = jwt -> header(jwt, h -> h.put("alg", "EdDSA")));
    organisation(
        "key-name-unknown", did, "unknown-key", d -> d.header.put("kid", World.ISSUER + "#key-2"));
    organisation(
        "key-for-authentication-alone",
        did,
        "unknown-key",
        d -> d.header.put("kid", World.ISSUER + "#auth"));
    organisation(
        "did-not-on-the-ledger", HANSA, "unknown-key", d -> d.world.documents.remove(World.ISSUER));
    organisation("did-deactivated", HANSA, "unknown-key", d -> d.world.deactivate(World.ISSUER));
    organisation(
        "did-created-after-issuance",
        HANSA,
        "unknown-key",
        d -> replaced(d, World.ISSUED.plusSeconds(1)));
    organisation(
        "signed-by-the-key-that-came-later",
        HANSA,
        "bad-signature",
        d -> {
          rotate(d, World.ISSUED.plusSeconds(1));
          d.issuer = World.OTHER_KEY;
        });
    organisation(
        "signed-by-the-key-that-was-replaced",
        HANSA,
        "bad-signature",
        d -> rotate(d, World.ISSUED.minusSeconds(1)));
  }

  private static void rotate(Draft draft, Instant at) {
    draft.world.put(World.ISSUER, World.OTHER_KEY.publicKey(), at);
  }

  private static void replaced(Draft draft, Instant at) {
    draft.world.documents.remove(World.ISSUER);
    draft.world.put(World.ISSUER, World.ISSUER_KEY.publicKey(), at);
  }

  private static String elevate(String jwt) {
    var parts = jwt.split("\\.", -1);
    var claims = Json.parseObject(Bytes.fromBase64Url(parts[1]));
    claims.putArray("roles").add("GOVERNANCE_BOARD");
    return parts[0] + "." + Bytes.copyOf(Json.utf8(claims)).toBase64Url() + "." + parts[2];
  }

  private static String header(String jwt, Consumer<ObjectNode> change) {
    var parts = jwt.split("\\.", -1);
    var header = Json.parseObject(Bytes.fromBase64Url(parts[0]));
    change.accept(header);
    return Bytes.copyOf(Json.utf8(header)).toBase64Url() + "." + parts[1] + "." + parts[2];
  }

  private static String none(String jwt) {
    var unsigned = header(jwt, h -> h.put("alg", "none"));
    return unsigned.substring(0, unsigned.lastIndexOf('.') + 1);
  }

  private static String hmac(String jwt) {
    var changed = header(jwt, h -> h.put("alg", "HS256"));
    var signed = changed.substring(0, changed.lastIndexOf('.'));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Json.utf8(World.ISSUER_KEY.publicKey().toJwk()), "HmacSHA256"));
      var tag = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + Bytes.copyOf(tag).toBase64Url();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accredited() throws IOException {
    organisation(
        "issuer-never-accredited", HANSA, "not-accredited", d -> d.world.accreditations.clear());
    organisation(
        "issuer-accredited-for-another-type",
        HANSA,
        "not-accredited",
        d -> d.world.accreditations.removeIf(a -> a.type().equals(PARTICIPANT)));
    organisation(
        "accreditation-withdrawn",
        HANSA,
        "not-accredited",
        d -> d.world.accreditations.replaceAll(VectorWriter::withdrawn));
    organisation(
        "accreditation-ended-before",
        HANSA,
        "not-accredited",
        d -> d.world.accreditations.replaceAll(a -> between(a, a.validFrom(), World.ISSUED)));
    organisation(
        "accreditation-began-after",
        HANSA,
        "not-accredited",
        d ->
            d.world.accreditations.replaceAll(
                a -> between(a, World.ISSUED.plusSeconds(1), a.validUntil())));
    mandate(
        "mandate-by-another-organisation",
        HANSA,
        "not-accredited",
        d -> ((ObjectNode) d.claims.get("mandator")).put("did", World.OTHER_ISSUER.toString()));
    mandate("mandate-by-a-person", HANSA, "not-accredited", VectorWriter::selfMandate);
    organisation(
        "type-not-on-the-ledger",
        HANSA,
        "unknown-credential-type",
        d -> d.world.types.remove(PARTICIPANT));
    organisation(
        "type-with-another-schema",
        HANSA,
        "unknown-credential-type",
        d -> d.world.types.computeIfPresent(PARTICIPANT, (_, t) -> otherSchema(t)));
    organisation(
        "type-not-in-the-catalogue",
        HANSA,
        "unknown-credential-type",
        d -> d.claims.put("vct", "urn:hansa:participant:2"));
  }

  private static void selfMandate(Draft draft) {
    var did = DidJwk.of(World.HOLDER_KEY.publicKey());
    draft.issuer = World.HOLDER_KEY;
    draft.header.put("kid", DidJwk.keyName(did).toString());
    draft.claims.put("iss", did.toString());
    ((ObjectNode) draft.claims.get("mandator")).put("did", did.toString());
  }

  private static CredentialType otherSchema(CredentialType type) {
    return new CredentialType(
        type.vct(),
        type.schemaHash(),
        Bytes.utf8("another").sha256(),
        type.typeMetadataHash(),
        type.issuedBy(),
        type.seqNo());
  }

  private static Accreditation withdrawn(Accreditation a) {
    var withdrawal =
        new Accreditation.Withdrawal(Accreditation.Withdrawal.Reason.ENDED, World.NOW, World.NOW);
    return new Accreditation(
        a.issuer(),
        a.type(),
        a.territories(),
        a.validFrom(),
        a.validUntil(),
        a.validityMax(),
        a.delegable(),
        a.grantedBy(),
        a.seqNo(),
        Optional.of(withdrawal));
  }

  private static Accreditation between(Accreditation a, Instant from, Instant until) {
    return new Accreditation(
        a.issuer(),
        a.type(),
        a.territories(),
        from,
        until,
        a.validityMax(),
        a.delegable(),
        a.grantedBy(),
        a.seqNo(),
        Optional.empty());
  }

  private void validity() throws IOException {
    var jwt = "RFC 7519, section 4.1.";
    organisation(
        "nbf-61-s-ahead",
        jwt + "5",
        "not-yet-valid",
        d -> d.claims.put("nbf", World.NOW.plusSeconds(61).getEpochSecond()));
    organisation(
        "iat-61-s-ahead",
        jwt + "6",
        "not-yet-valid",
        d -> d.claims.put("iat", World.NOW.plusSeconds(61).getEpochSecond()));
    organisation(
        "expired-60-s-ago",
        jwt + "4",
        "expired",
        d -> d.claims.put("exp", World.NOW.minusSeconds(60).getEpochSecond()));
    organisation(
        "expired-last-week",
        jwt + "4",
        "expired",
        d -> d.claims.put("exp", World.NOW.minusSeconds(604_800).getEpochSecond()));
    organisation(
        "valid-longer-than-accredited",
        HANSA,
        "validity-too-long",
        d ->
            d.world.accreditations.replaceAll(a ->
                World.accreditation(a.issuer(), a.type(), Duration.ofDays(365).minusSeconds(1))));
    mandate(
        "mandate-of-more-than-a-year",
        HANSA,
        "validity-too-long",
        d -> d.claims.put("exp", World.ISSUED.plusSeconds(365 * 86_400 + 1).getEpochSecond()));
  }

  private void status() throws IOException {
    organisation(
        "status-list-unreachable",
        STATUS + "8.3",
        "status-unavailable",
        d -> d.world.lists.clear());
    organisation(
        "status-list-of-another-address",
        STATUS + "8.3",
        "status-unavailable",
        d -> d.status().put("uri", "https://issuer.example/market/status-lists/2"));
    organisation(
        "status-index-beyond-the-list",
        STATUS + "8.3",
        "status-invalid",
        d -> d.status().put("idx", 1024));
    organisation("revoked", STATUS + "7.1", "revoked", d -> d.world.setStatus(17, 1));
    organisation("suspended", STATUS + "7.1", "suspended", d -> d.world.setStatus(17, 2));
    organisation(
        "status-of-unknown-meaning", STATUS + "7.1", "revoked", d -> d.world.setStatus(17, 3));
  }

  private void lists() throws IOException {
    var good = StatusList.ofValid(2, 1024);
    list(
        "status-list-by-another-did",
        World.list(good, World.LIST, World.MANDATOR_NAME, World.OTHER_KEY));
    list(
        "status-list-by-another-key",
        World.list(good, World.LIST, World.ISSUER_NAME, World.OTHER_KEY));
    list(
        "status-list-for-another-address",
        World.list(good, World.MANDATES, World.ISSUER_NAME, World.ISSUER_KEY));
    list(
        "status-list-expired",
        StatusListToken.sign(
            good,
            World.LIST,
            World.NOW.minusSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            World.ISSUER_NAME,
            World.ISSUER_KEY));
    list(
        "status-list-from-the-future",
        StatusListToken.sign(
            good,
            World.LIST,
            World.NOW.plusSeconds(61),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            World.ISSUER_NAME,
            World.ISSUER_KEY));
    list("status-list-typ-jwt", changed("JWT", c -> {}));
    list(
        "status-list-of-three-bits",
        changed(StatusListToken.TYPE, c -> ((ObjectNode) c.get("status_list")).put("bits", 3)));
    list(
        "status-list-not-zlib",
        changed(StatusListToken.TYPE, c -> ((ObjectNode) c.get("status_list")).put("lst", "AAAA")));
    list(
        "status-list-cut-off",
        changed(
            StatusListToken.TYPE,
            c ->
                ((ObjectNode) c.get("status_list"))
                    .put("lst", good.deflate().toBase64Url().substring(0, 12))));
    list(
        "status-list-bomb",
        changed(StatusListToken.TYPE, c -> ((ObjectNode) c.get("status_list")).put("lst", bomb())));
    list("status-list-without-iat", changed(StatusListToken.TYPE, c -> c.remove("iat")));
  }

  private void list(String name, String token) throws IOException {
    organisation(name, STATUS + "8.3", "status-invalid", d -> d.world.lists.put(World.LIST, token));
  }

  private static String changed(String typ, Consumer<ObjectNode> change) {
    var claims = Jws.parse(World.ALL_VALID, StatusListToken.LENGTH_MAX).unverifiedClaims();
    change.accept(claims);
    return Jws.signJwt(typ, World.ISSUER_NAME, claims, World.ISSUER_KEY);
  }

  /// Sixteen MiB of zeros in sixteen KiB.
  private static String bomb() {
    var deflater = new Deflater(9);
    deflater.setInput(new byte[1 << 24]);
    deflater.finish();
    var out = new byte[1 << 16];
    int length = deflater.deflate(out);
    deflater.end();
    return Bytes.copyOf(Arrays.copyOf(out, length)).toBase64Url();
  }

  private void holderBinding() throws IOException {
    organisation(
        "key-binding-missing",
        KEY_BINDING,
        "holder-binding-missing",
        d -> d.holder = Optional.empty());
    write(
        "key-binding-of-a-credential-without-cnf",
        KEY_BINDING,
        "holder-binding-missing",
        bearer(new World()),
        d -> {});
    organisation(
        "key-binding-missing-with-transaction-data",
        OPENID4VP + "8.4",
        "holder-binding-missing",
        d -> {
          d.holder = Optional.empty();
          d.requireHolderBinding = false;
          d.transactionData = List.of("eyJ0eXBlIjoidCJ9");
        });
    organisation(
        "key-binding-by-another-key",
        KEY_BINDING,
        "holder-key",
        d -> d.holder = Optional.of(World.OTHER_KEY));
    organisation(
        "nonce-of-another-request",
        KEY_BINDING,
        "nonce",
        d -> d.kbClaims.put("nonce", "another-nonce"));
    organisation(
        "nonce-in-other-case",
        KEY_BINDING,
        "nonce",
        d -> d.kbClaims.put("nonce", World.NONCE.toLowerCase(Locale.ROOT)));
    organisation(
        "audience-of-another-verifier",
        KEY_BINDING,
        "audience",
        d -> d.kbClaims.put("aud", "decentralized_identifier:" + World.ISSUER));
    organisation(
        "audience-without-prefix",
        OPENID4VP + "5.9.3",
        "audience",
        d -> d.kbClaims.put("aud", World.VERIFIER.toString()));
    organisation(
        "key-binding-61-s-ahead",
        KEY_BINDING,
        "kb-iat",
        d -> d.kbClaims.put("iat", World.NOW.plusSeconds(61).getEpochSecond()));
    organisation(
        "key-binding-301-s-old",
        KEY_BINDING,
        "kb-iat",
        d -> d.kbClaims.put("iat", World.NOW.minusSeconds(301).getEpochSecond()));
    organisation(
        "sd-hash-of-another-text",
        KEY_BINDING,
        "sd-hash",
        d -> d.sdHash = _ -> "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    takenAway();
    organisation(
        "transaction-data-not-signed",
        OPENID4VP + "8.4",
        "transaction-data",
        d -> {
          d.transactionData = List.of("eyJ0eXBlIjoidCJ9");
          d.kbClaims.putNull("transaction_data_hashes");
        });
    organisation(
        "transaction-data-of-another-agreement",
        OPENID4VP + "8.4",
        "transaction-data",
        d -> {
          d.transactionData = List.of("eyJ0eXBlIjoidCJ9");
          d.kbClaims
              .putArray("transaction_data_hashes")
              .add(Presenter.transactionHash("eyJ0eXBlIjoidSJ9"));
        });
    organisation(
        "transaction-data-signed-but-not-asked",
        OPENID4VP + "8.4",
        "transaction-data",
        d ->
            d.kbClaims
                .putArray("transaction_data_hashes")
                .add(Presenter.transactionHash("eyJ0eXBlIjoidSJ9")));
  }

  /// A disclosure taken away after the holder signed.
  private void takenAway() throws IOException {
    var draft = Draft.organisation(new World());
    var whole = draft.presented();
    int first = whole.indexOf('~') + 1;
    int second = whole.indexOf('~', first) + 1;
    vectors.write(
        "disclosure-taken-away-after-signing",
        KEY_BINDING,
        "sd-hash",
        draft,
        whole.substring(0, first) + whole.substring(second));
  }

  /// A credential that is bound to nobody.
  private static Draft bearer(World world) {
    return Draft.meteredData(world);
  }

  private void query() throws IOException {
    var dcql = OPENID4VP + "6.4";
    organisation(
        "asked-claim-hidden",
        dcql,
        "query-not-answered",
        d -> {
          d.shown = disclosure -> !disclosure.name().equals(Optional.of("legalName"));
          d.query = Optional.of(Draft.query("participant", "[{\"path\":[\"legalName\"]}]"));
        });
    organisation(
        "asked-value-another",
        dcql,
        "query-not-answered",
        d ->
            d.query =
                Optional.of(
                    Draft.query(
                        "participant", "[{\"path\":[\"country\"],\"values\":[\"DK\",\"NO\"]}]")));
    organisation(
        "asked-type-another",
        OPENID4VP + "B.3.5",
        "query-not-answered",
        d -> d.query = Optional.of(Draft.query("csp-licence", "[{\"path\":[\"iss\"]}]")));
    mandate(
        "asked-power-hidden",
        OPENID4VP + "7",
        "query-not-answered",
        d -> {
          d.shown = disclosure -> disclosure.name().isPresent();
          d.query =
              Optional.of(
                  Draft.query(
                      "mandate",
                      "[{\"path\":[\"power\",null,\"function\"],\"values\":[\"Agreement\"]}]"));
        });
    organisation(
        "asked-value-of-another-kind",
        dcql,
        "query-not-answered",
        d ->
            d.query =
                Optional.of(
                    Draft.query(
                        "participant", "[{\"path\":[\"iat\"],\"values\":[\"1793491200\"]}]")));
    organisation(
        "asked-path-does-not-fit",
        OPENID4VP + "7.1",
        "query-not-answered",
        d ->
            d.query = Optional.of(Draft.query("participant", "[{\"path\":[\"roles\",\"name\"]}]")));
  }

  private void good() throws IOException {
    organisation("good", "RFC 9901", VERIFIED, d -> {});
    organisation("good-nothing-disclosed", "RFC 9901", VERIFIED, d -> d.shown = _ -> false);
    organisation(
        "good-with-decoys",
        "RFC 9901, section 4.2.5",
        VERIFIED,
        d ->
            d.payload = p -> p.withArray("_sd").add("decoydecoydecoydecoydecoydecoydecoydecoydec"));
    organisation(
        "good-expired-59-s-ago",
        HANSA,
        VERIFIED,
        d -> d.claims.put("exp", World.NOW.minusSeconds(59).getEpochSecond()));
    organisation(
        "good-nbf-60-s-ahead",
        HANSA,
        VERIFIED,
        d -> d.claims.put("nbf", World.NOW.plusSeconds(60).getEpochSecond()));
    organisation(
        "good-key-binding-300-s-old",
        HANSA,
        VERIFIED,
        d -> d.kbClaims.put("iat", World.NOW.minusSeconds(300).getEpochSecond()));
    organisation(
        "good-key-rotated-since",
        HANSA,
        VERIFIED,
        d -> {
          rotate(d, World.ISSUED.plusSeconds(1));
          d.world.lists.put(
              World.LIST,
              World.list(
                  StatusList.ofValid(2, 1024), World.LIST, World.ISSUER_NAME, World.OTHER_KEY));
        });
    organisation(
        "good-with-transaction-data",
        OPENID4VP + "8.4",
        VERIFIED,
        d -> d.transactionData = List.of("eyJ0eXBlIjoidCJ9"));
    mandate(
        "good-one-power-shown",
        OPENID4VP + "7",
        VERIFIED,
        d -> {
          d.shown = disclosure -> disclosure.value().path("function").asText().equals("Agreement");
          d.query =
              Optional.of(
                  Draft.query(
                      "mandate", "[{\"path\":[\"power\",1,\"action\",0],\"values\":[\"Sign\"]}]"));
        });
    mandate("good-no-power-shown", "RFC 9901", VERIFIED, d -> d.shown = _ -> false);
    write(
        "good-without-holder",
        HANSA,
        VERIFIED,
        bearer(new World()),
        d -> {
          d.holder = Optional.empty();
          d.requireHolderBinding = false;
        });
    assertThat(World.HOLDER_KEY.publicKey()).isInstanceOf(VerificationKey.P256.class);
  }
}
