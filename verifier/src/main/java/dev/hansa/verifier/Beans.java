package dev.hansa.verifier;

import dev.hansa.credentials.CredentialVerifier;
import dev.hansa.credentials.HttpStatusLists;
import dev.hansa.identity.Accreditations;
import dev.hansa.identity.CredentialTypes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.X509Chain;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.receipts.AnchorWriter;
import dev.hansa.receipts.LogStore;
import dev.hansa.receipts.ReceiptExporter;
import dev.hansa.receipts.ReceiptLog;
import dev.hansa.receipts.ReceiptWriter;
import dev.hansa.receipts.store.JdbcLogStore;
import dev.hansa.servicekit.OperatorKeys;
import dev.hansa.servicekit.StoreUnavailable;
import dev.hansa.verifier.domain.ClientIdPrefix;
import dev.hansa.verifier.domain.ClientNames;
import dev.hansa.verifier.domain.Presentations;
import dev.hansa.verifier.domain.RequestObjects;
import dev.hansa.verifier.domain.Requests;
import dev.hansa.verifier.domain.Verifications;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/// Joins the parts.
@Factory
final class Beans {
  @Singleton
  VerifierConfig config(
      @Value("${hansa.public-url}") String publicUrl,
      @Value("${hansa.operator.did}") String operator,
      Genesis genesis,
      @Value("${verifier.request-lifetime}") Duration requestLifetime,
      @Value("${verifier.result-lifetime}") Duration resultLifetime,
      @Value("${verifier.open-requests-max}") int openRequestsMax) {
    return new VerifierConfig(
        URI.create(publicUrl),
        genesis.network(),
        Did.parse(operator),
        requestLifetime,
        resultLifetime,
        openRequestsMax);
  }

  @Singleton
  CredentialVerifier credentialVerifier(
      DidResolver resolver,
      Accreditations accreditations,
      CredentialTypes types,
      HttpClient http,
      Clock clock) {
    return new CredentialVerifier(
        resolver, accreditations, types, new HttpStatusLists(http, resolver, clock));
  }

  @Singleton
  LogStore logStore(DataSource source) {
    return new JdbcLogStore(source, StoreUnavailable::new);
  }

  @Singleton
  ReceiptLog receiptLog(LogStore store) {
    return new ReceiptLog(store);
  }

  @Singleton
  ReceiptWriter receiptWriter(
      OperatorKeys keys, Genesis genesis, Clock clock, SecureRandom random) {
    return new ReceiptWriter(keys.assertionName(), keys.assertion(), genesis.hash(), clock, random);
  }

  @Singleton
  AnchorWriter anchorWriter(
      ReceiptLog log, LedgerClient ledger, OperatorKeys keys, Clock clock, SecureRandom random) {
    return new AnchorWriter(log, ledger, keys.did(), keys.nym(), clock, random);
  }

  @Singleton
  ReceiptExporter receiptExporter(
      ReceiptLog log, Genesis genesis, LedgerTransport ledger, LedgerClient client, Clock clock) {
    // A verification rests on no policies.
    return new ReceiptExporter(
        log, genesis, ledger, _ -> Optional.empty(), clock, client.freshnessMax());
  }

  @Singleton
  RequestObjects requestObjects(
      VerifierConfig config, ClientNames names, Clock clock, SecureRandom random) {
    return new RequestObjects(config, names, clock, random);
  }

  /// The names that the operator has besides its DID, each from a file or a setting of its own.
  @Singleton
  ClientNames clientNames(
      OperatorKeys keys,
      @Value("${verifier.x5c:}") String chain,
      @Value("${verifier.attestation:}") String attestation,
      @Value("${verifier.registered-client-id:}") String registered,
      @Value("${verifier.client-id-prefix}") String usual) {
    return new ClientNames(
        keys.assertionName(),
        keys.assertion(),
        keys.authenticationName(),
        keys.authentication(),
        text(chain, "verifier.x5c").map(X509Chain::ofPem),
        text(attestation, "verifier.attestation").map(String::strip),
        Optional.of(registered).filter(name -> !name.isEmpty()),
        ClientIdPrefix.parse(usual));
  }

  private static Optional<String> text(String file, String key) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new IllegalArgumentException(key + " names a file that can be read", e);
    }
  }

  @Singleton
  Verifications verifications(
      VerifierConfig config,
      ClientNames names,
      CredentialVerifier verifier,
      LedgerClient ledger,
      ReceiptWriter writer,
      ReceiptLog log,
      Requests requests,
      Clock clock) {
    return new Verifications(config, names, verifier, ledger, writer, log, requests, clock);
  }

  @Singleton
  Presentations presentations(
      VerifierConfig config,
      ClientNames names,
      Requests requests,
      Verifications verifications,
      Clock clock,
      SecureRandom random) {
    return new Presentations(config, names, requests, verifications, clock, random);
  }
}
