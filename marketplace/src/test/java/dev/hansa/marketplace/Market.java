package dev.hansa.marketplace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidDocument;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.DpopProofs;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.RequestTokens;
import dev.hansa.identity.Signer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A market that runs, with parties whose tokens are really signed.
final class Market implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");
  static final String ZONE = "10Y1001A1001A46L";

  final StandIns peers = new StandIns();
  final MovingClock clock = new MovingClock();
  private final SecureRandom random = new SecureRandom();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Did auth = Did.parse("did:indy:hansa:Auth");
  private final Signer authKey = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
  private final Signer dpopKey = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
  private final Map<Did, DidDocument> documents = new ConcurrentHashMap<>();
  private final ApplicationContext context;
  private final String url;

  Market(Path folder) throws IOException {
    var operator = Did.parse("did:indy:hansa:Market");
    var keys = folder.resolve("keys");
    var _ = PrivateKeys.readOrCreateEd25519(keys.resolve("nym.jwk"), random);
    var _ = PrivateKeys.readOrCreateP256(keys.resolve("assert.jwk"), random);
    var _ = PrivateKeys.readOrCreateP256(keys.resolve("auth.jwk"), random);
    know(auth, "assert", authKey);
    int port = freePort();
    url = "http://127.0.0.1:" + port;
    var properties = new HashMap<String, Object>();
    properties.put("micronaut.server.port", port);
    properties.put("hansa.public-url", url);
    properties.put("hansa.operator.did", operator.toString());
    properties.put("hansa.operator.keys", keys.toString());
    properties.put("hansa.peers.marketplace-auth", auth.toString());
    properties.put("hansa.urls.marketplace-auth", peers.url());
    properties.put("hansa.urls.verifier", peers.url());
    properties.put(
        "datasources.default.url",
        "jdbc:h2:file:"
            + folder.resolve("db")
            + ";WRITE_DELAY=0;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
    DidResolver resolver =
        (did, _) ->
            Optional.ofNullable(documents.get(did))
                .<DidResolution>map(
                    document -> new DidResolution.Resolved(document, DidResolution.Metadata.NONE))
                .orElseGet(DidResolution.NotFound::new);
    context =
        ApplicationContext.builder()
            .environments("marketplace")
            .deduceEnvironment(false)
            .properties(properties)
            .singletons(resolver, clock)
            .start();
    var _ = context.getBean(EmbeddedServer.class).start();
  }

  private static int freePort() throws IOException {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void know(Did did, String fragment, Signer key) {
    var json = Json.newObject().put("id", did.toString());
    json.putArray("verificationMethod")
        .addObject()
        .put("id", did + "#" + fragment)
        .put("type", "JsonWebKey")
        .set("publicKeyJwk", key.publicKey().toJwk());
    json.putArray("assertionMethod").add(did + "#" + fragment);
    json.putArray("authentication").add(did + "#" + fragment);
    documents.put(did, DidDocument.parse(json));
  }

  /// Knows an organisation, and gives the key of its API calls.
  Signer organisation(Did did) {
    var key = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
    know(did, "auth", key);
    return key;
  }

  HttpResponse<String> post(String party, String path, ObjectNode body) {
    return send("POST", party, path, body.toString());
  }

  HttpResponse<String> get(String party, String path) {
    return send("GET", party, path, "");
  }

  HttpResponse<String> send(String method, String party, String path, String body) {
    var token = token(party);
    var uri = URI.create(url + path);
    var proof = DpopProofs.sign(dpopKey, method, uri, Optional.of(token), clock.instant(), random);
    return send(method, uri, body, Map.of("Authorization", "DPoP " + token, "DPoP", proof));
  }

  HttpResponse<String> postAs(Did did, Signer key, String path, ObjectNode body) {
    var uri = URI.create(url + path);
    var bytes = Json.utf8(body);
    var token =
        RequestTokens.sign(
            new DidUrl(did, "auth"), key, url, "POST", uri, bytes, clock.instant(), random);
    return send("POST", uri, body.toString(), Map.of("Authorization", "Bearer " + token));
  }

  HttpResponse<String> plain(String method, String path, String body) {
    return send(method, URI.create(url + path), body, Map.of());
  }

  private HttpResponse<String> send(
      String method, URI uri, String body, Map<String, String> headers) {
    var request = HttpRequest.newBuilder(uri).header("Content-Type", "application/json");
    headers.forEach(request::header);
    request.method(
        method,
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String token(String party) {
    long now = clock.instant().getEpochSecond();
    var claims =
        Json.newObject()
            .put("iss", peers.url())
            .put("aud", url)
            .put("sub", "sub-" + party.hashCode())
            .put("party", party)
            .put("sid", "sid-" + party)
            .put("agent", "agent-" + party)
            .put("client_id", "hansa-cli")
            .put("jti", "jti")
            .put("iat", now)
            .put("exp", now + 300);
    claims.putArray("roles").add("PROSUMER");
    claims.putObject("cnf").put("jkt", dpopKey.publicKey().thumbprint().toBase64Url());
    return Jws.signJwt("at+jwt", new DidUrl(auth, "assert"), claims, authKey);
  }

  @Override
  public void close() {
    context.close();
    peers.close();
    http.close();
  }

  static final class MovingClock extends Clock {
    private volatile Instant now = NOON;

    void set(Instant instant) {
      now = instant;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
