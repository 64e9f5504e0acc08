package dev.hansa.marketplaceauth.store;

import dev.hansa.identity.Json;
import dev.hansa.marketplaceauth.domain.Fact;
import dev.hansa.marketplaceauth.domain.Presentations;
import dev.hansa.marketplaceauth.domain.Refusal;
import dev.hansa.marketplaceauth.domain.Showing;
import dev.hansa.marketplaceauth.domain.Showings;
import dev.hansa.servicekit.Jdbc;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Showings in the table `showing`.
public final class JdbcShowings implements Showings {
  private final Jdbc jdbc;

  public JdbcShowings(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void add(Showing.Open showing) {
    var head = showing.head();
    jdbc.update(
        "insert into showing (id, kind, owner, agent, about, request_id, openid4vp, request_uri,"
            + " state, facts, expires) values (?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', '', ?)",
        head.id(),
        head.kind(),
        head.owner(),
        head.agent().orElse(null),
        head.about().toString(),
        head.asked().requestId(),
        head.asked().openid4vp(),
        head.asked().requestUri(),
        head.asked().expires());
  }

  @Override
  public Optional<Showing> find(String id) {
    return jdbc.one("select * from showing where id = ?", JdbcShowings::read, id);
  }

  @Override
  public boolean end(Showing ended, List<Fact> facts, boolean replaces) {
    return jdbc.transaction(session -> {
      if (!write(session, ended)) {
        return false;
      }
      facts.forEach(fact -> JdbcMembers.keep(session, fact, replaces));
      return true;
    });
  }

  /// The condition on the state lets one of two through.
  private static boolean write(Jdbc.Session session, Showing ended) {
    return switch (ended) {
      case Showing.Open _ -> throw new IllegalArgumentException("an open showing did not end");
      case Showing.Verified(var head, var facts, var kbJwt) ->
          session.update(
                  "update showing set state = 'VERIFIED', facts = ?, kb_jwt = ?"
                      + " where id = ? and state = 'OPEN'",
                  String.join(" ", facts),
                  kbJwt.orElse(null),
                  head.id())
              == 1;
      case Showing.Refused(var head, var refusal) ->
          session.update(
                  "update showing set state = 'REFUSED', reason = ?, sentence = ?"
                      + " where id = ? and state = 'OPEN'",
                  refusal.reason(),
                  refusal.sentence(),
                  head.id())
              == 1;
      case Showing.Expired(var head) ->
          session.update(
                  "update showing set state = 'EXPIRED' where id = ? and state = 'OPEN'", head.id())
              == 1;
    };
  }

  private static Showing read(Jdbc.Row row) throws SQLException {
    var head =
        new Showing.Head(
            row.text("id"),
            Showing.Kind.valueOf(row.text("kind")),
            row.text("owner"),
            row.optionalText("agent"),
            Json.parseObject(row.text("about")),
            new Presentations.Asked(
                row.text("request_id"),
                row.text("openid4vp"),
                row.text("request_uri"),
                row.instant("expires")));
    return switch (row.text("state")) {
      case "OPEN" -> new Showing.Open(head, false);
      case "VERIFIED" ->
          new Showing.Verified(
              head, List.of(row.text("facts").split(" ", -1)), row.optionalText("kb_jwt"));
      case "REFUSED" ->
          new Showing.Refused(head, new Refusal(row.text("reason"), row.text("sentence")));
      default -> new Showing.Expired(head);
    };
  }

  @Override
  public void forget(Instant expiredBefore) {
    jdbc.update(
        "delete from showing where expires < ? and state in ('OPEN', 'REFUSED', 'EXPIRED')",
        expiredBefore);
  }
}
