package dev.hansa.wallet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidDocument;
import dev.hansa.identity.DidMethods;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// What stands around a wallet: a server with stand-ins, a ledger of two DIDs, a fixed clock.
final class Town implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final SecureRandom RANDOM = new SecureRandom();
  static final Did ISSUER = Did.parse("did:indy:hansa:7Tqg6BwSSWapxgUDm9KKgg");
  static final Did VERIFIER = Did.parse("did:indy:hansa:C3R8PSBxU6Qcqxg5qD2yHv");
  static final DidUrl ISSUER_NAME = new DidUrl(ISSUER, "assert");
  static final DidUrl VERIFIER_NAME = new DidUrl(VERIFIER, "assert");
  static final Signer ISSUER_KEY = newKey();
  static final Signer VERIFIER_KEY = newKey();

  private final HttpServer server;
  final HttpClient http = HttpClient.newHttpClient();
  final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  final List<String> asked = new ArrayList<>();
  private final Map<Did, DidDocument> documents =
      Map.of(ISSUER, document(ISSUER, ISSUER_KEY), VERIFIER, document(VERIFIER, VERIFIER_KEY));

  /// A request as it came, with its form or its body.
  record Request(HttpExchange exchange, String body) {
    Map<String, String> form() {
      return Http.parameters("?" + body);
    }

    Map<String, String> query() {
      return Http.parameters("?" + exchange.getRequestURI().getRawQuery());
    }

    String header(String name) {
      var value = exchange.getRequestHeaders().getFirst(name);
      return value == null ? "" : value;
    }
  }

  record Reply(int status, String body, Map<String, String> headers) {
    static Reply json(int status, String json) {
      return new Reply(status, json.replace('\'', '"'), Map.of("Content-Type", "application/json"));
    }

    static Reply to(String location) {
      return new Reply(303, "", Map.of("Location", location));
    }
  }

  interface Handler {
    Reply answer(Request request);
  }

  Town() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var name = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      synchronized (asked) {
        asked.add(name);
      }
      var handler = handlers.get(name);
      var reply =
          handler == null ? Reply.json(404, "{}") : handler.answer(new Request(exchange, body));
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  void on(String request, Handler handler) {
    handlers.put(request, handler);
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  DidResolver resolver() {
    return DidMethods.withLedger((did, _) -> {
      var document = documents.get(did);
      return document == null
          ? new DidResolution.NotFound()
          : new DidResolution.Resolved(document, DidResolution.Metadata.NONE);
    });
  }

  Wallet wallet(Path folder) throws IOException {
    return Wallet.open(folder, RANDOM, clock, http, resolver());
  }

  static Signer newKey() {
    return PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(RANDOM));
  }

  private static DidDocument document(Did did, Signer key) {
    var json = Json.newObject().put("id", did.toString());
    json.putArray("verificationMethod")
        .addObject()
        .put("id", did + "#assert")
        .put("type", "JsonWebKey")
        .put("controller", did.toString())
        .set("publicKeyJwk", key.publicKey().toJwk());
    json.putArray("assertionMethod").add("#assert");
    return DidDocument.parse(json);
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
