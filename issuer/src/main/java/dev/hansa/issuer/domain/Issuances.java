package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
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

  /// Takes the request's id, so that nothing can be created under it. If something was, it is the
  /// answer, and nothing changes.
  Optional<Issuance> forestall(Case about, RequestMark request);

  Optional<Issuance> find(TenantName tenant, String id);

  Optional<Held> findByToken(TenantName tenant, String tokenHash);

  /// An issuance whose access token is known, with the key that the token is bound to.
  record Held(Issuance issuance, Optional<Bytes> dpopKey, Instant expires) {}

  /// The oldest open offer of this type for this holder.
  Optional<Issuance> findForHolder(TenantName tenant, String holderMark, Vct vct, Instant now);

  /// Newest first; `after` is the `next` of the page before.
  Page list(TenantName tenant, Filter filter, Optional<Long> after, int limit);

  /// True for one caller only: the offer was open and has this token now.
  boolean authorise(Authorised authorised, Instant now);

  /// Counts a wrong transaction code, and locks the offer at the last one allowed.
  void countWrongCode(Offered offer);

  /// Uses the nonces up, takes a status index for each copy, signs, forgets the claims: all of it
  /// or nothing.
  Issuing issue(
      Case about,
      List<Nonces.Fresh> nonces,
      int copies,
      Function<List<StatusIndex>, Signed> signing);

  /// Uses the nonces up and keeps the wallet's keys until the issuance is released. False if it is
  /// not open, or a nonce was used.
  boolean defer(Authorised authorised, List<Nonces.Fresh> nonces, List<VerificationKey> holders);

  /// Lets a held issuance go on, in whoever's name. True if it was held, or is no more.
  boolean release(TenantName tenant, String id, Did by, Instant now);

  /// Takes a status index, signs and keeps the credential, unless this tenant used the request's id
  /// before.
  Creation issueAtOnce(
      Case about, RequestMark request, Function<List<StatusIndex>, Signed> signing);

  /// Keeps what the wallet says became of it.
  void note(Issued issued, Notice notice);

  /// Sets the status, in the row and of every copy in its list, if it is not revoked. True if it is
  /// so now.
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

  /// Signed credentials, one a place, and what stays of them.
  record Signed(List<Copy> copies, Instant issued, Optional<Instant> expires, Retry retry) {
    public Signed {
      copies = List.copyOf(copies);
    }
  }

  record Copy(String credential, Bytes hash) {}

  /// `from` is the first instant that counts, `before` the first that does not.
  record Filter(
      Optional<Vct> vct,
      Optional<String> state,
      Optional<Instant> from,
      Optional<Instant> before) {}

  record Page(List<Issuance> issuances, Optional<Long> next) {
    public Page {
      issuances = List.copyOf(issuances);
    }
  }

  record Swept(int lapsed, int copies, int forgotten) {}
}
