package dev.hansa.receipts;

import dev.hansa.receipts.store.JdbcLogStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import org.h2.jdbcx.JdbcConnectionPool;

class JdbcLogStoreTest extends LogStoreContract {
  private static int databases;

  @Override
  LogStore store() {
    var source =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:receipts"
                + databases++
                + ";DB_CLOSE_DELAY=-1;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
            "sa",
            "");
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var sql =
            JdbcLogStore.class.getResourceAsStream(
                "/db/migration/receipts/V0_1__receipt_log.sql")) {
      var _ =
          statement.execute(
              new String(Objects.requireNonNull(sql).readAllBytes(), StandardCharsets.UTF_8));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
    return new JdbcLogStore(source, IllegalStateException::new);
  }
}
