package dev.hansa.receipts;

import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.Signer;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.Payloads;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.WriteResult;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// Anchors the log's root on the ledger. Called every few seconds; a call that finds nothing new
/// does nothing, and one after an outage catches up, because an anchor speaks for the whole log.
public final class AnchorWriter {
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final ReceiptLog log;
  private final LedgerClient ledger;
  private final Did operator;
  private final Signer nym;
  private final Clock clock;
  private final SecureRandom random;

  public AnchorWriter(
      ReceiptLog log,
      LedgerClient ledger,
      Did operator,
      Signer nym,
      Clock clock,
      SecureRandom random) {
    this.log = log;
    this.ledger = ledger;
    this.operator = operator;
    this.nym = nym;
    this.clock = clock;
    this.random = random;
  }

  /// What a call did.
  public sealed interface Anchoring {
    /// The name that metrics use.
    default String name() {
      return switch (this) {
        case NothingNew _ -> "nothing-new";
        case Anchored _ -> "anchored";
        case LedgerSilent _ -> "ledger-silent";
        case Refused _ -> "refused";
      };
    }

    /// Every receipt is anchored already.
    record NothingNew() implements Anchoring {}

    record Anchored(long treeSize, long ledgerHeight) implements Anchoring {}

    /// Nothing is known of the write's fate; the next call sends it again.
    record LedgerSilent() implements Anchoring {}

    record Refused(String rule) implements Anchoring {}
  }

  public Anchoring anchor() {
    long size = log.sequence();
    if (size <= log.store().anchored()) {
      return new Anchoring.NothingNew();
    }
    try {
      return write(size);
    } catch (LedgerUnavailable e) {
      return new Anchoring.LedgerSilent();
    }
  }

  private Anchoring write(long size) {
    var request =
        RequestBuilder.payload(
                PayloadType.ANCHOR,
                operator,
                clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS),
                Payloads.anchor(ReceiptLog.NAME, size, log.root(size)))
            .reqId(random.nextLong(1, Json.INTEGER_MAX))
            .build()
            .signedBy(operator, nym);
    return switch (ledger.submit(request)) {
      case WriteResult.Written written -> {
        log.store().setAnchored(size);
        yield new Anchoring.Anchored(size, written.height());
      }
      case WriteResult.Refused(var rule, _) -> new Anchoring.Refused(rule);
      case WriteResult.OtherSignatures _ -> new Anchoring.LedgerSilent();
    };
  }
}
