package dev.hansa.issuer.crash;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;

/// One instance on a file of H2.
class OnboardingCrashOnH2Test extends OnboardingCrashContract {
  @TempDir private static Path folder;

  @Override
  DataSource open() {
    return H2.open(folder.resolve("onboarding"));
  }

  @Override
  void close(DataSource store) {
    H2.close(store);
  }
}
