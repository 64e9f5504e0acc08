package dev.hansa.issuer.crash;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/// Databases in files, as the service has them where it has no other.
final class H2 {
  private H2() {}

  static DataSource open(Path file) {
    return JdbcConnectionPool.create(
        "jdbc:h2:file:"
            + file
            + ";WRITE_DELAY=0;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
        "sa",
        "");
  }

  static void close(DataSource store) {
    if (store instanceof JdbcConnectionPool pool) {
      pool.dispose();
    }
  }
}
