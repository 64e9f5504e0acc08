package dev.hansa.marketplaceauth;

import dev.hansa.credentials.HttpStatusLists;
import dev.hansa.identity.DidResolver;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.marketplaceauth.domain.Decisions;
import dev.hansa.marketplaceauth.domain.Members;
import dev.hansa.marketplaceauth.domain.Rests;
import dev.hansa.marketplaceauth.domain.Sessions;
import dev.hansa.marketplaceauth.domain.Showings;
import dev.hansa.marketplaceauth.domain.Standings;
import dev.hansa.marketplaceauth.domain.StatusSource;
import dev.hansa.marketplaceauth.peers.ListedStatuses;
import dev.hansa.receipts.AnchorWriter;
import dev.hansa.receipts.LogStore;
import dev.hansa.receipts.PolicySet;
import dev.hansa.receipts.ReceiptExporter;
import dev.hansa.receipts.ReceiptLog;
import dev.hansa.receipts.ReceiptWriter;
import dev.hansa.receipts.store.JdbcLogStore;
import dev.hansa.servicekit.OperatorKeys;
import dev.hansa.servicekit.StoreUnavailable;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/// Joins what receipts and status lists need.
@Factory
final class LedgerBeans {
  @Singleton
  StatusSource statuses(HttpClient http, DidResolver resolver, Clock clock) {
    return new ListedStatuses(new HttpStatusLists(http, resolver, clock));
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
  ReceiptExporter exporter(
      ReceiptLog log,
      Genesis genesis,
      LedgerTransport ledger,
      LedgerClient client,
      PolicySet policies,
      Clock clock) {
    return new ReceiptExporter(
        log,
        genesis,
        ledger,
        hash -> policies.hash().equals(hash) ? Optional.of(policies) : Optional.empty(),
        clock,
        client.freshnessMax());
  }

  @Singleton
  Decisions decisions(
      Sessions sessions,
      Members members,
      Showings showings,
      Standings standings,
      PolicySet policies,
      ReceiptWriter writer,
      ReceiptLog log,
      Rests rests,
      Clock clock) {
    return new Decisions(
        sessions, members, showings, standings, policies, writer, log::add, rests, clock);
  }
}
