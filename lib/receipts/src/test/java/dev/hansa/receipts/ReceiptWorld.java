package dev.hansa.receipts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import dev.hansa.ledgerprotocol.local.Organisation;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;

/// A small-cell provider offers capacity on a ledger with an onboarding authority and a regulator,
/// and the decision leaves a receipt.
final class ReceiptWorld {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final Vct PARTICIPANT = Vct.hansa("participant");
  static final Vct LICENCE = Vct.hansa("csp-licence");
  static final Vct MANDATE = Vct.hansa("mandate");
  private static final Instant ISSUED = NOON.minus(Duration.ofHours(1));
  private static final Instant EXPIRES = NOON.plus(Duration.ofDays(90));

  final MovableClock clock = new MovableClock(NOON.minus(Duration.ofHours(3)));
  final SecureRandom random = new SecureRandom();
  final LocalLedger ledger = LocalLedger.found(clock, random);
  final Organisation operator = ledger.organisation(Role.ENDORSER);
  final Organisation authority = ledger.organisation();
  final Organisation regulator = ledger.organisation();
  final Organisation provider = ledger.organisation();
  final Did marketplace = ledger.organisation().did();
  final PolicySet policies = PolicyCases.load();
  final MemoryLogStore store = new MemoryLogStore();
  final ReceiptLog log = new ReceiptLog(store);
  final ReceiptWriter writer =
      new ReceiptWriter(
          operator.assertionName(), operator.assertion(), ledger.genesis().hash(), clock, random);
  final ReceiptExporter exporter =
      new ReceiptExporter(
          log,
          ledger.genesis(),
          ledger,
          hash -> Optional.of(policies).filter(set -> set.hash().equals(hash)),
          clock,
          LedgerClient.FRESHNESS_MAX);

  /// What the licence's status list says, and what the facts say of it.
  int licenceStatus;

  boolean licenceOk = true;
  String band = "n77";

  static final class MovableClock extends Clock {
    private Instant now;

    MovableClock(Instant now) {
      this.now = now;
    }

    void set(Instant instant) {
      now = instant;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  ReceiptWorld() {
    ledger.credentialType(PARTICIPANT, CredentialType.IssuedBy.ACCREDITED);
    ledger.credentialType(LICENCE, CredentialType.IssuedBy.ACCREDITED);
    ledger.credentialType(MANDATE, CredentialType.IssuedBy.MANDATOR);
    var from = clock.instant();
    var until = NOON.plus(Duration.ofDays(365));
    ledger.accredit(authority.did(), PARTICIPANT, from, until, Duration.ofDays(365));
    ledger.accredit(regulator.did(), LICENCE, from, until, Duration.ofDays(365));
    clock.set(NOON);
  }

  AnchorWriter anchors() {
    return new AnchorWriter(log, ledger.client(), operator.did(), operator.nym(), clock, random);
  }

  /// Decides, writes the receipt and keeps it.
  StoredReceipt decide() {
    var evaluation = evaluation();
    var tokens = new HashMap<String, String>();
    var credentials =
        List.of(
            evidence(PARTICIPANT, authority, 0, tokens),
            evidence(LICENCE, regulator, licenceStatus, tokens),
            evidence(MANDATE, provider, 0, tokens));
    var receipt =
        writer.write(
            new ReceiptSubject.Decided(
                evaluation,
                policies.decide(evaluation),
                policies,
                credentials,
                tokens,
                sources(),
                ledger.client().checkpoint().height(),
                Map.of()),
            provider.did().toString());
    log.add(receipt);
    return receipt;
  }

  StoredReceipt verify(Optional<String> refusal) {
    var tokens = new HashMap<String, String>();
    var receipt =
        writer.write(
            new ReceiptSubject.Verified(
                marketplace.toString(),
                refusal,
                List.of("well-formed", "signature"),
                List.of(evidence(PARTICIPANT, authority, 0, tokens)),
                tokens,
                1,
                Map.of("query", Json.newObject().put("q", 1))),
            marketplace.toString());
    log.add(receipt);
    return receipt;
  }

  private Evaluation evaluation() {
    var party = EntityId.market("Organisation", provider.did().toString());
    var organisation = Json.newObject().put("country", "SE").put("restricted", false);
    organisation.putArray("roles").add("SCP");
    organisation.set("participant", standing(true));
    var licence = organisation.putObject("cspLicence");
    licence.set("cred", standing(licenceOk));
    licence.putArray("services").add("small-cell");
    licence.putArray("countries").add("SE");
    licence.putArray("bands").add("n77");
    var agent = Json.newObject().put("self", false).put("machine", false).put("loa", 3);
    agent.set("org", party.toJson());
    var mandate = agent.putObject("mandate").put("currency", "EUR").put("perTxLimitMinor", 0);
    mandate.set("cred", standing(true));
    mandate
        .putArray("powers")
        .addObject()
        .put("domain", "Telecom")
        .put("func", "ProductOffering")
        .put("action", "Create");
    var context =
        Json.newObject()
            .put("now", clock.instant().toString())
            .put("service", "small-cell")
            .put("country", "SE")
            .put("band", band);
    var catalogue = EntityId.market("Catalogue", "main");
    var principal = EntityId.market("Agent", "agent-1");
    return new Evaluation(
        principal,
        "createOffering",
        catalogue,
        context,
        List.of(
            new EntityFacts(party, organisation),
            new EntityFacts(principal, agent),
            new EntityFacts(catalogue, Json.newObject().put("kind", "telecom"))));
  }

  private ObjectNode standing(boolean ok) {
    return Json.newObject()
        .put("ok", ok)
        .put("checkedAt", clock.instant().toString())
        .put("validUntil", EXPIRES.toString());
  }

  private List<FactSource> sources() {
    var sources = new ArrayList<FactSource>();
    sources.add(new FactSource.FromService("/context", marketplace));
    sources.add(new FactSource.FromIssuer("/context/now"));
    sources.add(new FactSource.FromCredential("/entities/0", 0));
    sources.add(new FactSource.FromIssuer("/entities/0/attrs/restricted"));
    sources.add(new FactSource.FromCredential("/entities/0/attrs/cspLicence", 1));
    sources.add(new FactSource.FromCredential("/entities/1", 2));
    sources.add(new FactSource.FromService("/entities/2", marketplace));
    return sources;
  }

  private CredentialEvidence evidence(
      Vct vct, Organisation issuer, int value, Map<String, String> tokens) {
    var uri = URI.create("http://127.0.0.1:7403/" + vct.value().hashCode() + "/status-lists/1");
    var token = statusToken(issuer.assertionName(), issuer, uri, value);
    var hash = Bytes.utf8(token).sha256();
    tokens.put(hash.toBase64Url(), token);
    return new CredentialEvidence(
        vct,
        issuer.did(),
        issuer.assertionName(),
        ISSUED,
        EXPIRES,
        Bytes.utf8("credential " + vct).sha256(),
        Optional.empty(),
        clock.instant(),
        true,
        true,
        Optional.of(
            new CredentialEvidence.Status(
                uri, 9, hash, clock.instant().minusSeconds(5), 60, value)));
  }

  private String statusToken(DidUrl kid, Organisation issuer, URI uri, int value) {
    var list = new byte[16];
    list[1] = (byte) (value << 1);
    var claims =
        Json.newObject()
            .put("sub", uri.toString())
            .put("iat", clock.instant().minusSeconds(5).getEpochSecond())
            .put("exp", clock.instant().plusSeconds(3600).getEpochSecond())
            .put("ttl", 60);
    claims.putObject("status_list").put("bits", 1).put("lst", deflated(list));
    return Jws.signJwt("statuslist+jwt", kid, claims, issuer.assertion());
  }

  private static String deflated(byte[] list) {
    var out = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(out)) {
      deflater.write(list);
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
    return Bytes.copyOf(out.toByteArray()).toBase64Url();
  }

  /// The file of a receipt that is anchored.
  byte[] export(StoredReceipt receipt) {
    return switch (exporter.export(receipt.id(), receipt.owner())) {
      case ReceiptExport.Exported(var file) -> file.toArray();
      case ReceiptExport.Unknown _ -> throw new IllegalStateException("unknown");
      case ReceiptExport.NotAnchoredYet _ -> throw new IllegalStateException("not anchored yet");
      case ReceiptExport.Erased _ -> throw new IllegalStateException("erased");
      case ReceiptExport.DoesNotHold(var check, var sentence) ->
          throw new IllegalStateException(check + ": " + sentence);
    };
  }
}
