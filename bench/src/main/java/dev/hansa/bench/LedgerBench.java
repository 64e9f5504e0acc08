package dev.hansa.bench;

import dev.hansa.identity.DidIndy;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.GenesisBuilder;
import dev.hansa.ledgerprotocol.RequestBuilder;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The node over HTTP: durable NYM writes by 64 clients, and reads of a DID with its proof.
final class LedgerBench {
  private static final int CLIENTS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration MEASURED = Duration.ofSeconds(8);
  private static final String NETWORK = "hansa";

  private LedgerBench() {}

  static List<Row> run(SecureRandom random, double ed25519Checks) throws Exception {
    var folder = Files.createTempDirectory("hansa-bench-");
    var nodeKey = PrivateKeys.createEd25519(folder.resolve("node.jwk"), random);
    var trustees = new ArrayList<Signer>();
    var genesis = new GenesisBuilder(NETWORK, Clock.systemUTC().instant());
    for (int i = 0; i < 3; i++) {
      var trustee = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random));
      trustees.add(trustee);
      var _ = genesis.trustee((Ed25519Key) trustee.publicKey());
    }
    var steward = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random));
    var _ = genesis.steward((Ed25519Key) steward.publicKey());
    var _ =
        genesis.node(
            "Bench",
            (Ed25519Key) nodeKey.publicKey(),
            DidIndy.of(NETWORK, (Ed25519Key) steward.publicKey()),
            "127.0.0.1",
            9701,
            9702);
    Files.writeString(folder.resolve("genesis.json"), genesis.build().text());
    try (var context = node(folder, freePort());
        var http = HttpClient.newHttpClient()) {
      var url = context.getBean(EmbeddedServer.class).start().getURI();
      double writes = writes(url, http, trustees.getFirst(), random);
      double reads = reads(url, http, trustees.getFirst());
      double bare = bare(url, http);
      return List.of(
          Row.rate(
              "durable ledger writes, " + CLIENTS + " clients over HTTP",
              writes,
              5000,
              "bare signature checks",
              ed25519Checks),
          Row.rate("DID reads with proof over HTTP", reads, 5000, "the health endpoint", bare));
    }
  }

  private static ApplicationContext node(Path folder, int port) {
    var properties = new HashMap<String, Object>();
    properties.put("micronaut.server.port", port);
    properties.put("hansa.genesis", folder.resolve("genesis.json").toString());
    properties.put("hansa.data", folder.toString());
    properties.put("hansa.node-key", folder.resolve("node.jwk").toString());
    properties.put("hansa.public-url", "http://127.0.0.1:" + port);
    return ApplicationContext.builder()
        .environments("ledger-pool")
        .deduceEnvironment(false)
        .properties(properties)
        .start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static double writes(URI url, HttpClient http, Signer trustee, SecureRandom random)
      throws Exception {
    var author = DidIndy.of(NETWORK, (Ed25519Key) trustee.publicKey());
    var reqIds = new AtomicLong(System.nanoTime());
    Rate.Operation write =
        () -> {
          var key = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random));
          var verkey = (Ed25519Key) key.publicKey();
          var request =
              RequestBuilder.newNym(author, DidIndy.of(NETWORK, verkey), verkey)
                  .reqId(reqIds.incrementAndGet())
                  .build()
                  .signedBy(author, trustee);
          require(
              http.send(
                  HttpRequest.newBuilder(url.resolve("/v1/requests"))
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(request.text()))
                      .build(),
                  HttpResponse.BodyHandlers.ofString()),
              201);
        };
    return Rate.of(WARM_UP, MEASURED, java.util.Collections.nCopies(CLIENTS, write));
  }

  private static double reads(URI url, HttpClient http, Signer trustee) throws Exception {
    var did = DidIndy.of(NETWORK, (Ed25519Key) trustee.publicKey());
    var key = dev.hansa.ledgerprotocol.Nym.key(DidIndy.id(did, NETWORK));
    var request = HttpRequest.newBuilder(url.resolve("/v1/state/1/" + key.toBase64Url())).build();
    Rate.Operation read =
        () -> require(http.send(request, HttpResponse.BodyHandlers.ofString()), 200);
    return Rate.of(WARM_UP, MEASURED, java.util.Collections.nCopies(16, read));
  }

  private static double bare(URI url, HttpClient http) throws Exception {
    var request = HttpRequest.newBuilder(url.resolve("/health")).build();
    Rate.Operation read =
        () -> require(http.send(request, HttpResponse.BodyHandlers.ofString()), 200);
    return Rate.of(WARM_UP, MEASURED, java.util.Collections.nCopies(16, read));
  }

  private static void require(HttpResponse<String> response, int status) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(
          "what is measured must also be right; status " + response.statusCode());
    }
  }
}
