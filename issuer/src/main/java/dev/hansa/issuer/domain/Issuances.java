package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Issuance.Authorised;
import dev.hansa.issuer.domain.Issuance.Case;
import dev.hansa.issuer.domain.Issuance.Issued;
import dev.hansa.issuer.domain.Issuance.Offered;
import dev.hansa.issuer.domain.Issuance.Retry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where issuances are kept. Every step is one statement or one transaction: of two who take it at
/// once, one wins, and what was answered is there after a crash.
public interface Issuances {
  /// What became of a request that came before; empty if its id is new.
  Optional<Creation> earlier(TenantName tenant, RequestMark request);

  /// Keeps a new offer, unless this tenant used the request's id before.
  Creation create(Offered offer, RequestMark request);

  Optional<Issuance> find(TenantName tenant, String id);

  Optional<Issuance> findByToken(TenantName tenant, String tokenHash);

  /// Newest first; `after` is the `next` of the page before.
  Page list(TenantName tenant, Filter filter, Optional<Long> after, int limit);

  /// True for one caller only: the offer was open and has this token now.
  boolean authorise(Authorised authorised, Instant now);

  /// Counts a wrong transaction code, and locks the offer at the last one allowed.
  void countWrongCode(Offered offer);

  /// Uses the nonce up, takes a status index, signs, forgets the claims: all of it or nothing.
  Issuing issue(
      Authorised authorised, Optional<Nonces.Fresh> nonce, Function<StatusIndex, Signed> signing);

  /// Takes a status index, signs and keeps the credential, unless this tenant used the request's id
  /// before.
  Creation issueAtOnce(Case about, RequestMark request, Function<StatusIndex, Signed> signing);

  /// Sets the status, in the row and in its list, if it is not revoked. True if it is so now.
  boolean changeStatus(Issued issued, CredentialStatus next);

  /// Opens a locked offer again. True if it was locked.
  boolean unlock(TenantName tenant, String id);

  /// Takes an offer back that was not taken up, and forgets its claims. True if there was one.
  boolean withdraw(TenantName tenant, String id, Instant now);

  /// Ends what is over: offers and tokens nobody used, copies for retries, old nonces, old rows.
  Swept sweep(Instant now);

  /// The operator's request, as far as it is kept: keyed hashes of its id and of its content.
  record RequestMark(String key, String hash) {}

  sealed interface Creation {
    record Created(Issuance issuance) implements Creation {}

    /// The same request came before.
    record AlreadyThere(Issuance issuance) implements Creation {}

    /// A request of other content has this id.
    record OtherRequest() implements Creation {}
  }

  sealed interface Issuing {
    record NonceUsed() implements Issuing {}

    /// It was issued or ended meanwhile.
    record NotOpen() implements Issuing {}

    record Done(Signed signed) implements Issuing {}
  }

  /// A signed credential and what stays of it.
  record Signed(
      String credential, Bytes credentialHash, Instant issued, Instant expires, Retry retry) {}

  record Filter(Optional<Vct> vct, Optional<String> state) {}

  record Page(List<Issuance> issuances, Optional<Long> next) {
    public Page {
      issuances = List.copyOf(issuances);
    }
  }

  record Swept(int lapsed, int copies, int forgotten) {}
}
