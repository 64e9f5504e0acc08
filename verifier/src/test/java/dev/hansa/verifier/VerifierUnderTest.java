package dev.hansa.verifier;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.credentials.BitstringCredential;
import dev.hansa.credentials.BitstringStatusList;
import dev.hansa.credentials.Catalogue;
import dev.hansa.credentials.SdJwt;
import dev.hansa.credentials.SdJwtIssuance;
import dev.hansa.credentials.StatusList;
import dev.hansa.credentials.StatusListToken;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CertificateAuthority;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.RequestTokens;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import dev.hansa.ledgerprotocol.DidDocContents;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import dev.hansa.ledgerprotocol.local.Organisation;
import dev.hansa.receipts.AnchorWriter;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// The verifier on a free port above a ledger in this process, with an issuer, its status list and
/// a caller; once for all tests.
final class VerifierUnderTest {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final Vct PARTICIPANT = Vct.hansa("participant");
  static final CertificateAuthority.Validity YEAR =
      new CertificateAuthority.Validity(
          NOON.minus(Duration.ofDays(30)), NOON.plus(Duration.ofDays(335)));
  static final int REVOKED_INDEX = 7;
  static final int SUSPENDED_INDEX = 8;

  private static final VerifierUnderTest SHARED = new VerifierUnderTest();

  final SecureRandom random = new SecureRandom();
  final TestClock clock = new TestClock();
  final LocalLedger ledger = LocalLedger.found(clock, random);
  final Organisation issuer = ledger.organisation();
  final Organisation pretender = ledger.organisation();
  final Organisation caller = ledger.organisation();
  final Organisation other = ledger.organisation();
  final Signer holder = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
  final Did operator;
  final CertificateAuthority authority =
      CertificateAuthority.root(
          "Test authority", PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random)), YEAR, random);
  final String base;
  final ApplicationContext context;

  /// The addresses and tokens of the issuers' lists.
  private final HttpServer lists;

  private final HttpClient http = HttpClient.newHttpClient();
  private volatile boolean cut;
  private volatile boolean listsDown;

  static VerifierUnderTest shared() {
    SHARED.cut = false;
    SHARED.listsDown = false;
    SHARED.clock.set(NOON);
    return SHARED;
  }

  static final class TestClock extends Clock {
    private volatile Instant now = NOON.minus(Duration.ofDays(30));

    void set(Instant instant) {
      now = instant;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private VerifierUnderTest() {
    try {
      var type = Catalogue.hansa().find(PARTICIPANT).orElseThrow();
      ledger.credentialType(
          PARTICIPANT,
          type.schemaHash(),
          type.presentationSchemaHash(),
          type.typeMetadataHash(),
          CredentialType.IssuedBy.ACCREDITED);
      ledger.accredit(
          issuer.did(),
          PARTICIPANT,
          clock.instant(),
          NOON.plus(Duration.ofDays(700)),
          Duration.ofDays(366));
      var keys = Files.createTempDirectory("verifier-keys");
      operator = newOperator(keys);
      clock.set(NOON);
      lists = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      lists.createContext(
          "/",
          exchange -> {
            var path = exchange.getRequestURI().getPath();
            boolean isBitstring = path.equals("/bitstrings");
            var token =
                (isBitstring
                        ? bitstring()
                        : listToken(path.equals("/pretender") ? pretender : issuer))
                    .getBytes(StandardCharsets.US_ASCII);
            exchange
                .getResponseHeaders()
                .set(
                    "Content-Type",
                    isBitstring ? BitstringCredential.JWT_MEDIA_TYPE : StatusListToken.MEDIA_TYPE);
            exchange.sendResponseHeaders(listsDown ? 503 : 200, token.length);
            try (var out = exchange.getResponseBody()) {
              out.write(token);
            }
          });
      lists.start();
      int port = freePort();
      base = "http://127.0.0.1:" + port;
      context =
          ApplicationContext.builder()
              .environments("verifier")
              .deduceEnvironment(false)
              .banner(false)
              .properties(
                  Map.of(
                      "micronaut.server.port",
                      port,
                      "hansa.public-url",
                      base,
                      "hansa.operator.did",
                      operator.toString(),
                      "hansa.operator.keys",
                      keys.toString(),
                      "verifier.anchor-delay",
                      "1h",
                      "datasources.default.url",
                      "jdbc:h2:mem:verifier;DB_CLOSE_DELAY=-1;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"))
              .properties(names(keys))
              .build();
      var _ = context.registerSingleton(Clock.class, clock, null, false);
      var _ = context.registerSingleton(Genesis.class, ledger.genesis(), null, false);
      var _ = context.registerSingleton(LedgerTransport.class, new Line(), null, false);
      var _ = context.start();
      var _ = context.getBean(EmbeddedServer.class).start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The operator's other names: a certificate, an attestation and a registration.
  private Map<String, Object> names(Path keys) throws IOException {
    var key = PrivateKeys.read(keys.resolve("assert.jwk")).publicKey();
    var chain =
        authority.leaf(
            "verifier", key, List.of("verifier.example"), List.of(operator.toString()), YEAR);
    var pem = new StringBuilder();
    for (var der : chain.toJson()) {
      pem.append("-----BEGIN CERTIFICATE-----\n")
          .append(der.asText())
          .append("\n-----END CERTIFICATE-----\n");
    }
    var attestation =
        Json.newObject()
            .put("iss", other.did().toString())
            .put("sub", "verifier.hansa.example")
            .put("iat", NOON.getEpochSecond())
            .put("exp", YEAR.until().getEpochSecond());
    attestation.putObject("cnf").set("jwk", key.toJwk());
    var jwt =
        Jws.signJwt(
            "verifier-attestation+jwt", other.assertionName(), attestation, other.assertion());
    return Map.of(
        "verifier.x5c",
        Files.writeString(keys.resolve("chain.pem"), pem).toString(),
        "verifier.attestation",
        Files.writeString(keys.resolve("attestation.jwt"), jwt).toString(),
        "verifier.registered-client-id",
        "hansa-verifier");
  }

  private Did newOperator(Path keys) throws IOException {
    var nym = PrivateKeys.createEd25519(keys.resolve("nym.jwk"), random);
    var assertion = PrivateKeys.createP256(keys.resolve("assert.jwk"), random);
    var authentication = PrivateKeys.createP256(keys.resolve("auth.jwk"), random);
    if (!(nym.publicKey() instanceof VerificationKey.Ed25519Key verkey)) {
      throw new IllegalStateException("a ledger key is Ed25519");
    }
    var did = DidIndy.of(ledger.genesis().network(), verkey);
    var trustee = ledger.trustees().getFirst();
    ledger.write(
        RequestBuilder.newNym(trustee.did(), did, verkey)
            .diddocContent(
                DidDocContents.organisation(did, assertion.publicKey(), authentication.publicKey()))
            .role(Role.ENDORSER)
            .reqId(99_001)
            .build()
            .signedBy(trustee.did(), trustee.nym()));
    return did;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void cutLedger(boolean isCut) {
    cut = isCut;
  }

  void stopLists(boolean isDown) {
    listsDown = isDown;
  }

  URI listUri() {
    return URI.create("http://127.0.0.1:" + lists.getAddress().getPort() + "/lists");
  }

  private String bitstring() {
    var list = BitstringStatusList.ofZeros(BitstringStatusList.ENTRIES_MIN, 1);
    list.set(REVOKED_INDEX, 1, 1);
    return BitstringCredential.sign(
        list,
        listUri().resolve("/bitstrings"),
        "revocation",
        clock.instant(),
        Duration.ofHours(1),
        issuer.assertionName(),
        issuer.assertion());
  }

  private String listToken(Organisation by) {
    var list = StatusList.ofValid(2, 64);
    list.set(REVOKED_INDEX, StatusList.INVALID);
    list.set(SUSPENDED_INDEX, StatusList.SUSPENDED);
    return StatusListToken.sign(
        list,
        by.equals(pretender) ? URI.create(listUri().resolve("/pretender").toString()) : listUri(),
        clock.instant(),
        Duration.ofHours(1),
        Duration.ofSeconds(60),
        by.assertionName(),
        by.assertion());
  }

  /// Claims of a participant credential, issued an hour ago.
  ObjectNode participant(Organisation by, int index) {
    var claims =
        Json.newObject()
            .put("iss", by.did().toString())
            .put("vct", PARTICIPANT.value())
            .put("iat", NOON.minusSeconds(3600).getEpochSecond())
            .put("exp", NOON.plus(Duration.ofDays(100)).getEpochSecond())
            .put("sub", caller.did().toString())
            .put("kind", "LEGAL_ENTITY")
            .put("organizationIdentifier", "VATSE-556012579001")
            .put("legalName", "MNO AB")
            .put("country", "SE")
            .put("termsHash", Bytes.utf8("terms").sha256().toBase64Url())
            .put("onboardedAt", "2026-01-01T00:00:00Z");
    claims.putArray("roles").add("MNO").add("CSP");
    claims
        .putObject("status")
        .putObject("status_list")
        .put("idx", index)
        .put(
            "uri",
            by.equals(pretender)
                ? listUri().resolve("/pretender").toString()
                : listUri().toString());
    claims.putObject("cnf").set("jwk", holder.publicKey().toJwk());
    return claims;
  }

  SdJwt issue(ObjectNode claims, Organisation by) {
    return SdJwt.parse(
        SdJwtIssuance.issue(
            claims,
            Catalogue.hansa().find(PARTICIPANT).orElseThrow().selectiveDisclosure(),
            by.assertionName(),
            by.assertion(),
            random));
  }

  SdJwt credential() {
    return issue(participant(issuer, 1), issuer);
  }

  void anchor() {
    var _ = context.getBean(AnchorWriter.class).anchor();
  }

  /// A call of an organisation, authenticated by its DID.
  HttpResponse<String> call(Organisation by, String method, String path, String body)
      throws IOException, InterruptedException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var uri = URI.create(base + path);
    var token =
        RequestTokens.sign(
            by.authenticationName(),
            by.authentication(),
            base,
            method,
            uri,
            bytes,
            clock.instant(),
            random);
    var request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes));
    if (bytes.length > 0) {
      request.header("Content-Type", "application/json");
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String contentType, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private final class Line implements LedgerTransport {
    private LedgerTransport node() {
      if (cut) {
        throw new LedgerUnavailable("the line is cut");
      }
      return ledger;
    }

    @Override
    public Answer submit(String request) {
      return node().submit(request);
    }

    @Override
    public Answer state(SubLedger subLedger, Bytes key) {
      return node().state(subLedger, key);
    }

    @Override
    public Answer list(SubLedger subLedger, Bytes prefix) {
      return node().list(subLedger, prefix);
    }

    @Override
    public Answer transaction(SubLedger subLedger, long seqNo) {
      return node().transaction(subLedger, seqNo);
    }

    @Override
    public Answer checkpoint() {
      return node().checkpoint();
    }

    @Override
    public Answer consistency(SubLedger subLedger, long first, long second) {
      return node().consistency(subLedger, first, second);
    }
  }
}
