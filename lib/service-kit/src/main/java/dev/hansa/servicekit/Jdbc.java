package dev.hansa.servicekit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.hansa.identity.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Plain SQL with its arguments bound. Outside a transaction every statement commits by itself.
/// Everything may throw [StoreUnavailable]; a broken unique key throws [DuplicateKey].
public final class Jdbc {
  private final DataSource source;

  public Jdbc(DataSource source) {
    this.source = source;
  }

  /// Reads one row.
  public interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  /// A row is there already under this key.
  public static final class DuplicateKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DuplicateKey(SQLException cause) {
      super("a row with this key exists", cause);
    }
  }

  public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... arguments) {
    return run(session -> session.query(sql, reader, arguments));
  }

  public <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... arguments) {
    return run(session -> session.one(sql, reader, arguments));
  }

  /// The number of rows changed.
  @CanIgnoreReturnValue
  public int update(String sql, @Nullable Object... arguments) {
    return run(session -> session.update(sql, arguments));
  }

  /// All of it or nothing: commits when the work returns, rolls back when it throws.
  public <T extends @Nullable Object> T transaction(Function<Session, T> work) {
    try (var connection = source.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        var result = work.apply(new Session(connection));
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private <T> T run(Function<Session, T> work) {
    try (var connection = source.getConnection()) {
      return work.apply(new Session(connection));
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(SQLException e) {
    // Class 23: integrity constraint violation, in the SQL standard.
    var state = e.getSQLState();
    return state != null && state.startsWith("23505")
        ? new DuplicateKey(e)
        : new StoreUnavailable(e);
  }

  /// One connection, in or out of a transaction.
  public static final class Session {
    private final Connection connection;

    Session(Connection connection) {
      this.connection = connection;
    }

    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... arguments) {
      try (var statement = prepare(sql, arguments);
          var rows = statement.executeQuery()) {
        var found = new ArrayList<T>();
        while (rows.next()) {
          found.add(reader.read(new Row(rows)));
        }
        return found;
      } catch (SQLException e) {
        throw failure(e);
      }
    }

    public <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... arguments) {
      var rows = query(sql, reader, arguments);
      return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    @CanIgnoreReturnValue
    public int update(String sql, @Nullable Object... arguments) {
      try (var statement = prepare(sql, arguments)) {
        return statement.executeUpdate();
      } catch (SQLException e) {
        throw failure(e);
      }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... arguments)
        throws SQLException {
      var statement = connection.prepareStatement(sql);
      try {
        for (int i = 0; i < arguments.length; i++) {
          bind(statement, i + 1, arguments[i]);
        }
      } catch (SQLException e) {
        statement.close();
        throw e;
      }
      return statement;
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Object argument)
        throws SQLException {
      switch (argument) {
        case Instant instant ->
            statement.setObject(at, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
        case Bytes bytes -> statement.setBytes(at, bytes.toArray());
        case byte[] bytes -> statement.setBytes(at, bytes);
        case Enum<?> constant -> statement.setString(at, constant.name());
        case null, default -> statement.setObject(at, argument);
      }
    }
  }

  /// The row that is being read. A column that may be null is read by a method that says so.
  public static final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
      this.rows = rows;
    }

    public String text(String column) throws SQLException {
      return rows.getString(column);
    }

    public Optional<String> optionalText(String column) throws SQLException {
      return Optional.ofNullable(rows.getString(column));
    }

    public long number(String column) throws SQLException {
      return rows.getLong(column);
    }

    public Optional<Long> optionalNumber(String column) throws SQLException {
      long value = rows.getLong(column);
      return rows.wasNull() ? Optional.empty() : Optional.of(value);
    }

    public boolean flag(String column) throws SQLException {
      return rows.getBoolean(column);
    }

    public Instant instant(String column) throws SQLException {
      return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    public Optional<Instant> optionalInstant(String column) throws SQLException {
      return Optional.ofNullable(rows.getObject(column, OffsetDateTime.class))
          .map(OffsetDateTime::toInstant);
    }

    public Bytes bytes(String column) throws SQLException {
      return Bytes.copyOf(rows.getBytes(column));
    }

    public Optional<Bytes> optionalBytes(String column) throws SQLException {
      return Optional.ofNullable(rows.getBytes(column)).map(Bytes::copyOf);
    }
  }
}
