package dev.hansa.issuer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Catalogue;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.StoryClock;
import dev.hansa.issuer.domain.Appearance;
import dev.hansa.issuer.domain.CredentialRequest;
import dev.hansa.issuer.domain.IssuerPolicy;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import dev.hansa.ledgerprotocol.local.Organisation;
import dev.hansa.servicekit.Jdbc;
import dev.hansa.servicekit.StoreUnavailable;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// An issuer, its ledger and a holder, on a store that a test may let die.
abstract class CrashStage {
  static final Vct PARTICIPANT = Vct.hansa("participant");
  static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  static final int STEPS_MAX = 400;

  final SecureRandom random = new SecureRandom();
  final StoryClock clock = new StoryClock(NOON);
  final LocalLedger ledger = LocalLedger.found(clock, random);
  final Signer holder = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
  private final Organisation organisation = ledger.organisation();
  final Tenant tenant = tenant(IssuerPolicy.PLAIN);

  private DataSource store = open();

  /// A store without tables.
  abstract DataSource open();

  abstract void close(DataSource store);

  @BeforeEach
  void tables() {
    for (var type : Catalogue.hansa().types()) {
      ledger.credentialType(
          type.vct(),
          type.schemaHash(),
          type.presentationSchemaHash(),
          type.typeMetadataHash(),
          type.issuedBy());
    }
    ledger.accredit(
        tenant.did(), PARTICIPANT, NOON, NOON.plus(Duration.ofDays(365)), Duration.ofDays(200));
    var flyway =
        Flyway.configure()
            .dataSource(store)
            .locations("classpath:db/migration/issuer")
            .cleanDisabled(false)
            .load();
    flyway.clean();
    var _ = flyway.migrate();
  }

  @AfterEach
  void away() {
    close(store);
  }

  DataSource store() {
    return store;
  }

  Tenant tenant(IssuerPolicy policy) {
    return new Tenant(
        new TenantName("authority"),
        organisation.did(),
        "The authority",
        organisation.assertion(),
        Optional.empty(),
        URI.create("https://issuer.example/authority"),
        Appearance.PLAIN,
        policy);
  }

  Instance instance(DataSource on) {
    return new Instance(on, ledger, clock, random, DidJwk.of(holder.publicKey()));
  }

  String wish(String requestId, String more) {
    return "{\"requestId\":\""
        + requestId
        + "\",\"vct\":\""
        + PARTICIPANT
        + "\",\"txCode\":false,"
        + more
        + "\"claims\":"
        + claims()
        + "}";
  }

  ObjectNode claims() {
    var claims =
        Json.newObject()
            .put("sub", DidJwk.of(holder.publicKey()).toString())
            .put("kind", "NATURAL_PERSON")
            .put("country", "SE")
            .put("termsHash", "A".repeat(43))
            .put("onboardedAt", "2026-06-01T11:00:00Z");
    claims.putArray("roles").add("PROSUMER");
    return claims;
  }

  CredentialRequest request(Instance instance) {
    var header = Json.newObject().put("typ", "openid4vci-proof+jwt");
    header.set("jwk", holder.publicKey().toJwk());
    var proof =
        Json.newObject()
            .put("aud", tenant.identifier().toString())
            .put("iat", clock.instant().getEpochSecond())
            .put("nonce", instance.nonces.make(tenant.name(), clock.instant()));
    var json = Json.newObject().put("credential_configuration_id", PARTICIPANT.value());
    json.putObject("proofs").putArray("jwt").add(Jws.sign(header, Json.utf8(proof), holder));
    return CredentialRequest.parse(json.toString());
  }

  /// Asks until there is an answer; the store is started again when it died.
  static final class Persistent {
    private final FaultyStore store;
    private boolean died;

    Persistent(FaultyStore store) {
      this.store = store;
    }

    boolean died() {
      return died;
    }

    <T> T ask(Supplier<T> question) {
      for (int attempt = 0; attempt < 5; attempt++) {
        try {
          return question.get();
        } catch (StoreUnavailable e) {
          died |= store.restart();
        }
      }
      throw new AssertionError("the store dies once");
    }
  }

  static long count(Jdbc jdbc, String sql, Object... arguments) {
    return jdbc.one(sql, row -> row.number("n"), arguments).orElseThrow();
  }

  /// A way that an instance goes, asked for by somebody who does not give up.
  interface Walk {
    void go(Instance instance, Persistent persistent, String name);
  }

  /// Goes a way again and again, with a store that dies one step later each time, until it does not
  /// die at all.
  void everyStep(FaultyStore.Side side, Walk walk) {
    for (int step = 1; step < STEPS_MAX; step++) {
      var faulty = new FaultyStore(store);
      faulty.dieAt(step, side);
      var persistent = new Persistent(faulty);
      walk.go(instance(faulty), persistent, side + "-" + step);
      if (!persistent.died()) {
        // The whole way has fewer steps: each of them was tried.
        assertThat(step).isGreaterThan(10);
        return;
      }
    }
    throw new AssertionError("a way has an end");
  }
}
