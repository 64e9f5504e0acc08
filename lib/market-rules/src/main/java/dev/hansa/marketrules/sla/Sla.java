package dev.hansa.marketrules.sla;

import java.time.Instant;

/// The life of an agreement on service levels. Each state has the facts it has; a step stands on
/// the state that allows it. `Proposed → SignedByOne → SignedByBoth → Active ⇄ Suspended →
/// Terminated | Expired`.
public sealed interface Sla {
  SlaTerms terms();

  /// A party's word on the terms, given by a natural person with its wallet.
  ///
  /// @param receiptId of the decision that allowed the signature
  /// @param signatureHash of what the person's wallet signed
  record Signature(String party, String receiptId, String signatureHash, Instant at) {}

  /// States that take signatures.
  sealed interface Open extends Sla {
    SlaStep sign(Signature signature, String termsHash);
  }

  record Proposed(SlaTerms terms) implements Open {
    @Override
    public SlaStep sign(Signature signature, String termsHash) {
      if (!terms.isParty(signature.party())) {
        return SlaStep.Refused.NOT_A_PARTY;
      }
      if (!terms.termsHash().equals(termsHash)) {
        return SlaStep.Refused.OTHER_TERMS;
      }
      if (!signature.at().isBefore(terms.validUntil())) {
        return SlaStep.Refused.TERM_OVER;
      }
      return new SlaStep.Done(new SignedByOne(terms, signature));
    }
  }

  record SignedByOne(SlaTerms terms, Signature first) implements Open {
    @Override
    public SlaStep sign(Signature signature, String termsHash) {
      if (!terms.isParty(signature.party())) {
        return SlaStep.Refused.NOT_A_PARTY;
      }
      if (!terms.termsHash().equals(termsHash)) {
        return SlaStep.Refused.OTHER_TERMS;
      }
      if (first.party().equals(signature.party())) {
        return SlaStep.Refused.SIGNED_ALREADY;
      }
      if (!signature.at().isBefore(terms.validUntil())) {
        return SlaStep.Refused.TERM_OVER;
      }
      boolean providerFirst = first.party().equals(terms.provider());
      return new SlaStep.Done(
          new SignedByBoth(
              terms, providerFirst ? first : signature, providerFirst ? signature : first));
    }
  }

  /// Waits for the ledger and for the first moment of its term.
  record SignedByBoth(SlaTerms terms, Signature provider, Signature customer) implements Sla {
    /// Both signatures are on the ledger: the agreement is in force.
    ///
    /// @param ledgerSeqNo of the agreement's transaction
    public SlaStep activate(long ledgerSeqNo, Instant now) {
      if (now.isBefore(terms.validFrom())) {
        return SlaStep.Refused.TERM_NOT_BEGUN;
      }
      if (!now.isBefore(terms.validUntil())) {
        return SlaStep.Refused.TERM_OVER;
      }
      return new SlaStep.Done(new Active(terms, provider, customer, ledgerSeqNo));
    }
  }

  record Active(SlaTerms terms, Signature provider, Signature customer, long ledgerSeqNo)
      implements Sla {
    /// A credential the agreement rests on is no longer valid.
    public Suspended suspend(String reason, Instant at) {
      return new Suspended(this, reason, at);
    }

    /// By both parties' word.
    public SlaStep terminateByBoth(Instant at) {
      return new SlaStep.Done(new Terminated(this, "both", at));
    }

    public SlaStep expire(Instant now) {
      return now.isBefore(terms.validUntil())
          ? SlaStep.Refused.TERM_NOT_OVER
          : new SlaStep.Done(new Expired(this, terms.validUntil()));
    }
  }

  /// No new usage counts; credits already earned are paid. The customer may leave.
  record Suspended(Active agreement, String reason, Instant since) implements Sla {
    @Override
    public SlaTerms terms() {
      return agreement.terms();
    }

    public SlaStep resume(Instant now) {
      return now.isBefore(terms().validUntil())
          ? new SlaStep.Done(agreement)
          : SlaStep.Refused.TERM_OVER;
    }

    public SlaStep terminate(String by, Instant at) {
      return by.equals(terms().customer())
          ? new SlaStep.Done(new Terminated(agreement, by, at))
          : SlaStep.Refused.CUSTOMER_ONLY;
    }

    public SlaStep expire(Instant now) {
      return now.isBefore(terms().validUntil())
          ? SlaStep.Refused.TERM_NOT_OVER
          : new SlaStep.Done(new Expired(agreement, terms().validUntil()));
    }
  }

  record Terminated(Active agreement, String by, Instant at) implements Sla {
    @Override
    public SlaTerms terms() {
      return agreement.terms();
    }
  }

  record Expired(Active agreement, Instant at) implements Sla {
    @Override
    public SlaTerms terms() {
      return agreement.terms();
    }
  }
}
