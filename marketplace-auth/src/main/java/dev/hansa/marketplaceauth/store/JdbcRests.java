package dev.hansa.marketplaceauth.store;

import dev.hansa.marketplaceauth.domain.Rests;
import dev.hansa.servicekit.Jdbc;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What decisions rested on, in the table `rest`.
public final class JdbcRests implements Rests {
  private final Jdbc jdbc;

  public JdbcRests(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void note(String receipt, List<String> facts, Instant until) {
    jdbc.update(
        "insert into rest (receipt, facts, until) values (?, ?, ?)",
        receipt,
        String.join(" ", facts),
        until);
  }

  @Override
  public Optional<List<String>> of(String receipt) {
    return jdbc.one(
        "select facts from rest where receipt = ?",
        row -> List.of(row.text("facts").split(" ", -1)),
        receipt);
  }

  @Override
  public void forget(Instant endedBefore) {
    jdbc.update("delete from rest where until < ?", endedBefore);
  }
}
