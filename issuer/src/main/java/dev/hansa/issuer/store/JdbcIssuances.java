package dev.hansa.issuer.store;

import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Issuance.Authorised;
import dev.hansa.issuer.domain.Issuance.Case;
import dev.hansa.issuer.domain.Issuance.Issued;
import dev.hansa.issuer.domain.Issuance.Offered;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.Nonces;
import dev.hansa.issuer.domain.StatusIndex;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.servicekit.Jdbc;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Issuances in the table `issuance`, and the places that they take in status lists.
public final class JdbcIssuances implements Issuances {
  /// Rows of what never became a credential, and of credentials that ended, are kept so long.
  private static final Duration REMEMBERED = Duration.ofDays(90);

  private final Jdbc jdbc;
  private final JdbcStatusLists lists;

  public JdbcIssuances(DataSource source, SecureRandom random) {
    this.jdbc = new Jdbc(source);
    this.lists = new JdbcStatusLists(source, random);
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
            validity_seconds, tx_code, wrong_codes, offer_expires, sealed_claims, identifiers)
          values (?, ?, ?, ?, ?, 'OFFERED', ?, ?, ?, 0, ?, ?, false)\
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
          terms.sealedClaims());
      return new Creation.Created(offered);
    } catch (Jdbc.DuplicateKey e) {
      return earlier(about.tenant(), request).orElseThrow(() -> e);
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
  public Optional<Issuance> findByToken(TenantName tenant, String tokenHash) {
    return jdbc.one(
        "select * from issuance where token_hash = ? and tenant = ?",
        IssuanceRows::read,
        tokenHash,
        tenant.value());
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
    var token = authorised.token();
    // One statement: of two wallets with the same code one finds the offer still open.
    return jdbc.update(
            """
            update issuance set state = 'AUTHORISED', token_hash = ?, token_expires = ?,
              identifiers = ?
            where id = ? and state = 'OFFERED' and offer_expires > ?\
            """,
            token.hash(),
            token.expires(),
            token.identifiers(),
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
      Authorised authorised, Optional<Nonces.Fresh> nonce, Function<StatusIndex, Signed> signing) {
    return jdbc.transaction(session -> {
      var about = authorised.about();
      // The row first: a second request for this offer waits here until the first is through.
      int open =
          session.update(
              "update issuance set state = 'ISSUED' where id = ? and state = 'AUTHORISED'",
              about.id());
      if (open != 1) {
        return new Issuing.NotOpen();
      }
      if (nonce.isPresent() && !use(session, nonce.get())) {
        session.update("update issuance set state = 'AUTHORISED' where id = ?", about.id());
        return new Issuing.NonceUsed();
      }
      var index = lists.take(session, about.tenant());
      var signed = signing.apply(index);
      session.update(
          """
          update issuance set sealed_claims = null, list_no = ?, list_index = ?, status = ?,
            issued = ?, expires = ?, credential_hash = ?, holder_key = ?, sealed_credential = ?,
            retry_until = ?
          where id = ?\
          """,
          index.list(),
          index.index(),
          CredentialStatus.VALID,
          signed.issued(),
          signed.expires(),
          signed.credentialHash().toBase64Url(),
          IssuanceRows.holderKey(signed.retry()),
          signed.retry().sealedCredential(),
          signed.retry().until(),
          about.id());
      return new Issuing.Done(signed);
    });
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
      Case about, RequestMark request, Function<StatusIndex, Signed> signing) {
    try {
      var _ =
          jdbc.transaction(session -> {
            var index = lists.take(session, about.tenant());
            var signed = signing.apply(index);
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
                Duration.between(signed.issued(), signed.expires()).toSeconds(),
                about.created(),
                index.list(),
                index.index(),
                CredentialStatus.VALID,
                signed.issued(),
                signed.expires(),
                signed.credentialHash().toBase64Url(),
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
  public boolean changeStatus(Issued issued, CredentialStatus next) {
    var about = issued.about();
    return jdbc.transaction(session -> {
      int changed =
          session.update(
              """
              update issuance set status = ?
              where id = ? and state = 'ISSUED' and (status <> 'REVOKED' or status = ?)\
              """,
              next,
              about.id(),
              next);
      if (changed == 1) {
        lists.set(session, about.tenant(), issued.index(), next);
      }
      return changed == 1;
    });
  }

  @Override
  public boolean unlock(TenantName tenant, String id) {
    return jdbc.update(
            """
            update issuance set state = 'OFFERED', wrong_codes = 0
            where id = ? and tenant = ? and state = 'LOCKED'\
            """,
            id,
            tenant.value())
        == 1;
  }

  @Override
  public boolean withdraw(TenantName tenant, String id, Instant now) {
    return jdbc.update(
            """
            update issuance set state = 'WITHDRAWN', sealed_claims = null, token_hash = null,
              closed = ?
            where id = ? and tenant = ? and state in ('OFFERED', 'LOCKED', 'AUTHORISED')\
            """,
            now,
            id,
            tenant.value())
        == 1;
  }

  @Override
  public Swept sweep(Instant now) {
    int lapsed =
        jdbc.update(
            """
            update issuance set state = 'LAPSED', sealed_claims = null, closed = ?
            where state in ('OFFERED', 'LOCKED') and offer_expires <= ?\
            """,
            now,
            now);
    lapsed +=
        jdbc.update(
            """
            update issuance set state = 'LAPSED', sealed_claims = null, token_hash = null,
              closed = ?
            where state = 'AUTHORISED' and token_expires <= ?\
            """,
            now,
            now);
    int copies =
        jdbc.update(
            """
            update issuance set sealed_credential = null, holder_key = null, token_hash = null,
              retry_until = null
            where retry_until <= ?\
            """,
            now);
    int forgotten = jdbc.update("delete from used_nonce where expires <= ?", now);
    forgotten +=
        jdbc.update(
            """
            delete from issuance where (state in ('LAPSED', 'WITHDRAWN') and closed <= ?)
              or (state = 'ISSUED' and expires <= ?)\
            """,
            now.minus(REMEMBERED),
            now.minus(REMEMBERED));
    return new Swept(lapsed, copies, forgotten);
  }
}
