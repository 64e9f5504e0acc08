package dev.hansa.marketplace;

import dev.hansa.marketplace.domain.AgreementLedger;
import dev.hansa.marketplace.domain.Agreements;
import dev.hansa.marketplace.domain.Books;
import dev.hansa.marketplace.domain.Decisions;
import dev.hansa.marketplace.domain.EvidenceRoom;
import dev.hansa.marketplace.domain.Metering;
import dev.hansa.marketplace.domain.Offerings;
import dev.hansa.marketplace.domain.Orders;
import dev.hansa.marketplace.domain.Readings;
import dev.hansa.marketplace.domain.Reports;
import dev.hansa.marketplace.domain.Settlements;
import dev.hansa.marketplace.domain.SignatureRoom;
import dev.hansa.marketplace.domain.Verifications;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Joins the parts.
@Factory
final class Parts {
  @Singleton
  Orders orders(Books books, Decisions decisions, EvidenceRoom evidence, Clock clock) {
    return new Orders(books, decisions, evidence, clock);
  }

  @Singleton
  Offerings offerings(Offerings.Store store, Decisions decisions, Clock clock) {
    return new Offerings(store, decisions, clock);
  }

  @Singleton
  Metering metering(Verifications verifications, EvidenceRoom evidence, Readings readings) {
    return new Metering(verifications, evidence, readings);
  }

  @Singleton
  Settlements settlements(
      Books books,
      Readings readings,
      Settlements.Store store,
      Clock clock,
      @Value("${market.balancing-party}") String balancingParty,
      @Value("${market.imbalance-short-micro:200000}") long shortMicro,
      @Value("${market.imbalance-over-micro:20000}") long overMicro) {
    return new Settlements(
        books,
        readings,
        store,
        new Settlements.Imbalance(balancingParty, shortMicro, overMicro),
        clock);
  }

  @Singleton
  Agreements agreements(
      Agreements.Store store,
      Decisions decisions,
      SignatureRoom signatures,
      AgreementLedger ledger,
      Clock clock) {
    return new Agreements(store, decisions, signatures, ledger, clock);
  }

  @Singleton
  Reports reports(
      Agreements.Store agreements,
      Reports.Store store,
      Decisions decisions,
      Verifications verifications,
      Clock clock) {
    return new Reports(agreements, store, decisions, verifications, clock);
  }
}
