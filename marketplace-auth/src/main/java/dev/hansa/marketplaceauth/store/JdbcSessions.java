package dev.hansa.marketplaceauth.store;

import dev.hansa.identity.Json;
import dev.hansa.marketplaceauth.domain.AuthorizationRequest;
import dev.hansa.marketplaceauth.domain.Grant;
import dev.hansa.marketplaceauth.domain.Ids;
import dev.hansa.marketplaceauth.domain.Session;
import dev.hansa.marketplaceauth.domain.Sessions;
import dev.hansa.servicekit.Jdbc;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Sessions, codes and refresh tokens in the tables `session` and `grant_token`.
public final class JdbcSessions implements Sessions {
  private final Jdbc jdbc;

  public JdbcSessions(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  static void insert(Jdbc.Session sql, Session.Open session) {
    var head = session.head();
    sql.update(
        "insert into session (id, party, agent, fact_id, self, machine, loa, client_id,"
            + " authenticated, expires) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        head.id(),
        head.party(),
        head.agent(),
        head.fact(),
        head.self(),
        head.machine(),
        head.loa(),
        head.clientId(),
        head.authenticated(),
        head.expires());
  }

  @Override
  public Optional<Session> find(String id) {
    return jdbc.one("select * from session where id = ?", JdbcSessions::read, id);
  }

  @Override
  public void end(String id, Session.Because because, Instant now) {
    jdbc.update(
        "update session set ended = ?, ended_because = ? where id = ? and ended is null",
        now,
        because,
        id);
  }

  @Override
  public void issue(String secret, Grant grant) {
    jdbc.update(
        "insert into grant_token (hash, kind, session_id, request, expires)"
            + " values (?, ?, ?, ?, ?)",
        Ids.hash(secret),
        grant.kind(),
        grant.sessionId(),
        grant.request().toJson().toString(),
        grant.expires());
  }

  @Override
  public Taking take(Grant.Kind kind, String secret, Instant now) {
    var grant = look(kind, secret);
    if (grant.isEmpty()) {
      return new Taking.Unknown();
    }
    // One statement: of two that come at once one finds it unused.
    boolean first =
        jdbc.update(
                "update grant_token set used = ? where hash = ? and kind = ? and used is null",
                now,
                Ids.hash(secret),
                kind)
            == 1;
    if (!first) {
      return new Taking.UsedBefore(grant.get());
    }
    return now.isBefore(grant.get().expires())
        ? new Taking.Taken(grant.get())
        : new Taking.Expired();
  }

  @Override
  public Optional<Grant> look(Grant.Kind kind, String secret) {
    return jdbc.one(
        "select session_id, request, expires from grant_token where hash = ? and kind = ?",
        row ->
            new Grant(
                kind,
                row.text("session_id"),
                AuthorizationRequest.parse(Json.parseObject(row.text("request"))),
                row.instant("expires")),
        Ids.hash(secret),
        kind);
  }

  @Override
  public void forget(Instant expiredBefore) {
    jdbc.update("delete from grant_token where expires < ?", expiredBefore);
    jdbc.update("delete from session where expires < ?", expiredBefore);
  }

  private static Session read(Jdbc.Row row) throws SQLException {
    var head =
        new Session.Head(
            row.text("id"),
            row.text("party"),
            row.text("agent"),
            row.text("fact_id"),
            row.flag("self"),
            row.flag("machine"),
            (int) row.number("loa"),
            row.text("client_id"),
            row.instant("authenticated"),
            row.instant("expires"));
    var ended = row.optionalInstant("ended");
    return ended.isEmpty()
        ? new Session.Open(head)
        : new Session.Ended(head, Session.Because.valueOf(row.text("ended_because")), ended.get());
  }
}
