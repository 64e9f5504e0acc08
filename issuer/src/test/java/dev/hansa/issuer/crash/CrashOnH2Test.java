package dev.hansa.issuer.crash;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.io.TempDir;

/// One instance on a file of H2.
class CrashOnH2Test extends CrashContract {
  @TempDir private static Path folder;

  @Override
  DataSource open() {
    return JdbcConnectionPool.create(
        "jdbc:h2:file:"
            + folder.resolve("db")
            + ";WRITE_DELAY=0;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
        "sa",
        "");
  }

  @Override
  void close(DataSource store) {
    if (store instanceof JdbcConnectionPool pool) {
      pool.dispose();
    }
  }
}
