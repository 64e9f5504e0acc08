package dev.hansa.marketplace.store;

import dev.hansa.marketplace.domain.Books.Direction;
import dev.hansa.marketplace.domain.Readings;
import dev.hansa.marketrules.Interval;
import dev.hansa.servicekit.Jdbc;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Readings in the table `reading`.
@Singleton
public final class JdbcReadings implements Readings {
  private final Jdbc jdbc;

  public JdbcReadings(DataSource source) {
    this.jdbc = new Jdbc(source);
  }

  @Override
  public int add(List<Reading> readings) {
    return jdbc.transaction(session -> {
      int added = 0;
      for (var one : readings) {
        added +=
            session.update(
                "insert into reading (meter_key, direction, delivery_start, version, wh, quality,"
                    + " credential_hash) select ?, ?, ?, ?, ?, ?, ? where not exists"
                    + " (select 1 from reading where meter_key = ? and direction = ?"
                    + " and delivery_start = ? and version = ?)",
                one.meterKey(),
                one.direction(),
                one.interval().start(),
                one.version(),
                one.wh(),
                one.quality(),
                one.credentialHash(),
                one.meterKey(),
                one.direction(),
                one.interval().start(),
                one.version());
      }
      return added;
    });
  }

  @Override
  public Optional<Reading> latest(String meterKey, Direction direction, Interval interval) {
    return jdbc.one(
        "select version, wh, quality, credential_hash from reading where meter_key = ?"
            + " and direction = ? and delivery_start = ? order by version desc limit 1",
        row ->
            new Reading(
                meterKey,
                direction,
                interval,
                (int) row.number("version"),
                row.number("wh"),
                row.text("quality"),
                row.text("credential_hash")),
        meterKey,
        direction,
        interval.start());
  }
}
