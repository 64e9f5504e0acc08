package dev.hansa.issuer.store;

import dev.hansa.identity.Did;
import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.Issuance.Case;
import dev.hansa.issuer.domain.Issuance.Issued;
import dev.hansa.issuer.domain.Issuances.RequestMark;
import dev.hansa.issuer.domain.Issuances.Swept;
import dev.hansa.issuer.domain.Notice;
import dev.hansa.issuer.domain.StatusIndex;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.servicekit.Jdbc;
import java.time.Duration;
import java.time.Instant;

/// What is done with issuances later, in SQL: release, status, withdrawal, and the end of what is
/// over.
final class IssuanceCare {
  /// Rows of what never became a credential, and of credentials that ended, are kept so long.
  private static final Duration REMEMBERED = Duration.ofDays(90);

  private final Jdbc jdbc;
  private final JdbcStatusLists lists;

  IssuanceCare(Jdbc jdbc, JdbcStatusLists lists) {
    this.jdbc = jdbc;
    this.lists = lists;
  }

  /// An offer that was taken back before it was made.
  void takeRequestId(Case about, RequestMark request) {
    jdbc.update(
        """
        insert into issuance (id, tenant, request_key, request_hash, vct, state, created,
          validity_seconds, tx_code, wrong_codes, offer_expires, identifiers, held, closed)
        values (?, ?, ?, ?, ?, 'WITHDRAWN', ?, 0, false, 0, ?, false, false, ?)\
        """,
        about.id(),
        about.tenant().value(),
        request.key(),
        request.hash(),
        about.vct().value(),
        about.created(),
        about.created(),
        about.created());
  }

  boolean release(TenantName tenant, String id, Did by, Instant now) {
    jdbc.update(
        """
        update issuance set held = false, released = ?, released_by = ?
        where id = ? and tenant = ? and held = true
          and state in ('OFFERED', 'LOCKED', 'AUTHORISED', 'DEFERRED')\
        """,
        now,
        by.toString(),
        id,
        tenant.value());
    return jdbc.one(
            """
            select id from issuance where id = ? and tenant = ? and held = false
              and released is not null\
            """,
            row -> row.text("id"),
            id,
            tenant.value())
        .isPresent();
  }

  boolean changeStatus(Issued issued, CredentialStatus next) {
    return jdbc.transaction(
        session -> changeStatus(session, issued.about().tenant(), issued.about().id(), next));
  }

  /// Ends the credential whose place this one takes, if it holds still.
  void endReplaced(Jdbc.Session session, Case about) {
    session
        .one(
            "select replaces from issuance where id = ?",
            row -> row.optionalText("replaces"),
            about.id())
        .flatMap(replaces -> replaces)
        .ifPresent(old -> {
          boolean _ = changeStatus(session, about.tenant(), old, CredentialStatus.REVOKED);
        });
  }

  private boolean changeStatus(
      Jdbc.Session session, TenantName tenant, String id, CredentialStatus next) {
    int changed =
        session.update(
            """
            update issuance set status = ?
            where id = ? and tenant = ? and state = 'ISSUED'
              and (status not in ('REVOKED', 'CANCELLED', 'EXPIRED', 'SPLIT') or status = ?)\
            """,
            next,
            id,
            tenant.value(),
            next);
    if (changed == 1) {
      session
          .query(
              """
              select list_no, list_index from issuance where id = ?
              union all select list_no, list_index from issuance_copy where issuance = ?\
              """,
              row -> new StatusIndex((int) row.number("list_no"), row.number("list_index")),
              id,
              id)
          .forEach(index -> lists.set(session, tenant, index, next));
    }
    return changed == 1;
  }

  void note(Issued issued, Notice notice) {
    jdbc.update(
        "update issuance set notice = ?, noticed = ? where id = ? and state = 'ISSUED'",
        notice.event(),
        notice.at(),
        issued.about().id());
  }

  boolean unlock(TenantName tenant, String id) {
    return jdbc.update(
            """
            update issuance set state = 'OFFERED', wrong_codes = 0
            where id = ? and tenant = ? and state = 'LOCKED'\
            """,
            id,
            tenant.value())
        == 1;
  }

  boolean withdraw(TenantName tenant, String id, Instant now) {
    return jdbc.update(
            """
            update issuance set sealed_claims = null, holders = null, closed = ?,
              token_hash = case when state = 'DEFERRED' then token_hash else null end,
              state = 'WITHDRAWN'
            where id = ? and tenant = ? and state in ('OFFERED', 'LOCKED', 'AUTHORISED', 'DEFERRED')\
            """,
            now,
            id,
            tenant.value())
        == 1;
  }

  Swept sweep(Instant now) {
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
              holders = null, closed = ?
            where state in ('AUTHORISED', 'DEFERRED') and token_expires <= ?\
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
