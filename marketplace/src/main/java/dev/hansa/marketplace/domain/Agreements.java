package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketrules.sla.Sla;
import dev.hansa.marketrules.sla.SlaStep;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Agreements on service levels: proposed by a provider, signed by a person of each party, written
/// to the ledger with both organisations' signatures.
public final class Agreements {
  private final Store store;
  private final Decisions decisions;
  private final SignatureRoom signatures;
  private final AgreementLedger ledger;
  private final Clock clock;

  public Agreements(
      Store store,
      Decisions decisions,
      SignatureRoom signatures,
      AgreementLedger ledger,
      Clock clock) {
    this.store = store;
    this.decisions = decisions;
    this.signatures = signatures;
    this.ledger = ledger;
    this.clock = clock;
  }

  public interface Store {
    /// Keeps a new agreement; one that is there already under its identifier stays as it is.
    Agreement add(Agreement agreement);

    Optional<Agreement> find(String id);

    /// Newest first. Throws `MalformedInput` where `after` is none of them.
    Page<Agreement> ofParty(String party, Page.Request part);

    /// Holds an agreement alone, also against other instances. What the work returns is kept; an
    /// exception changes nothing.
    <T> T hold(String id, Function<Agreement, Kept<T>> work);

    record Kept<T>(Agreement agreement, T result) {}
  }

  /// What became of a step. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    record NoSuchAgreement() implements Outcome {}

    record NotYours() implements Outcome {}

    record NoSuchSignature() implements Outcome {}

    record Refused(String receipt, List<Decisions.Reason> reasons) implements Outcome {
      public Refused {
        reasons = List.copyOf(reasons);
      }
    }

    record NotPossible(String rule) implements Outcome {}

    record Done(Agreement agreement, String receipt) implements Outcome {}
  }

  public Outcome propose(Trader trader, String requestId, Did customer, ObjectNode proposed) {
    var id =
        "agr-" + Bytes.utf8(trader.party() + "\n" + requestId).sha256().toHex().substring(0, 32);
    Did provider;
    try {
      provider = Did.parse(trader.party());
    } catch (MalformedInput e) {
      return new Outcome.NotPossible("an agreement is between organisations");
    }
    var terms = AgreementTerms.propose(id, provider, customer, proposed);
    var agreement =
        new Agreement(terms, new Sla.Proposed(terms.sla()), Optional.empty(), clock.instant());
    var kept = store.add(agreement);
    return kept.terms().hash().equals(terms.hash())
        ? new Outcome.Done(kept, "")
        : new Outcome.NotPossible("this requestId was used for other terms");
  }

  /// A party's agreements, newest first.
  public Page<Agreement> ofParty(String party, Page.Request part) {
    return store.ofParty(party, part);
  }

  /// One of its parties' agreement.
  public Optional<Agreement> find(String id, String party) {
    return store
        .find(id)
        .filter(found ->
            found.terms().sla().isParty(party) || found.terms().sla().reporters().contains(party));
  }

  public Outcome sign(Trader trader, String id, String signatureId) {
    var found = store.find(id);
    if (found.isEmpty()) {
      return new Outcome.NoSuchAgreement();
    }
    var agreement = found.get();
    if (!agreement.terms().sla().isParty(trader.party())) {
      return new Outcome.NotYours();
    }
    var given =
        signatures
            .find(signatureId)
            .filter(one ->
                one.party().equals(trader.party())
                    && one.agreementId().equals(id)
                    && one.termsHash().equals(agreement.terms().sla().termsHash()));
    if (given.isEmpty()) {
      return new Outcome.NoSuchSignature();
    }
    var context =
        Json.newObject()
            .put("termsHash", agreement.terms().sla().termsHash())
            .put("signature", signatureId);
    var act =
        new Decisions.Act(
            trader.sessionId(), "signAgreement", "Agreement", id, facts(agreement), context);
    return switch (decisions.decide(act)) {
      case Decisions.Decision.Refused(var receipt, var reasons) ->
          new Outcome.Refused(receipt, reasons);
      case Decisions.Decision.Allowed(var receipt, _) ->
          store.hold(id, held -> signHeld(held, trader, given.get(), receipt));
    };
  }

  private Store.Kept<Outcome> signHeld(
      Agreement held, Trader trader, SignatureRoom.Given given, String receipt) {
    if (!(held.state() instanceof Sla.Open open)) {
      return new Store.Kept<>(held, new Outcome.NotPossible("both parties have signed"));
    }
    var now = clock.instant();
    var signature = new Sla.Signature(trader.party(), receipt, given.kbJwtHash(), now);
    return switch (open.sign(signature, given.termsHash())) {
      case SlaStep.Refused refused ->
          new Store.Kept<>(held, new Outcome.NotPossible(refused.says()));
      case SlaStep.Done(var next) -> {
        var signed = held.with(next);
        if (next instanceof Sla.SignedByBoth both) {
          signed = signed.with(ledger.request(held.terms(), both, now));
        }
        yield new Store.Kept<>(signed, new Outcome.Done(signed, receipt));
      }
    };
  }

  /// Takes an organisation's signature on the ledger request; with both, endorses and submits it.
  public Outcome signForLedger(Did did, String id, Bytes signature) {
    if (store.find(id).isEmpty()) {
      return new Outcome.NoSuchAgreement();
    }
    return store.hold(id, held -> signForLedgerHeld(held, did, signature));
  }

  private Store.Kept<Outcome> signForLedgerHeld(Agreement held, Did did, Bytes signature) {
    if (!held.terms().sla().isParty(did.toString())) {
      return new Store.Kept<>(held, new Outcome.NotYours());
    }
    if (held.state() instanceof Sla.Active) {
      return new Store.Kept<>(held, new Outcome.Done(held, ""));
    }
    if (held.ledgerRequest().isEmpty() || !(held.state() instanceof Sla.SignedByBoth both)) {
      return new Store.Kept<>(
          held,
          new Outcome.NotPossible("a person of each party signs before the organisations do"));
    }
    return switch (ledger.addSignature(held.ledgerRequest().get(), did, signature)) {
      case AgreementLedger.Added.NotTheirSignature _ ->
          new Store.Kept<>(
              held,
              new Outcome.NotPossible(
                  "the signature is over signatureInput, by the key that the organisation's NYM has"));
      case AgreementLedger.Added.Done(var waiting) -> activate(held.with(waiting), both);
    };
  }

  private Store.Kept<Outcome> activate(Agreement held, Sla.SignedByBoth both) {
    var waiting = held.ledgerRequest().orElseThrow();
    boolean complete =
        ledger.isSignedBy(waiting, Did.parse(both.terms().provider()))
            && ledger.isSignedBy(waiting, Did.parse(both.terms().customer()));
    if (!complete) {
      return new Store.Kept<>(held, new Outcome.Done(held, ""));
    }
    return switch (ledger.submit(waiting)) {
      case AgreementLedger.Submitted.Refused(var rule, var detail) ->
          new Store.Kept<>(held, new Outcome.NotPossible(rule + ": " + detail));
      case AgreementLedger.Submitted.Written(var seqNo, _) ->
          switch (both.activate(seqNo, clock.instant())) {
            case SlaStep.Refused refused ->
                new Store.Kept<>(held, new Outcome.NotPossible(refused.says()));
            case SlaStep.Done(var next) ->
                new Store.Kept<>(held.with(next), new Outcome.Done(held.with(next), ""));
          };
    };
  }

  /// The facts of an agreement that the policies look at.
  static ObjectNode facts(Agreement agreement) {
    var terms = agreement.terms();
    var facts =
        Json.newObject()
            .put("provider", terms.sla().provider())
            .put("customer", terms.sla().customer())
            .put("service", terms.service())
            .put("country", terms.country())
            .put("state", agreement.stateName())
            .put("currency", terms.sla().currency().code())
            .put("annualValueMinor", terms.annualValueMinor())
            .put("validFrom", terms.sla().validFrom().toString())
            .put("validUntil", terms.sla().validUntil().toString());
    var reporters = facts.putArray("reporters");
    terms.sla().reporters().stream().sorted().forEach(reporters::add);
    terms.band().ifPresent(band -> facts.put("band", band));
    return facts;
  }
}
