package dev.hansa.servicekit;

import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;

/// Used tokens in the table `used_token (jti primary key, expires)`, so that two instances share
/// them.
@Singleton
@Requires(beans = DataSource.class)
public class JdbcUsedTokens implements UsedTokens {
  private final Jdbc jdbc;
  private final Clock clock;

  public JdbcUsedTokens(DataSource source, Clock clock) {
    this.jdbc = new Jdbc(source);
    this.clock = clock;
  }

  @Override
  public boolean use(String jti, Instant expires) {
    try {
      return jdbc.update("insert into used_token (jti, expires) values (?, ?)", jti, expires) == 1;
    } catch (Jdbc.DuplicateKey e) {
      return false; // The key decides: of two callers at once one inserts.
    }
  }

  /// Tokens that expired are refused for that; they need not be remembered.
  @Scheduled(fixedDelay = "5m", initialDelay = "1m")
  void forgetExpired() {
    jdbc.update("delete from used_token where expires < ?", clock.instant());
  }
}
