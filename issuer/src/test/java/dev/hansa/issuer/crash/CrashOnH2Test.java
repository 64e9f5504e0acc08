package dev.hansa.issuer.crash;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;

/// One instance on a file of H2.
class CrashOnH2Test extends CrashContract {
  @TempDir private static Path folder;

  @Override
  DataSource open() {
    return H2.open(folder.resolve("db"));
  }

  @Override
  void close(DataSource store) {
    H2.close(store);
  }
}
