package dev.hansa.issuer.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Issuance.Authorised;
import dev.hansa.issuer.domain.Issuance.Case;
import dev.hansa.issuer.domain.Issuance.Issued;
import dev.hansa.issuer.domain.Issuance.Offered;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.Nonces;
import dev.hansa.issuer.domain.Notice;
import dev.hansa.issuer.domain.StatusIndex;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.servicekit.Jdbc;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Issuances in the table `issuance`, and the places that they take in status lists.
public final class JdbcIssuances implements Issuances {
  private final Jdbc jdbc;
  private final JdbcStatusLists lists;
  private final IssuanceCare care;

  public JdbcIssuances(DataSource source, JdbcStatusLists lists) {
    this.jdbc = new Jdbc(source);
    this.lists = lists;
    this.care = new IssuanceCare(jdbc, lists);
  }

  @Override
  public Optional<Creation> earlier(TenantName tenant, RequestMark request) {
    return jdbc.one(
        "select * from issuance where tenant = ? and request_key = ?",
        row ->
            row.text("request_hash").equals(request.hash())
                ? new Creation.AlreadyThere(IssuanceRows.read(row))
                : new Creation.OtherRequest(),
        tenant.value(),
        request.key());
  }

  @Override
  public Creation create(Offered offered, RequestMark request) {
    var about = offered.about();
    var terms = offered.terms();
    try {
      jdbc.update(
          """
          insert into issuance (id, tenant, request_key, request_hash, vct, state, created,
            validity_seconds, tx_code, wrong_codes, offer_expires, sealed_claims, identifiers,
            holder_mark, held, replaces)
          values (?, ?, ?, ?, ?, 'OFFERED', ?, ?, ?, 0, ?, ?, false, ?, ?, ?)\
          """,
          about.id(),
          about.tenant().value(),
          request.key(),
          request.hash(),
          about.vct().value(),
          about.created(),
          terms.validity().toSeconds(),
          terms.txCode(),
          terms.expires(),
          terms.sealedClaims(),
          terms.holder().orElse(null),
          terms.held(),
          terms.replaces().orElse(null));
      return new Creation.Created(offered);
    } catch (Jdbc.DuplicateKey e) {
      return earlier(about.tenant(), request).orElseThrow(() -> e);
    }
  }

  @Override
  public Optional<Issuance> forestall(Case about, RequestMark request) {
    try {
      care.takeRequestId(about, request);
      return Optional.empty();
    } catch (Jdbc.DuplicateKey e) {
      return switch (earlier(about.tenant(), request).orElseThrow(() -> e)) {
        case Creation.Created(var issuance) -> Optional.of(issuance);
        case Creation.AlreadyThere(var issuance) -> Optional.of(issuance);
        // Another's request has the id: ours can never be made.
        case Creation.OtherRequest _ -> Optional.empty();
      };
    }
  }

  @Override
  public Optional<Issuance> find(TenantName tenant, String id) {
    return jdbc.one(
        "select * from issuance where id = ? and tenant = ?",
        IssuanceRows::read,
        id,
        tenant.value());
  }

  @Override
  public Optional<Held> findByToken(TenantName tenant, String tokenHash) {
    return jdbc.one(
        "select * from issuance where token_hash = ? and tenant = ?",
        IssuanceRows::held,
        tokenHash,
        tenant.value());
  }

  @Override
  public Optional<Issuance> findForHolder(
      TenantName tenant, String holderMark, Vct vct, Instant now) {
    return jdbc.one(
        """
        select * from issuance where tenant = ? and holder_mark = ? and vct = ?
          and state = 'OFFERED' and offer_expires > ? order by seq limit 1\
        """,
        IssuanceRows::read,
        tenant.value(),
        holderMark,
        vct.value(),
        now);
  }

  private record Listed(long seq, Issuance issuance) {}

  @Override
  public Page list(TenantName tenant, Filter filter, Optional<Long> after, int limit) {
    var sql = new StringBuilder("select * from issuance where tenant = ?");
    var arguments = new ArrayList<@Nullable Object>();
    arguments.add(tenant.value());
    filter
        .vct()
        .ifPresent(vct -> {
          sql.append(" and vct = ?");
          arguments.add(vct.value());
        });
    filter
        .state()
        .ifPresent(state -> {
          sql.append(" and state = ?");
          arguments.add(state);
        });
    filter
        .from()
        .ifPresent(instant -> {
          sql.append(" and created >= ?");
          arguments.add(instant);
        });
    filter
        .before()
        .ifPresent(instant -> {
          sql.append(" and created < ?");
          arguments.add(instant);
        });
    after.ifPresent(seq -> {
      sql.append(" and seq < ?");
      arguments.add(seq);
    });
    sql.append(" order by seq desc limit ").append(limit + 1);
    var rows =
        jdbc.query(
            sql.toString(),
            row -> new Listed(row.number("seq"), IssuanceRows.read(row)),
            arguments.toArray());
    boolean more = rows.size() > limit;
    var page = more ? rows.subList(0, limit) : rows;
    return new Page(
        page.stream().map(Listed::issuance).toList(),
        more ? Optional.of(page.getLast().seq()) : Optional.empty());
  }

  @Override
  public boolean authorise(Authorised authorised, Instant now) {
    return jdbc.transaction(session -> authorise(session, authorised, now));
  }

  /// One statement: of two wallets with the same code one finds the offer still open.
  static boolean authorise(Jdbc.Session session, Authorised authorised, Instant now) {
    var token = authorised.token();
    return session.update(
            """
            update issuance set state = 'AUTHORISED', token_hash = ?, token_expires = ?,
              identifiers = ?, dpop_key = ?
            where id = ? and state = 'OFFERED' and offer_expires > ?\
            """,
            token.hash(),
            token.expires(),
            token.identifiers(),
            token.dpopKey().map(Bytes::toBase64Url).orElse(null),
            authorised.about().id(),
            now)
        == 1;
  }

  @Override
  public void countWrongCode(Offered offer) {
    // One statement: however many guess at once, no more than the allowed number count.
    jdbc.update(
        """
        update issuance set wrong_codes = wrong_codes + 1,
          state = case when wrong_codes + 1 >= ? then 'LOCKED' else 'OFFERED' end
        where id = ? and state = 'OFFERED'\
        """,
        Issuance.WRONG_CODES_MAX,
        offer.about().id());
  }

  @Override
  public Issuing issue(
      Case about,
      List<Nonces.Fresh> nonces,
      int copies,
      Function<List<StatusIndex>, Signed> signing) {
    try {
      return jdbc.transaction(session -> issue(session, about, nonces, copies, signing));
    } catch (NonceTaken e) {
      return new Issuing.NonceUsed();
    }
  }

  /// Rolls back: the nonces that were taken with the one that was not are free again.
  private static final class NonceTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NonceTaken() {
      super("a nonce was used before", null, false, false);
    }
  }

  private Issuing issue(
      Jdbc.Session session,
      Case about,
      List<Nonces.Fresh> nonces,
      int copies,
      Function<List<StatusIndex>, Signed> signing) {
    // The row first: a second request for this offer waits here until the first is through.
    int open =
        session.update(
            "update issuance set state = 'ISSUED' where id = ? and held = false"
                + " and state in ('AUTHORISED', 'DEFERRED')",
            about.id());
    if (open != 1) {
      return new Issuing.NotOpen();
    }
    if (!nonces.stream().allMatch(nonce -> use(session, nonce))) {
      throw new NonceTaken();
    }
    var places = lists.take(session, about.tenant(), CredentialStatus.bits(about.vct()), copies);
    var signed = signing.apply(places);
    var index = places.getFirst();
    session.update(
        """
        update issuance set sealed_claims = null, list_no = ?, list_index = ?, status = ?,
          issued = ?, expires = ?, credential_hash = ?, holder_key = ?, sealed_credential = ?,
          retry_until = ?, copies = ?, holders = null
        where id = ?\
        """,
        index.list(),
        index.index(),
        CredentialStatus.VALID,
        signed.issued(),
        signed.expires().orElse(null),
        signed.copies().getFirst().hash().toBase64Url(),
        IssuanceRows.holderKey(signed.retry()),
        signed.retry().sealedCredential(),
        signed.retry().until(),
        copies,
        about.id());
    keepCopies(session, about, places, signed);
    care.endReplaced(session, about);
    return new Issuing.Done(signed);
  }

  @Override
  public boolean defer(
      Authorised authorised, List<Nonces.Fresh> nonces, List<VerificationKey> holders) {
    try {
      return jdbc.transaction(session -> {
        // Held still: what was released meanwhile is issued, and not deferred.
        int open =
            session.update(
                """
                update issuance set state = 'DEFERRED', holders = ?
                where id = ? and state = 'AUTHORISED' and held = true\
                """,
                IssuanceRows.holders(holders),
                authorised.about().id());
        if (open == 1 && !nonces.stream().allMatch(nonce -> use(session, nonce))) {
          throw new NonceTaken();
        }
        return open == 1;
      });
    } catch (NonceTaken e) {
      return false;
    }
  }

  private static void keepCopies(
      Jdbc.Session session, Case about, List<StatusIndex> places, Signed signed) {
    for (int i = 1; i < places.size(); i++) {
      session.update(
          """
          insert into issuance_copy (issuance, copy_no, list_no, list_index, credential_hash)
          values (?, ?, ?, ?, ?)\
          """,
          about.id(),
          i,
          places.get(i).list(),
          places.get(i).index(),
          signed.copies().get(i).hash().toBase64Url());
    }
  }

  private static boolean use(Jdbc.Session session, Nonces.Fresh nonce) {
    // The key decides: of two requests with one nonce, one inserts.
    return session.update(
            "insert into used_nonce (nonce, expires) values (?, ?) on conflict do nothing",
            nonce.mark(),
            nonce.expires())
        == 1;
  }

  @Override
  public Creation issueAtOnce(
      Case about, RequestMark request, Function<List<StatusIndex>, Signed> signing) {
    try {
      var _ =
          jdbc.transaction(session -> {
            var places = lists.take(session, about.tenant(), CredentialStatus.bits(about.vct()), 1);
            var index = places.getFirst();
            var signed = signing.apply(places);
            return session.update(
                """
                insert into issuance (id, tenant, request_key, request_hash, vct, state, created,
                  validity_seconds, tx_code, wrong_codes, offer_expires, identifiers, list_no,
                  list_index, status, issued, expires, credential_hash, sealed_credential,
                  retry_until)
                values (?, ?, ?, ?, ?, 'ISSUED', ?, ?, false, 0, ?, false, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                about.id(),
                about.tenant().value(),
                request.key(),
                request.hash(),
                about.vct().value(),
                about.created(),
                signed
                    .expires()
                    .map(until -> Duration.between(signed.issued(), until).toSeconds())
                    .orElse(0L),
                about.created(),
                index.list(),
                index.index(),
                CredentialStatus.VALID,
                signed.issued(),
                signed.expires().orElse(null),
                signed.copies().getFirst().hash().toBase64Url(),
                signed.retry().sealedCredential(),
                signed.retry().until());
          });
    } catch (Jdbc.DuplicateKey e) {
      return earlier(about.tenant(), request).orElseThrow(() -> e);
    }
    return find(about.tenant(), about.id())
        .<Creation>map(Creation.Created::new)
        .orElseGet(Creation.OtherRequest::new);
  }

  @Override
  public boolean release(TenantName tenant, String id, Did by, Instant now) {
    return care.release(tenant, id, by, now);
  }

  @Override
  public boolean changeStatus(Issued issued, CredentialStatus next) {
    return care.changeStatus(issued, next);
  }

  @Override
  public void note(Issued issued, Notice notice) {
    care.note(issued, notice);
  }

  @Override
  public boolean unlock(TenantName tenant, String id) {
    return care.unlock(tenant, id);
  }

  @Override
  public boolean withdraw(TenantName tenant, String id, Instant now) {
    return care.withdraw(tenant, id, now);
  }

  @Override
  public Swept sweep(Instant now) {
    return care.sweep(now);
  }
}
