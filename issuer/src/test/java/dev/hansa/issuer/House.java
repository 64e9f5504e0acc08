package dev.hansa.issuer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Catalogue;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.DidMethods;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.DidDocContents;
import dev.hansa.ledgerprotocol.LedgerDids;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A ledger with organisations on it, and the issuer's whole service on a port.
public final class House implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private static final AtomicLong REQ_IDS = new AtomicLong(1_000_000);
  private static final AtomicLong TICKS = new AtomicLong(1_000_000);

  public final StoryClock clock = new StoryClock(NOON);
  public final SecureRandom random = new SecureRandom();
  public final LocalLedger ledger = LocalLedger.found(clock, random);
  public final StubVerifier verifier =
      new StubVerifier(DidMethods.withLedger(new LedgerDids(ledger.client(), clock)), clock);
  public final Path data;
  public final String base;

  private final int port;
  private ApplicationContext context;

  /// An organisation that issues: its DID, keys in a folder, and its name in the service.
  public record Issuer(String name, Did did, Path keys, Signer assertion, Signer authentication) {
    public DidUrl authenticationName() {
      return new DidUrl(did, "auth");
    }
  }

  private static final class Shared {
    static final House HOUSE = make();

    private static House make() {
      try {
        return new House(Files.createTempDirectory("issuer-house"));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// The one that all HTTP tests share; a context costs seconds.
  public static House shared() {
    return Shared.HOUSE;
  }

  public House(Path data) throws IOException {
    this.data = data;
    try (var socket = new ServerSocket(0)) {
      this.port = socket.getLocalPort();
    }
    this.base = "http://127.0.0.1:" + port;
    for (var type : Catalogue.hansa().types()) {
      ledger.credentialType(
          type.vct(),
          type.schemaHash(),
          type.presentationSchemaHash(),
          type.typeMetadataHash(),
          type.issuedBy());
    }
    this.context = start();
  }

  private ApplicationContext start() {
    var started =
        ApplicationContext.builder()
            .environments("issuer")
            .properties(
                Map.of(
                    "micronaut.server.port",
                    port,
                    "hansa.public-url",
                    base,
                    "hansa.urls.verifier",
                    verifier.base(),
                    "hansa.data",
                    data.toString(),
                    "datasources.default.url",
                    "jdbc:h2:file:"
                        + data.resolve("db")
                        + ";WRITE_DELAY=0;MODE=PostgreSQL;"
                        + "DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"))
            .singletons(clock, random, ledger, ledger.genesis())
            .start();
    started.getBean(EmbeddedServer.class).start();
    return started;
  }

  /// Stops the service and starts it again on the same folder.
  public void restart() {
    context.close();
    context = start();
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /// A new organisation with a tenant folder, accredited for these types for a year.
  public Issuer issuer(String name, String... types) {
    try {
      var keys = data.resolve("keys").resolve(name);
      var nym = PrivateKeys.createEd25519(keys.resolve("nym.jwk"), random);
      var assertion = PrivateKeys.createP256(keys.resolve("assert.jwk"), random);
      var authentication = PrivateKeys.createP256(keys.resolve("auth.jwk"), random);
      if (!(nym.publicKey() instanceof Ed25519Key verkey)) {
        throw new AssertionError("a ledger key is Ed25519");
      }
      var did = DidIndy.of(ledger.genesis().network(), verkey);
      var trustee = ledger.trustees().getFirst();
      ledger.write(
          RequestBuilder.newNym(trustee.did(), did, verkey)
              .diddocContent(
                  DidDocContents.organisation(
                      did, assertion.publicKey(), authentication.publicKey()))
              .reqId(REQ_IDS.incrementAndGet())
              .build()
              .signedBy(trustee.did(), trustee.nym()));
      var issuer = new Issuer(name, did, keys, assertion, authentication);
      for (var type : types) {
        accredit(issuer, Vct.hansa(type));
      }
      tenant(issuer, keys);
      return issuer;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public void accredit(Issuer issuer, Vct vct) {
    accredit(issuer, vct, Duration.ofDays(200));
  }

  public void accredit(Issuer issuer, Vct vct, Duration validityMax) {
    var now = clock.instant();
    ledger.accredit(issuer.did(), vct, now, now.plus(Duration.ofDays(2000)), validityMax);
  }

  /// Writes the tenant's folder, with the keys of that folder.
  public void tenant(Issuer issuer, Path keys) throws IOException {
    tenant(issuer, keys, _ -> {});
  }

  /// The same with more in its file, and the files that this names beside it.
  public void tenant(Issuer issuer, Path keys, Consumer<ObjectNode> more) throws IOException {
    var folder = data.resolve("issuer.tenants").resolve(issuer.name());
    var _ = Files.createDirectories(folder);
    var json =
        Json.newObject()
            .put("did", issuer.did().toString())
            .put("displayName", "The <" + issuer.name() + ">")
            .put("keys", keys.toString());
    more.accept(json);
    var _ = Files.writeString(folder.resolve("tenant.json"), json.toString());
    // Two writes in one tick of the file system's clock look like one.
    var _ =
        Files.setLastModifiedTime(
            folder.resolve("tenant.json"), FileTime.fromMillis(TICKS.incrementAndGet()));
  }

  @Override
  public void close() {
    context.close();
    verifier.close();
  }
}
