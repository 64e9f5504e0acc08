package dev.hansa.servicekit;

import dev.hansa.identity.Accreditations;
import dev.hansa.identity.CredentialTypes;
import dev.hansa.identity.DidMethods;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.DidWeb;
import dev.hansa.ledgerprotocol.EvidenceFolder;
import dev.hansa.ledgerprotocol.EvidenceStore;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.HttpLedgerTransport;
import dev.hansa.ledgerprotocol.LedgerAccreditations;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerCredentialTypes;
import dev.hansa.ledgerprotocol.LedgerDids;
import dev.hansa.ledgerprotocol.LedgerTransport;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger's client and what it proves, where `hansa.genesis` and `hansa.ledger.nodes` are set.
/// Nodes are only asked; what is believed ends in the genesis file.
@Factory
final class LedgerBeans {
  private static final Logger EVIDENCE = LoggerFactory.getLogger("evidence");

  @Singleton
  @Requires(property = "hansa.genesis")
  @Requires(missingBeans = Genesis.class)
  Genesis genesis(@Value("${hansa.genesis}") String file) throws IOException {
    return Genesis.load(Path.of(file));
  }

  @Singleton
  @Requires(property = "hansa.ledger.nodes")
  @Requires(missingBeans = LedgerTransport.class)
  LedgerTransport transport(@Value("${hansa.ledger.nodes}") String nodes, HttpClient http) {
    List<URI> addresses =
        Arrays.stream(nodes.split(",")).map(String::strip).map(URI::create).toList();
    return new HttpLedgerTransport(addresses, http);
  }

  /// In the service's data folder, where it has one; each find is a line in the log.
  @Singleton
  @Requires(missingBeans = EvidenceStore.class)
  EvidenceStore evidence(@Value("${hansa.data:}") String data) {
    return data.isEmpty()
        ? found -> EVIDENCE.error("ledger evidence {}: {}", found.kind().code(), found.sentence())
        : new EvidenceFolder(Path.of(data).resolve("evidence"), EVIDENCE::error);
  }

  @Singleton
  @Requires(beans = {Genesis.class, LedgerTransport.class})
  @Requires(missingBeans = LedgerClient.class)
  LedgerClient client(
      Genesis genesis,
      LedgerTransport transport,
      Clock clock,
      @Value("${hansa.ledger.freshness:60s}") Duration freshness,
      EvidenceStore evidence) {
    return new LedgerClient(genesis, transport, clock, freshness, evidence);
  }

  /// Not a resolver of its own in the context: the one that every method goes through is below.
  @Singleton
  @Bean(typed = LedgerDids.class)
  @Requires(beans = LedgerClient.class)
  LedgerDids ledgerDids(LedgerClient client, Clock clock) {
    return new LedgerDids(client, clock);
  }

  @Singleton
  @Requires(beans = LedgerDids.class)
  @Requires(missingBeans = DidResolver.class)
  DidMethods didMethods(LedgerDids indy, HttpClient http) {
    return DidMethods.withLedger(indy).with(DidWeb.METHOD, new DidWeb(new HttpWeb(http)));
  }

  @Singleton
  @Requires(beans = LedgerClient.class)
  @Requires(missingBeans = Accreditations.class)
  LedgerAccreditations accreditations(LedgerClient client, Clock clock) {
    return new LedgerAccreditations(client, clock);
  }

  @Singleton
  @Requires(beans = LedgerClient.class)
  @Requires(missingBeans = CredentialTypes.class)
  LedgerCredentialTypes credentialTypes(LedgerClient client, Clock clock) {
    return new LedgerCredentialTypes(client, clock);
  }
}
