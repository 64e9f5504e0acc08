package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The life of one credential at its issuer: offered, taken up, issued. Each state has the facts it
/// knows and the steps it allows, and no others.
public sealed interface Issuance {
  /// Wrong transaction codes after which an offer is locked.
  int WRONG_CODES_MAX = 5;

  Case about();

  /// What never changes.
  record Case(String id, TenantName tenant, Vct vct, Instant created) {}

  /// What the operator asked for. The claims are sealed; they name the holder. Where `holder`, a
  /// keyed hash of its DID, is there, the offer is taken up by whoever shows to be that holder, and
  /// by no code in it. What is `held` waits for its operator, or for a second pair of eyes. What it
  /// `replaces` ends when it is issued.
  record Terms(
      Duration validity,
      boolean txCode,
      Instant expires,
      Bytes sealedClaims,
      Optional<String> holder,
      boolean held,
      Optional<String> replaces) {}

  /// Waits for the holder's wallet.
  record Offered(Case about, Terms terms, int wrongCodes) implements Issuance {
    /// What a code presented now does. The first refusal that applies is the answer.
    public Redemption redeem(Optional<String> presented, String expected, Instant now) {
      if (!now.isBefore(terms.expires())) {
        return new Redemption.Expired();
      }
      if (terms.txCode() != presented.isPresent()) {
        return terms.txCode() ? new Redemption.TxCodeMissing() : new Redemption.TxCodeUnexpected();
      }
      boolean right =
          presented
              .map(code -> Bytes.utf8(code).equalsInConstantTime(Bytes.utf8(expected)))
              .orElse(true);
      return right ? new Redemption.Accepted() : new Redemption.WrongTxCode();
    }

    /// The state once a wallet holds this access token.
    public Authorised authorise(Token token) {
      return new Authorised(about, terms, token);
    }

    public boolean isOpen(Instant now) {
      return now.isBefore(terms.expires());
    }
  }

  /// What presenting a code to an offer does.
  sealed interface Redemption {
    record Expired() implements Redemption {}

    record TxCodeMissing() implements Redemption {}

    record TxCodeUnexpected() implements Redemption {}

    record WrongTxCode() implements Redemption {}

    record Accepted() implements Redemption {}
  }

  /// Five wrong transaction codes came; the operator may unlock it.
  record Locked(Case about, Terms terms) implements Issuance {}

  /// An access token, of which we keep the hash, and the thumbprint of the key that it is bound to.
  record Token(String hash, Instant expires, boolean identifiers, Optional<Bytes> dpopKey) {}

  /// A wallet holds an access token and may fetch the credential.
  record Authorised(Case about, Terms terms, Token token) implements Issuance {}

  /// The wallet proved its keys and comes again: the issuance was held when it asked.
  record Deferred(Case about, Terms terms, Token token, List<VerificationKey> holders)
      implements Issuance {
    public Deferred {
      holders = List.copyOf(holders);
    }
  }

  /// The credential exists. Its claims are gone; `retry` answers the same request again for a short
  /// time. Of several copies, index and hash are the first one's; they share their status.
  record Issued(
      Case about,
      StatusIndex index,
      CredentialStatus status,
      Instant issued,
      Optional<Instant> expires,
      Bytes credentialHash,
      int copies,
      Optional<Notice> notice,
      Optional<Retry> retry)
      implements Issuance {
    /// Whether the status may become this one.
    public boolean allows(CredentialStatus next) {
      return status == next || !status.isLast();
    }
  }

  /// The credentials, sealed so that only whoever asked for them can have them opened, and a mark
  /// of the keys that they went to.
  record Retry(Bytes sealedCredential, Optional<Bytes> holderKey, Instant until) {}

  /// Nobody fetched it in time.
  record Lapsed(Case about, Instant at) implements Issuance {}

  /// The operator took the offer back.
  record Withdrawn(Case about, Instant at) implements Issuance {}
}
