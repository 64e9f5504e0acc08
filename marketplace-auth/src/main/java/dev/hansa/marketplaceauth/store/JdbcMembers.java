package dev.hansa.marketplaceauth.store;

import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.marketplaceauth.domain.Fact;
import dev.hansa.marketplaceauth.domain.Members;
import dev.hansa.servicekit.Jdbc;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Members and facts in the tables `member` and `fact`.
public final class JdbcMembers implements Members {
  private static final String FACT = "select id, party, type, content from fact where ";

  private final Jdbc jdbc;

  public JdbcMembers(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Member> find(String party) {
    return jdbc.one(
            "select kind, restricted from member where party = ?",
            row ->
                new Member(
                    party,
                    row.text("kind").equals("PERSON"),
                    row.flag("restricted"),
                    new HashMap<>()),
            party)
        .map(member -> {
          var facts = new HashMap<Vct, Fact>();
          jdbc.query(FACT + "party = ? and current = true", JdbcMembers::fact, party)
              .forEach(fact -> facts.put(fact.type(), fact));
          return new Member(party, member.person(), member.restricted(), facts);
        });
  }

  @Override
  public void join(String party, boolean person, Instant now) {
    try {
      jdbc.update(
          "insert into member (party, kind, restricted, joined)"
              + " select ?, ?, false, ? where not exists (select 1 from member where party = ?)",
          party,
          person ? "PERSON" : "ORGANISATION",
          now,
          party);
    } catch (Jdbc.DuplicateKey e) {
      return; // It joined at the same moment elsewhere.
    }
  }

  @Override
  public void keep(Fact fact, boolean current) {
    var _ =
        jdbc.<Boolean>transaction(session -> {
          keep(session, fact, current);
          return true;
        });
  }

  static void keep(Jdbc.Session session, Fact fact, boolean current) {
    if (current) {
      session.update(
          "update fact set current = false where party = ? and type = ? and current = true",
          fact.party(),
          fact.type().value());
    }
    session.update(
        "insert into fact (id, party, type, current, content, valid_until)"
            + " values (?, ?, ?, ?, ?, ?)",
        fact.id(),
        fact.party(),
        fact.type().value(),
        current,
        FactJson.write(fact).toString(),
        fact.validUntil());
  }

  @Override
  public List<Fact> facts(Collection<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    var marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
    return jdbc.query(FACT + "id in (" + marks + ")", JdbcMembers::fact, ids.toArray());
  }

  private static Fact fact(Jdbc.Row row) throws SQLException {
    return FactJson.read(
        row.text("id"), row.text("party"), row.text("type"), Json.parseObject(row.text("content")));
  }

  @Override
  public void forget(Instant endedBefore) {
    jdbc.update("delete from fact where valid_until < ? and current = false", endedBefore);
  }
}
