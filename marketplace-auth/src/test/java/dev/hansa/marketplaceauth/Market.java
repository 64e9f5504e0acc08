package dev.hansa.marketplaceauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.StatusList;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import dev.hansa.ledgerprotocol.DidDocContents;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import dev.hansa.ledgerprotocol.local.Organisation;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// marketplace-auth on a free port, above a ledger in this process, with stand-ins of the verifier
/// and of status lists. One for all test classes, as a start costs seconds.
final class Market {
  static final String SHOP = "shop";
  static final String SHOP_SECRET = "0123456789abcdef0123456789abcdef";
  static final String SHOP_RETURN = "http://127.0.0.1:8080/oauth/callback/hansa";
  static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant FAR = Instant.parse("2027-06-30T00:00:00Z");

  private static final class Holder {
    static final Market MARKET = start();
  }

  final StoryClock clock = new StoryClock();
  final SecureRandom random = new SecureRandom();
  final LocalLedger ledger = LocalLedger.found(clock, random);
  final Organisation marketplace = ledger.organisation(Role.ENDORSER);
  final Organisation authority = ledger.organisation();
  final Organisation regulator = ledger.organisation();
  final Organisation gridOperator = ledger.organisation();
  final Organisation bank = ledger.organisation();
  final VerifierStandIn verifier;
  final StatusStandIn statuses;
  final String base;
  final String marketplaceUrl = "http://127.0.0.1:7406";
  final ApplicationContext context;

  private final AtomicLong places = new AtomicLong();

  static Market open() {
    return Holder.MARKET;
  }

  private static Market start() {
    try {
      return new Market();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Market() throws IOException {
    verifier = new VerifierStandIn(clock);
    statuses = new StatusStandIn(clock);
    accredit(authority, "participant");
    accredit(regulator, "csp-licence");
    accredit(gridOperator, "grid-connection-point");
    accredit(bank, "payment-capability");
    ledger.credentialType(Vct.hansa("mandate"), CredentialType.IssuedBy.MANDATOR);
    int port = freePort();
    base = "http://127.0.0.1:" + port;
    var data = Files.createTempDirectory("marketplace-auth");
    var operator = operator(data.resolve("keys"));
    var properties = new HashMap<String, Object>();
    properties.put("micronaut.server.port", port);
    properties.put("hansa.public-url", base);
    properties.put("hansa.data", data.toString());
    properties.put("hansa.operator.did", operator.toString());
    properties.put("hansa.operator.keys", data.resolve("keys").toString());
    properties.put("hansa.peers.marketplace", marketplace.did().toString());
    properties.put("hansa.urls.marketplace", marketplaceUrl);
    properties.put("hansa.urls.verifier", verifier.url());
    properties.put("auth.clients", clients(data).toString());
    properties.put(
        "datasources.default.url",
        "jdbc:h2:mem:auth;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;"
            + "DB_CLOSE_DELAY=-1");
    context =
        ApplicationContext.builder()
            .environments("marketplace-auth")
            .deduceEnvironment(false)
            .banner(false)
            .properties(properties)
            .build();
    var _ = context.registerSingleton(Clock.class, clock, null, false);
    var _ = context.registerSingleton(Genesis.class, ledger.genesis(), null, false);
    var _ = context.registerSingleton(LedgerTransport.class, ledger, null, false);
    var _ = context.start();
    var _ = context.getBean(EmbeddedServer.class).start();
  }

  private void accredit(Organisation issuer, String type) {
    ledger.credentialType(Vct.hansa(type), CredentialType.IssuedBy.ACCREDITED);
    ledger.accredit(issuer.did(), Vct.hansa(type), LONG_AGO, FAR, Duration.ofDays(800));
  }

  private Did operator(Path keys) throws IOException {
    Files.createDirectories(keys);
    var nym = PrivateKeys.createEd25519(keys.resolve("nym.jwk"), random);
    var assertion = PrivateKeys.createP256(keys.resolve("assert.jwk"), random);
    var authentication = PrivateKeys.createP256(keys.resolve("auth.jwk"), random);
    var key = (VerificationKey.Ed25519Key) nym.publicKey();
    var did = DidIndy.of(ledger.genesis().network(), key);
    var trustee = ledger.trustees().getFirst();
    var _ =
        ledger.write(
            RequestBuilder.newNym(trustee.did(), did, key)
                .diddocContent(
                    DidDocContents.organisation(
                        did, assertion.publicKey(), authentication.publicKey()))
                .role(Role.ENDORSER)
                .reqId(9_000_000_001L)
                .build()
                .signedBy(trustee.did(), trustee.nym()));
    return did;
  }

  private static Path clients(Path data) throws IOException {
    Files.writeString(data.resolve("shop.secret"), SHOP_SECRET, StandardCharsets.UTF_8);
    var file = data.resolve("clients.json");
    Files.writeString(
        file,
        """
        {"clients":[
          {"client_id":"shop","name":"The <shop>","redirect_uris":["%s"],"secret_file":"shop.secret"},
          {"client_id":"other","name":"Another shop","redirect_uris":["https://other.example/back?x=1"]}
        ]}
        """
            .formatted(SHOP_RETURN),
        StandardCharsets.UTF_8);
    return file;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  Signer newKey() {
    return PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
  }

  /// A credential as the verifier says it was shown, with a place in its issuer's status list.
  final class Credential {
    final ObjectNode json = Json.newObject();
    final URI list;
    final long idx = places.incrementAndGet();

    Credential(String queryId, String type, Organisation issuer, Signer holder, ObjectNode claims) {
      list = statuses.list(issuer);
      json.put("queryId", queryId)
          .put("vct", Vct.hansa(type).value())
          .put("issuer", issuer.did().toString())
          .put("keyName", issuer.assertionName().toString())
          .put("holderThumbprint", holder.publicKey().thumbprint().toBase64Url())
          .put("issuedAt", LONG_AGO.toString())
          .put("expires", FAR.toString())
          .put("credentialHash", hash("credential" + idx))
          .put("presentationHash", hash("presentation" + idx));
      json.set("claims", claims);
      json.putObject("status").put("uri", list.toString()).put("idx", idx);
    }

    Credential about(Did subject) {
      json.put("subject", subject.toString());
      return this;
    }

    Credential with(String member, String value) {
      json.put(member, value);
      return this;
    }

    void revoke() {
      statuses.set(list, idx, StatusList.INVALID);
      clock.pass(Duration.ofSeconds(2));
    }
  }

  private static String hash(String text) {
    return Bytes.utf8(text).sha256().toBase64Url();
  }

  Credential participant(Organisation organisation, Signer holder, String... roles) {
    return participant("LEGAL_ENTITY", organisation.did(), holder, roles);
  }

  Credential person(Signer holder, String... roles) {
    return participant("NATURAL_PERSON", DidJwk.of(holder.publicKey()), holder, roles);
  }

  Credential participant(String kind, Did subject, Signer holder, String... roles) {
    var claims = Json.newObject().put("kind", kind).put("country", "SE");
    List.of(roles).forEach(claims.putArray("roles")::add);
    return new Credential("participant", "participant", authority, holder, claims).about(subject);
  }

  Credential licence(Organisation organisation, Signer holder, String... bands) {
    return licenceBy(regulator, organisation, holder, bands);
  }

  Credential licenceBy(
      Organisation issuer, Organisation organisation, Signer holder, String... bands) {
    var claims = Json.newObject();
    claims.putArray("services").add("small-cell").add("mobile");
    claims.putArray("countries").add("SE");
    var spectrum = claims.putArray("spectrum");
    List.of(bands).forEach(band -> spectrum.addObject().put("band", band));
    return new Credential("licence", "csp-licence", issuer, holder, claims)
        .about(organisation.did());
  }

  Credential mandate(Organisation organisation, Signer holder, String kind, String... powers) {
    var claims = Json.newObject();
    claims.putObject("mandator").put("did", organisation.did().toString());
    claims.putObject("mandatee").put("kind", kind);
    claims
        .putObject("limits")
        .put("currency", "EUR")
        .put("perTransactionMinor", 1_000_000)
        .put("perDayMinor", 5_000_000);
    claims.put("loa", "high");
    var list = claims.putArray("power");
    for (var power : powers) {
      var parts = power.split("/", -1);
      list.addObject()
          .put("type", "Domain")
          .put("domain", parts[0])
          .put("function", parts[1])
          .putArray("action")
          .add(parts[2]);
    }
    return new Credential("mandate", "mandate", organisation, holder, claims);
  }

  Credential meter(Did subject, Signer holder, long maxExportW) {
    var claims =
        Json.newObject()
            .put("meteringPointId", "735999100000000010")
            .put("biddingZone", "10Y1001A1001A47J")
            .put("maxExportW", maxExportW);
    claims.putArray("direction").add("IMPORT").add("EXPORT");
    return new Credential("meter", "grid-connection-point", gridOperator, holder, claims)
        .about(subject);
  }

  Credential payment(Did subject, Signer holder, long limitMinor) {
    var claims =
        Json.newObject()
            .put("currency", "EUR")
            .put("limitMinor", limitMinor)
            .put("notBefore", "2026-11-22T00:00:00Z")
            .put("notAfter", "2027-01-01T00:00:00Z");
    return new Credential("payment", "payment-capability", bank, holder, claims).about(subject);
  }

  /// Names for the properties of a resource or context.
  static Map<String, Object> facts(Object... pairs) {
    var facts = new java.util.LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      facts.put((String) pairs[i], pairs[i + 1]);
    }
    return facts;
  }
}
