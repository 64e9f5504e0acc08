package dev.hansa.marketplaceauth.http;

import dev.hansa.marketplaceauth.domain.Logins;
import dev.hansa.marketplaceauth.domain.Members;
import dev.hansa.marketplaceauth.domain.Rests;
import dev.hansa.marketplaceauth.domain.Sessions;
import dev.hansa.receipts.AnchorWriter;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens by itself: receipts are anchored, and what is over is forgotten.
@Singleton
class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration KEPT = Duration.ofDays(1);

  private final AnchorWriter anchors;
  private final Logins logins;
  private final Sessions sessions;
  private final dev.hansa.marketplaceauth.domain.Showings showings;
  private final Members members;
  private final Rests rests;
  private final Clock clock;
  private final Measures measures;

  Upkeep(
      AnchorWriter anchors,
      Logins logins,
      Sessions sessions,
      dev.hansa.marketplaceauth.domain.Showings showings,
      Members members,
      Rests rests,
      Clock clock,
      Measures measures) {
    this.anchors = anchors;
    this.logins = logins;
    this.sessions = sessions;
    this.showings = showings;
    this.members = members;
    this.rests = rests;
    this.clock = clock;
    this.measures = measures;
  }

  @Scheduled(fixedDelay = "5s", initialDelay = "2s")
  void anchor() {
    switch (anchors.anchor()) {
      case AnchorWriter.Anchoring.NothingNew() -> {}
      case AnchorWriter.Anchoring.Anchored(_, _) -> measures.anchor("anchored");
      case AnchorWriter.Anchoring.LedgerSilent() -> {
        measures.anchor("ledger-silent");
        LOG.warn("receipts wait for the ledger, which does not answer");
      }
      case AnchorWriter.Anchoring.Refused(var rule) -> {
        measures.anchor("refused");
        LOG.error("the ledger refuses to anchor receipts: {}", rule);
      }
    }
  }

  @Scheduled(fixedDelay = "10m", initialDelay = "1m")
  void forget() {
    var before = clock.instant().minus(KEPT);
    logins.forget(before);
    sessions.forget(before);
    showings.forget(before);
    members.forget(before);
    rests.forget(before);
  }
}
