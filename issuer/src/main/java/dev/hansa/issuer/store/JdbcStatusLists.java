package dev.hansa.issuer.store;

import dev.hansa.identity.Invariant;
import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.StatusIndex;
import dev.hansa.issuer.domain.StatusListStore;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.servicekit.Jdbc;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/// Status lists in the tables `status_list` and `status_entry`.
public final class JdbcStatusLists implements StatusListStore {
  /// So many random places in a row are taken only in a list that is more than half full.
  private static final int TRIES = 16;

  private final Jdbc jdbc;
  private final SecureRandom random;

  public JdbcStatusLists(DataSource source, SecureRandom random) {
    this.jdbc = new Jdbc(source);
    this.random = random;
  }

  @Override
  public Optional<Long> version(TenantName tenant, int list) {
    return jdbc.one(
        "select version from status_list where tenant = ? and list_no = ?",
        row -> row.number("version"),
        tenant.value(),
        list);
  }

  private record Entry(long index, int value) {}

  @Override
  public Map<Long, CredentialStatus> entries(TenantName tenant, int list) {
    var rows =
        jdbc.query(
            """
            select list_index, entry_value from status_entry
            where tenant = ? and list_no = ? and entry_value in (1, 2)\
            """,
            row -> new Entry(row.number("list_index"), (int) row.number("entry_value")),
            tenant.value(),
            list);
    var entries = new HashMap<Long, CredentialStatus>();
    for (var entry : rows) {
      entries.put(
          entry.index(),
          entry.value() == 1 ? CredentialStatus.REVOKED : CredentialStatus.SUSPENDED);
    }
    return entries;
  }

  @Override
  public List<Integer> lists(TenantName tenant) {
    return jdbc.query(
        "select list_no from status_list where tenant = ? order by list_no",
        row -> (int) row.number("list_no"),
        tenant.value());
  }

  /// Takes so many places, as different as those of strangers.
  List<StatusIndex> take(Jdbc.Session session, TenantName tenant, int count) {
    return IntStream.range(0, count).mapToObj(_ -> take(session, tenant)).toList();
  }

  /// Takes a random place that nobody had before; opens a new list where the newest is crowded.
  StatusIndex take(Jdbc.Session session, TenantName tenant) {
    int list =
        session
            .one(
                "select max(list_no) as newest from status_list where tenant = ?",
                row -> row.optionalNumber("newest"),
                tenant.value())
            .flatMap(newest -> newest)
            .map(Long::intValue)
            .orElseGet(() -> open(session, tenant, 1));
    for (int attempt = 0; attempt < 2 * TRIES; attempt++) {
      if (attempt == TRIES) {
        list = open(session, tenant, list + 1);
      }
      var index = new StatusIndex(list, random.nextInt(StatusIndex.LIST_SIZE));
      int taken =
          session.update(
              """
              insert into status_entry (tenant, list_no, list_index, entry_value)
              values (?, ?, ?, 0) on conflict do nothing\
              """,
              tenant.value(),
              list,
              index.index());
      if (taken == 1) {
        return index;
      }
    }
    throw new IllegalStateException("a new status list has room");
  }

  private static int open(Jdbc.Session session, TenantName tenant, int list) {
    session.update(
        """
        insert into status_list (tenant, list_no, version) values (?, ?, 0)
        on conflict do nothing\
        """,
        tenant.value(),
        list);
    return list;
  }

  void set(Jdbc.Session session, TenantName tenant, StatusIndex index, CredentialStatus status) {
    int set =
        session.update(
            """
            update status_entry set entry_value = ?
            where tenant = ? and list_no = ? and list_index = ?\
            """,
            status.code(),
            tenant.value(),
            index.list(),
            index.index());
    int bumped =
        session.update(
            "update status_list set version = version + 1 where tenant = ? and list_no = ?",
            tenant.value(),
            index.list());
    Invariant.holds(set == 1 && bumped == 1, "an issued credential has a place in a list");
  }
}
