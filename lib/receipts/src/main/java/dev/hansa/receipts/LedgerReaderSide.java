package dev.hansa.receipts;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.DidVersion;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.VerificationRelationship;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.Keys;
import dev.hansa.ledgerprotocol.LedgerAccreditations;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerCredentialTypes;
import dev.hansa.ledgerprotocol.LedgerDids;
import dev.hansa.ledgerprotocol.SubLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a receipt's reader asks the ledger. Each answer is proved, and each question is asked once.
/// What counts is what the ledger knew at the time of the receipt; its history is in the answers.
final class LedgerReaderSide {
  /// Answers in a file are as old as the file.
  private static final Instant ANY_TIME = Instant.parse("9999-12-31T00:00:00Z");

  private static final Duration ANY_AGE = Duration.ofDays(3_650_000);
  private static final Duration WHILE_READING = Duration.ofHours(1);

  private final LedgerClient client;
  private final LedgerDids dids;
  private final LedgerAccreditations accreditations;
  private final LedgerCredentialTypes types;
  private final Map<Did, Optional<Anchor>> anchors = new HashMap<>();

  record Anchor(long treeSize, Bytes rootHash) {}

  private LedgerReaderSide(LedgerClient client, Clock clock) {
    this.client = client;
    this.dids = new LedgerDids(client, clock, WHILE_READING);
    this.accreditations = new LedgerAccreditations(client, clock, WHILE_READING);
    this.types = new LedgerCredentialTypes(client, clock, WHILE_READING);
  }

  /// Reads nodes as they are now, and records their answers.
  static LedgerReaderSide of(
      Genesis genesis, RecordedLedger nodes, Clock clock, Duration freshness) {
    return new LedgerReaderSide(new LedgerClient(genesis, nodes, clock, freshness), clock);
  }

  /// Reads the answers in a file, however old.
  static LedgerReaderSide offline(Genesis genesis, RecordedLedger file) {
    var clock = Clock.fixed(ANY_TIME, ZoneOffset.UTC);
    return new LedgerReaderSide(new LedgerClient(genesis, file, clock, ANY_AGE), clock);
  }

  /// What the operator anchored last of its receipts' log.
  Optional<Anchor> anchor(Did operator) {
    return anchors.computeIfAbsent(
        operator,
        did ->
            client
                .state(SubLedger.MARKET, Keys.anchor(did, ReceiptLog.NAME))
                .value()
                .map(LedgerReaderSide::read));
  }

  private static Anchor read(Bytes value) {
    var json = Json.parseObject(value);
    return new Anchor(
        Json.integer(json, "treeSize", 0, Json.INTEGER_MAX),
        Bytes.fromBase64Url(Json.text(json, "rootHash", 64)));
  }

  /// The key of this name that its DID had for assertions at that time.
  Optional<VerificationKey> assertionKey(DidUrl name, Instant at) {
    return dids.resolve(name.did(), new DidVersion.At(at))
            instanceof DidResolution.Resolved(var document, _)
        ? document.key(name, VerificationRelationship.ASSERTION_METHOD)
        : Optional.empty();
  }

  /// Whether the issuer might issue this type at that time, by what was known when the receipt was
  /// made: a later withdrawal does not undo a decision.
  boolean mayIssue(Did issuer, Vct vct, Instant issuedAt, Instant known) {
    return types
        .find(vct)
        .map(type ->
            switch (type.issuedBy()) {
              case CredentialType.IssuedBy.ACCREDITED -> accredited(issuer, vct, issuedAt, known);
              case CredentialType.IssuedBy.MANDATOR -> existed(issuer, issuedAt);
            })
        .orElse(false);
  }

  private boolean accredited(Did issuer, Vct vct, Instant issuedAt, Instant known) {
    return accreditations.accreditations(issuer, vct).value().stream()
        .anyMatch(each ->
            !issuedAt.isBefore(each.validFrom())
                && issuedAt.isBefore(each.validUntil())
                && each.withdrawal().stream().allMatch(w -> w.at().isAfter(known)));
  }

  private boolean existed(Did issuer, Instant at) {
    return dids.resolve(issuer, new DidVersion.At(at)) instanceof DidResolution.Resolved;
  }
}
