package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.credentials.CredentialVerifier;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.credentials.Expectation;
import dev.hansa.credentials.PresentationCheck;
import dev.hansa.credentials.PresentationCheck.Step;
import dev.hansa.identity.Did;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.receipts.CredentialEvidence;
import dev.hansa.receipts.ReceiptLog;
import dev.hansa.receipts.ReceiptSubject;
import dev.hansa.receipts.ReceiptWriter;
import dev.hansa.verifier.VerifierConfig;
import dev.hansa.verifier.domain.VerificationResult.Outcome;
import dev.hansa.verifier.domain.VerificationResult.Shown;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Verifies what was presented, by the one list of checks, and leaves a receipt of it.
public final class Verifications {
  /// A caller's nonce is remembered longer than any KB-JWT made with it could be taken for fresh.
  private static final Duration NONCE_KEPT = Duration.ofHours(1);

  private final VerifierConfig config;
  private final ClientNames names;
  private final CredentialVerifier verifier;
  private final LedgerClient ledger;
  private final ReceiptWriter writer;
  private final ReceiptLog log;
  private final Requests requests;
  private final Clock clock;

  public Verifications(
      VerifierConfig config,
      ClientNames names,
      CredentialVerifier verifier,
      LedgerClient ledger,
      ReceiptWriter writer,
      ReceiptLog log,
      Requests requests,
      Clock clock) {
    this.config = config;
    this.names = names;
    this.verifier = verifier;
    this.ledger = ledger;
    this.writer = writer;
    this.log = log;
    this.requests = requests;
    this.clock = clock;
  }

  /// Whom a wallet makes its answer out to: the verifier's name in the request.
  String audience(PresentationRequest.Ticket ticket) {
    return names
        .clientId(ticket.ask().manner().prefix(), config.at("/responses/" + ticket.id()))
        .orElseThrow(() -> new IllegalStateException("a name that was asked under is kept"));
  }

  /// A wallet's answer to a request.
  public VerificationResult verify(
      PresentationRequest.Ticket ticket, VpToken token, String audience) {
    var ask = ticket.ask();
    var query = DcqlQuery.parse(ask.dcqlQuery());
    var shown = new ArrayList<Shown>();
    var outcome = answers(query, token);
    for (var credential : query.credentials()) {
      for (var presentation : token.of(credential.id())) {
        if (!(outcome instanceof Outcome.Verified)) {
          break;
        }
        var expectation =
            new Expectation(
                Optional.of(ticket.nonce()),
                Optional.of(audience),
                credential.requireHolderBinding(),
                Optional.of(credential),
                ask.transactionDataFor(credential.id()),
                ask.statusAgeMax(),
                clock.instant());
        outcome = check(credential.id(), presentation, expectation, shown);
      }
    }
    var more = new TreeMap<String, JsonNode>();
    more.put("query", ask.dcqlQuery());
    return conclude(ticket.caller(), outcome, shown, more);
  }

  /// Whether the ids that came satisfy the query, before anything else is looked at.
  private static Outcome answers(DcqlQuery query, VpToken token) {
    return query.isSatisfiedBy(token.presentations().keySet())
        ? new Outcome.Verified()
        : new Outcome.Refused(
            PresentationCheck.Reason.QUERY_NOT_ANSWERED.code(),
            "The answer has the credentials that were asked for.",
            Step.QUERY);
  }

  /// The holder did not want to.
  public VerificationResult declined(PresentationRequest.Ticket ticket) {
    return conclude(
        ticket.caller(),
        new Outcome.Refused("declined", "The holder declined.", Step.WELL_FORMED),
        List.of(),
        Map.of("query", ticket.ask().dcqlQuery()));
  }

  /// A presentation that the caller has in hand.
  public VerificationResult verify(Did caller, Handed handed) {
    var shown = new ArrayList<Shown>();
    var credential = handed.query().map(query -> query.credentials().getFirst());
    var expectation =
        new Expectation(
            handed.nonce(),
            handed.audience(),
            handed.requireHolderBinding(),
            credential,
            handed.transactionData(),
            handed.statusAgeMax(),
            clock.instant());
    var outcome =
        check(
            credential.map(DcqlQuery.CredentialQuery::id).orElse("presentation"),
            handed.presentation(),
            expectation,
            shown);
    // Last, so that a presentation that is refused for itself does not use the nonce up.
    if (outcome instanceof Outcome.Verified
        && handed.requireHolderBinding()
        && !handed.nonce().map(nonce -> takeNonce(caller, nonce)).orElse(true)) {
      outcome =
          new Outcome.Refused(
              PresentationCheck.Reason.NONCE.code(),
              "The nonce was used before; a nonce counts once.",
              Step.HOLDER_BINDING);
    }
    var more = new TreeMap<String, JsonNode>();
    handed.query().ifPresent(query -> more.put("query", query.toJson()));
    return conclude(caller, outcome, shown, more);
  }

  private boolean takeNonce(Did caller, String nonce) {
    return requests.takeNonce(caller, nonce, clock.instant().plus(NONCE_KEPT));
  }

  private Outcome check(
      String queryId, String presentation, Expectation expectation, List<Shown> shown) {
    return switch (verifier.check(presentation, expectation)) {
      case PresentationCheck.Verified(var verified) -> {
        shown.add(new Shown(queryId, verified));
        yield new Outcome.Verified();
      }
      case PresentationCheck.Refusal refusal -> Outcome.Refused.by(refusal);
    };
  }

  private VerificationResult conclude(
      Did caller, Outcome outcome, List<Shown> shown, Map<String, JsonNode> more) {
    long height =
        shown.stream()
            .mapToLong(each -> each.credential().ledgerHeight())
            .min()
            .orElseGet(() -> ledger.checkpoint().height());
    var evidence = new ArrayList<CredentialEvidence>();
    var tokens = new HashMap<String, String>();
    for (var each : shown) {
      evidence.add(CredentialEvidence.of(each.credential(), true, clock.instant()));
      each.credential()
          .status()
          .ifPresent(status -> tokens.put(status.listHash().toBase64Url(), status.token()));
    }
    var refused =
        outcome instanceof Outcome.Refused refusal
            ? Optional.of(refusal)
            : Optional.<Outcome.Refused>empty();
    var checks = Checks.upTo(refused.map(Outcome.Refused::failed));
    var receipt =
        writer.write(
            new ReceiptSubject.Verified(
                caller.toString(),
                refused.map(Outcome.Refused::reason),
                checks.stream().map(VerificationResult.Check::check).toList(),
                evidence,
                tokens,
                height,
                more),
            caller.toString());
    log.add(receipt);
    return new VerificationResult(outcome, shown, checks, height, receipt);
  }
}
