package dev.hansa.issuer.store;

import dev.hansa.identity.Invariant;
import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.StatusIndex;
import dev.hansa.issuer.domain.StatusListStore;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.servicekit.Jdbc;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/// Status lists in the tables `status_list`, `status_entry` and `status_change`.
public final class JdbcStatusLists implements StatusListStore {
  /// So many random places in a row are taken only in a list that is more than half full.
  private static final int TRIES = 16;

  private final Jdbc jdbc;
  private final SecureRandom random;
  private final Clock clock;
  private final int places;

  /// `places` is the size of lists that are opened from now on.
  public JdbcStatusLists(DataSource source, SecureRandom random, Clock clock, int places) {
    this.jdbc = new Jdbc(source);
    this.random = random;
    this.clock = clock;
    this.places = places;
  }

  @Override
  public Optional<Shape> find(TenantName tenant, int list) {
    return jdbc.one(
        "select bits, places, version, opened from status_list where tenant = ? and list_no = ?",
        row ->
            new Shape(
                (int) row.number("bits"),
                (int) row.number("places"),
                row.number("version"),
                row.instant("opened")),
        tenant.value(),
        list);
  }

  private record Entry(long index, int value) {}

  @Override
  public Map<Long, Integer> entries(TenantName tenant, int list) {
    return map(
        jdbc.query(
            """
            select list_index, entry_value from status_entry
            where tenant = ? and list_no = ? and entry_value > 0\
            """,
            row -> new Entry(row.number("list_index"), (int) row.number("entry_value")),
            tenant.value(),
            list));
  }

  @Override
  public Map<Long, Integer> entriesAt(TenantName tenant, int list, Instant at) {
    return map(
        jdbc.query(
            """
            select c.list_index, c.entry_value from status_change c
            where c.tenant = ? and c.list_no = ? and c.since <= ? and c.entry_value > 0
              and c.seq = (select max(d.seq) from status_change d where d.tenant = c.tenant
                and d.list_no = c.list_no and d.list_index = c.list_index and d.since <= ?)\
            """,
            row -> new Entry(row.number("list_index"), (int) row.number("entry_value")),
            tenant.value(),
            list,
            at,
            at));
  }

  private static Map<Long, Integer> map(List<Entry> entries) {
    return entries.stream().collect(Collectors.toMap(Entry::index, Entry::value));
  }

  @Override
  public List<Integer> lists(TenantName tenant) {
    return jdbc.query(
        "select list_no from status_list where tenant = ? order by list_no",
        row -> (int) row.number("list_no"),
        tenant.value());
  }

  /// Takes so many places, as different as those of strangers, in lists of so many bits.
  List<StatusIndex> take(Jdbc.Session session, TenantName tenant, int bits, int count) {
    return IntStream.range(0, count).mapToObj(_ -> take(session, tenant, bits)).toList();
  }

  private record Open(int list, int places) {}

  /// Takes a random place that nobody had before; opens a new list where the newest is crowded.
  private StatusIndex take(Jdbc.Session session, TenantName tenant, int bits) {
    var open = newest(session, tenant, bits).orElseGet(() -> open(session, tenant, bits, 0));
    for (int attempt = 0; attempt < 2 * TRIES; attempt++) {
      if (attempt == TRIES) {
        open = open(session, tenant, bits, open.list());
      }
      var index = new StatusIndex(open.list(), random.nextInt(open.places()));
      int taken =
          session.update(
              """
              insert into status_entry (tenant, list_no, list_index, entry_value)
              values (?, ?, ?, 0) on conflict do nothing\
              """,
              tenant.value(),
              index.list(),
              index.index());
      if (taken == 1) {
        return index;
      }
    }
    throw new IllegalStateException("a new status list has room");
  }

  private static Optional<Open> newest(Jdbc.Session session, TenantName tenant, int bits) {
    return session.one(
        """
        select list_no, places from status_list where tenant = ? and bits = ?
        order by list_no desc limit 1\
        """,
        row -> new Open((int) row.number("list_no"), (int) row.number("places")),
        tenant.value(),
        bits);
  }

  /// A list after the crowded one: of its own, or the one that another opened meanwhile.
  private Open open(Jdbc.Session session, TenantName tenant, int bits, int crowded) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      var newest = newest(session, tenant, bits).filter(found -> found.list() > crowded);
      if (newest.isPresent()) {
        return newest.get();
      }
      int next =
          session
                  .one(
                      "select max(list_no) as highest from status_list where tenant = ?",
                      row -> row.optionalNumber("highest"),
                      tenant.value())
                  .flatMap(highest -> highest)
                  .map(Long::intValue)
                  .orElse(0)
              + 1;
      // The key decides: of two who open at once one inserts, and the other looks again.
      int opened =
          session.update(
              """
              insert into status_list (tenant, list_no, version, bits, places, opened)
              values (?, ?, 0, ?, ?, ?) on conflict do nothing\
              """,
              tenant.value(),
              next,
              bits,
              places,
              clock.instant());
      if (opened == 1) {
        return new Open(next, places);
      }
    }
    throw new IllegalStateException("a status list can be opened");
  }

  void set(Jdbc.Session session, TenantName tenant, StatusIndex index, CredentialStatus status) {
    int set =
        session.update(
            """
            update status_entry set entry_value = ?
            where tenant = ? and list_no = ? and list_index = ? and entry_value <> ?\
            """,
            status.code(),
            tenant.value(),
            index.list(),
            index.index(),
            status.code());
    if (set == 0) {
      return; // It is so already.
    }
    session.update(
        """
        insert into status_change (tenant, list_no, list_index, entry_value, since)
        values (?, ?, ?, ?, ?)\
        """,
        tenant.value(),
        index.list(),
        index.index(),
        status.code(),
        clock.instant());
    int bumped =
        session.update(
            "update status_list set version = version + 1 where tenant = ? and list_no = ?",
            tenant.value(),
            index.list());
    Invariant.holds(bumped == 1, "an issued credential has a place in a list");
  }
}
