package dev.hansa.receipts;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerTransport;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Makes the file that proves a receipt. It runs the reader's own checks against the ledger and
/// records what the ledger answered: so the file holds exactly what the checks need.
public final class ReceiptExporter {
  private final ReceiptLog log;
  private final Genesis genesis;
  private final LedgerTransport ledger;
  private final Function<Bytes, Optional<PolicySet>> policySets;
  private final Clock clock;
  private final Duration freshness;

  /// `policySets` finds a policy set by its hash, also one that is no longer in force.
  public ReceiptExporter(
      ReceiptLog log,
      Genesis genesis,
      LedgerTransport ledger,
      Function<Bytes, Optional<PolicySet>> policySets,
      Clock clock,
      Duration freshness) {
    this.log = log;
    this.genesis = genesis;
    this.ledger = ledger;
    this.policySets = policySets;
    this.clock = clock;
    this.freshness = freshness;
  }

  /// The file of a receipt, for its owner. May throw [dev.hansa.identity.LedgerUnavailable].
  public ReceiptExport export(String id, String owner) {
    var found = log.find(id).filter(receipt -> receipt.owner().equals(owner));
    if (found.isEmpty()) {
      return new ReceiptExport.Unknown();
    }
    var receipt = found.get();
    if (receipt.opened().isEmpty()) {
      return new ReceiptExport.Erased();
    }
    var claims = ReceiptClaims.parse(receipt.jws());
    var recorder = RecordedLedger.recording(ledger);
    var reader = LedgerReaderSide.of(genesis, recorder, clock, freshness);
    var anchor = reader.anchor(claims.issuer());
    var place = log.store().place(id);
    if (anchor.isEmpty() || place.isEmpty() || place.getAsLong() >= anchor.get().treeSize()) {
      return new ReceiptExport.NotAnchoredYet();
    }
    long size = anchor.get().treeSize();
    var file =
        new ReceiptFile(
            receipt.jws(),
            Commitments.parse(receipt.opened()),
            new TreeMap<>(receipt.statusTokens()),
            policies(claims),
            new ReceiptFile.Place(place.getAsLong(), size, log.path(place.getAsLong(), size)),
            genesis.toJson(),
            Json.newObject());
    return switch (new ReceiptChecks(file, claims, genesis, reader).run()) {
      case ReceiptCheck.Fails(var check, var sentence) ->
          new ReceiptExport.DoesNotHold(check, sentence);
      case ReceiptCheck.Holds _ ->
          new ReceiptExport.Exported(file.withLedger(recorder.toJson()).toBytes());
    };
  }

  private Optional<ReceiptFile.PolicyTexts> policies(ReceiptClaims claims) {
    if (claims.kind() != ReceiptClaims.Kind.DECISION) {
      return Optional.empty();
    }
    var set = policySets.apply(claims.policySet());
    Invariant.holds(set.isPresent(), "a policy set that decided is kept");
    return set.map(s -> new ReceiptFile.PolicyTexts(s.schemaText(), s.policiesText()));
  }
}
