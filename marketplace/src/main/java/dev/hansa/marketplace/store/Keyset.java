package dev.hansa.marketplace.store;

import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplace.domain.Page;
import dev.hansa.servicekit.Jdbc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads lists in parts by the key they are ordered by (`time` falling, `id` rising): a part costs
/// the same wherever it begins, and what is added meanwhile moves no entry to another part.
record Keyset(String time, String id) {
  /// `timeOf` says when the entry of an identifier was made, empty where the list has none.
  <T> Page<T> page(
      Jdbc jdbc,
      String select,
      List<Object> arguments,
      Page.Request part,
      Function<String, Optional<Instant>> timeOf,
      Jdbc.RowReader<T> reader,
      Function<T, String> idOf) {
    var sql = new StringBuilder(select);
    var all = new ArrayList<Object>(arguments);
    part.after()
        .ifPresent(after -> {
          var from =
              timeOf
                  .apply(after)
                  .orElseThrow(() -> new MalformedInput("after is the next of an earlier answer"));
          sql.append(" and (" + time + " < ? or (" + time + " = ? and " + id + " > ?))");
          all.add(from);
          all.add(from);
          all.add(after);
        });
    sql.append(" order by " + time + " desc, " + id + " limit " + (part.limit() + 1));
    return Page.of(jdbc.query(sql.toString(), reader, all.toArray()), part.limit(), idOf);
  }
}
