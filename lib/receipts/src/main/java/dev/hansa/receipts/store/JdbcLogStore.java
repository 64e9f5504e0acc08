package dev.hansa.receipts.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.receipts.LogStore;
import dev.hansa.receipts.StoredReceipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;

/// The log in the tables of `db/migration/receipts` (H2 or PostgreSQL). A list token is kept once,
/// however many receipts rest on it.
public final class JdbcLogStore implements LogStore {
  private static final int KNOWN_MAX = 10_000;

  private final DataSource source;
  private final Function<SQLException, RuntimeException> failure;
  private final Set<String> knownTokens = ConcurrentHashMap.newKeySet();

  /// `failure` says how the service names a database that does not answer.
  public JdbcLogStore(DataSource source, Function<SQLException, RuntimeException> failure) {
    this.source = source;
    this.failure = failure;
  }

  private interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  private <T> T run(Work<T> work) {
    try (var connection = source.getConnection()) {
      return work.in(connection);
    } catch (SQLException e) {
      throw failure.apply(e);
    }
  }

  @Override
  public void add(StoredReceipt receipt) {
    receipt.statusTokens().forEach(this::addToken);
    var tokens = String.join(",", receipt.statusTokens().keySet());
    int rows =
        run(connection ->
            update(
                connection,
                "insert into receipt (id, owner, jws, opened, tokens) values (?, ?, ?, ?, ?)",
                receipt.id(),
                receipt.owner(),
                receipt.jws(),
                receipt.opened().toString(),
                tokens));
    if (rows != 1) {
      throw new IllegalStateException("an insert of one row inserts one row");
    }
  }

  private void addToken(String hash, String token) {
    if (knownTokens.contains(hash)) {
      return;
    }
    int rows =
        run(connection -> {
          try {
            return update(
                connection,
                "insert into receipt_status_token (hash, token)"
                    + " select ?, ? where not exists"
                    + " (select 1 from receipt_status_token where hash = ?)",
                hash,
                token,
                hash);
          } catch (SQLException e) {
            if (isDuplicate(e)) {
              return 0; // Another thread was faster with the same token.
            }
            throw e;
          }
        });
    if (rows <= 1 && knownTokens.size() < KNOWN_MAX) {
      var _ = knownTokens.add(hash);
    }
  }

  private static boolean isDuplicate(SQLException e) {
    var state = e.getSQLState();
    return e instanceof SQLIntegrityConstraintViolationException
        || (state != null && state.startsWith("23"));
  }

  @Override
  public Optional<StoredReceipt> find(String id) {
    return run(connection -> {
      var found =
          query(
              connection,
              "select owner, jws, opened, tokens from receipt where id = ?",
              rows ->
                  new String[] {
                    rows.getString("owner"),
                    rows.getString("jws"),
                    Optional.ofNullable(rows.getString("opened")).orElse("{}"),
                    rows.getString("tokens")
                  },
              id);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      var row = found.getFirst();
      var tokens = new LinkedHashMap<String, String>();
      for (var hash : row[3].split(",", -1)) {
        if (!hash.isEmpty()) {
          query(
                  connection,
                  "select token from receipt_status_token where hash = ?",
                  rows -> rows.getString("token"),
                  hash)
              .forEach(token -> tokens.put(hash, token));
        }
      }
      return Optional.of(new StoredReceipt(id, row[0], row[1], Json.parseObject(row[2]), tokens));
    });
  }

  @Override
  public List<Waiting> waiting(int max) {
    return run(connection ->
        query(
            connection,
            "select id, jws from receipt where place is null order by seq limit ?",
            rows -> new Waiting(rows.getString("id"), rows.getString("jws")),
            max));
  }

  @Override
  public boolean extend(long sizeBefore, List<String> ids, Map<Node, Bytes> nodes) {
    return run(connection -> {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        // The condition is the lock: of two instances that extend the same log one fails here.
        done =
            update(
                    connection,
                    "update receipt_log set size = ? where name = 'receipts' and size = ?",
                    sizeBefore + ids.size(),
                    sizeBefore)
                == 1;
        if (done) {
          place(connection, sizeBefore, ids, nodes);
          connection.commit();
        }
        return done;
      } finally {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    });
  }

  private static void place(
      Connection connection, long sizeBefore, List<String> ids, Map<Node, Bytes> nodes)
      throws SQLException {
    try (var statement = connection.prepareStatement("update receipt set place = ? where id = ?")) {
      for (int i = 0; i < ids.size(); i++) {
        statement.setLong(1, sizeBefore + i);
        statement.setString(2, ids.get(i));
        statement.addBatch();
      }
      var _ = statement.executeBatch();
    }
    try (var statement =
        connection.prepareStatement(
            "insert into receipt_node (level, position, hash) values (?, ?, ?)")) {
      for (var node : nodes.entrySet()) {
        statement.setInt(1, node.getKey().level());
        statement.setLong(2, node.getKey().index());
        statement.setString(3, node.getValue().toBase64Url());
        statement.addBatch();
      }
      var _ = statement.executeBatch();
    }
  }

  @Override
  public long size() {
    return number("select size as n from receipt_log where name = 'receipts'").orElse(0);
  }

  @Override
  public OptionalLong place(String id) {
    return number("select place as n from receipt where id = ? and place is not null", id);
  }

  @Override
  public Optional<Bytes> node(Node node) {
    return run(connection ->
        query(
                connection,
                "select hash from receipt_node where level = ? and position = ?",
                rows -> Bytes.fromBase64Url(rows.getString("hash")),
                node.level(),
                node.index())
            .stream()
            .findFirst());
  }

  @Override
  public long anchored() {
    return number("select anchored as n from receipt_log where name = 'receipts'").orElse(0);
  }

  @Override
  public void setAnchored(long size) {
    var _ =
        run(connection ->
            update(
                connection,
                "update receipt_log set anchored = ? where name = 'receipts' and anchored < ?",
                size,
                size));
  }

  @Override
  public void erase(String id) {
    var _ =
        run(connection ->
            update(connection, "update receipt set opened = null, tokens = '' where id = ?", id));
  }

  /// The receipts of an owner, the newest first.
  public List<String> ofOwner(String owner, int max) {
    return run(connection ->
        query(
            connection,
            "select id from receipt where owner = ? order by seq desc limit ?",
            rows -> rows.getString("id"),
            owner,
            max));
  }

  private OptionalLong number(String sql, Object... arguments) {
    return run(connection ->
        query(connection, sql, rows -> rows.getLong("n"), arguments).stream()
            .mapToLong(Long::longValue)
            .findFirst());
  }

  private interface RowReader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private static <T> List<T> query(
      Connection connection, String sql, RowReader<T> reader, Object... arguments)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      try (var rows = statement.executeQuery()) {
        var found = new ArrayList<T>();
        while (rows.next()) {
          found.add(reader.read(rows));
        }
        return found;
      }
    }
  }

  private static int update(Connection connection, String sql, Object... arguments)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }
}
