package dev.hansa.marketplaceauth.store;

import dev.hansa.identity.Json;
import dev.hansa.marketplaceauth.domain.AuthorizationRequest;
import dev.hansa.marketplaceauth.domain.Login;
import dev.hansa.marketplaceauth.domain.LoginStore;
import dev.hansa.marketplaceauth.domain.Presentations;
import dev.hansa.marketplaceauth.domain.Refusal;
import dev.hansa.marketplaceauth.domain.Session;
import dev.hansa.servicekit.Jdbc;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Logins in the table `login`. Each step is one conditional update.
public final class JdbcLogins implements LoginStore {
  private final Jdbc jdbc;

  public JdbcLogins(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void add(Login.Choosing login) {
    var head = login.head();
    jdbc.update(
        "insert into login (id, state, binding, request, expires) values (?, 'CHOOSING', ?, ?, ?)",
        head.id(),
        head.binding(),
        head.request().toJson().toString(),
        head.expires());
  }

  @Override
  public Optional<Login> find(String id) {
    return jdbc.one("select * from login where id = ?", JdbcLogins::read, id);
  }

  @Override
  public boolean ask(Login.Asking asking) {
    return jdbc.update(
            "update login set state = 'ASKING', login_as = ?, request_id = ?, request_uri = ?,"
                + " openid4vp = ?, asked_until = ? where id = ? and state in ('CHOOSING', 'ASKING')",
            asking.as(),
            asking.asked().requestId(),
            asking.asked().requestUri(),
            asking.asked().openid4vp(),
            asking.asked().expires(),
            asking.head().id())
        == 1;
  }

  @Override
  public boolean confirm(Login.Confirmed confirmed, Session.Open session) {
    return jdbc.transaction(sql -> {
      boolean first =
          sql.update(
                  "update login set state = 'CONFIRMED', session_id = ?"
                      + " where id = ? and state = 'ASKING'",
                  confirmed.sessionId(),
                  confirmed.head().id())
              == 1;
      if (first) {
        JdbcSessions.insert(sql, session);
      }
      return first;
    });
  }

  @Override
  public boolean finish(Login.Done done) {
    return jdbc.update(
            "update login set state = 'DONE' where id = ? and state = 'CONFIRMED'",
            done.head().id())
        == 1;
  }

  @Override
  public boolean refuse(Login.Refused refused) {
    return jdbc.update(
            "update login set state = 'REFUSED', reason = ?, sentence = ?"
                + " where id = ? and state = 'ASKING'",
            refused.refusal().reason(),
            refused.refusal().sentence(),
            refused.head().id())
        == 1;
  }

  @Override
  public long open(Instant now) {
    return jdbc.one(
            "select count(*) as n from login where expires > ?"
                + " and state in ('CHOOSING', 'ASKING', 'CONFIRMED')",
            row -> row.number("n"),
            now)
        .orElse(0L);
  }

  @Override
  public void forget(Instant expiredBefore) {
    jdbc.update("delete from login where expires < ?", expiredBefore);
  }

  private static Login read(Jdbc.Row row) throws SQLException {
    var head =
        new Login.Head(
            row.text("id"),
            row.text("binding"),
            AuthorizationRequest.parse(Json.parseObject(row.text("request"))),
            row.instant("expires"));
    return switch (row.text("state")) {
      case "CHOOSING" -> new Login.Choosing(head);
      case "ASKING" ->
          new Login.Asking(
              head,
              new Presentations.Asked(
                  row.text("request_id"),
                  row.text("openid4vp"),
                  row.text("request_uri"),
                  row.instant("asked_until")),
              Login.As.valueOf(row.text("login_as")),
              false);
      case "CONFIRMED" -> new Login.Confirmed(head, row.text("session_id"));
      case "DONE" -> new Login.Done(head);
      default -> new Login.Refused(head, new Refusal(row.text("reason"), row.text("sentence")));
    };
  }
}
