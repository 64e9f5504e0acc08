package dev.hansa.marketplace.store;

import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.Settlements;
import dev.hansa.servicekit.Jdbc;
import jakarta.inject.Singleton;
import java.util.Optional;
import javax.sql.DataSource;

/// Settlements in the table `settlement`; the unique book decides between two that are calculated
/// at once, which are the same anyway.
@Singleton
public final class JdbcSettlements implements Settlements.Store {
  private final Jdbc jdbc;

  public JdbcSettlements(DataSource source) {
    this.jdbc = new Jdbc(source);
  }

  @Override
  public Settlements.Kept keep(Settlements.Kept settlement) {
    try {
      jdbc.update(
          "insert into settlement (id, book, state, body, created) values (?, ?, ?, ?, ?)",
          settlement.id(),
          settlement.bookId(),
          "calculated",
          settlement.body().toString(),
          settlement.created());
      return settlement;
    } catch (Jdbc.DuplicateKey e) {
      return find(settlement.id()).orElseThrow(() -> e);
    }
  }

  @Override
  public Optional<Settlements.Kept> find(String id) {
    return jdbc.one(
        "select id, book, body, created from settlement where id = ?",
        row ->
            new Settlements.Kept(
                row.text("id"),
                row.text("book"),
                Json.parseObject(row.text("body")),
                row.instant("created")),
        id);
  }
}
