package dev.hansa.marketplace.store;

import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.Offerings;
import dev.hansa.marketplace.domain.Page;
import dev.hansa.servicekit.Jdbc;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Offerings in the table `offering`.
@Singleton
public final class JdbcOfferings implements Offerings.Store {
  private static final String COLUMNS = "select id, party, body, receipt, created from offering";

  private final Jdbc jdbc;

  public JdbcOfferings(DataSource source) {
    this.jdbc = new Jdbc(source);
  }

  @Override
  public Offerings.Offering add(Offerings.Offering offering) {
    try {
      jdbc.update(
          "insert into offering (id, party, body, receipt, created) values (?, ?, ?, ?, ?)",
          offering.id(),
          offering.party(),
          offering.body().toString(),
          offering.receipt(),
          offering.created());
      return offering;
    } catch (Jdbc.DuplicateKey e) {
      return find(offering.id()).orElseThrow(() -> e);
    }
  }

  @Override
  public Optional<Offerings.Offering> find(String id) {
    return jdbc.one(COLUMNS + " where id = ?", JdbcOfferings::read, id);
  }

  @Override
  public Page<Offerings.Offering> newest(Page.Request part) {
    return new Keyset("created", "id")
        .page(
            jdbc,
            COLUMNS + " where 1 = 1",
            List.of(),
            part,
            after -> find(after).map(Offerings.Offering::created),
            JdbcOfferings::read,
            Offerings.Offering::id);
  }

  private static Offerings.Offering read(Jdbc.Row row) throws SQLException {
    return new Offerings.Offering(
        row.text("id"),
        row.text("party"),
        Json.parseObject(row.text("body")),
        row.text("receipt"),
        row.instant("created"));
  }
}
