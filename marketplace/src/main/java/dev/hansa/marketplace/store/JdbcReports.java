package dev.hansa.marketplace.store;

import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.Reports;
import dev.hansa.servicekit.Jdbc;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/// Reports in the table `kpi_report`; its key is the rule that a report counts once.
@Singleton
public final class JdbcReports implements Reports.Store {
  private static final String METRIC = "AVAILABILITY";

  private final Jdbc jdbc;

  public JdbcReports(DataSource source) {
    this.jdbc = new Jdbc(source);
  }

  @Override
  public boolean isReported(String agreementId, Instant periodStart, String reporter) {
    return jdbc.one(
            "select receipt from kpi_report where agreement = ? and period_start = ?"
                + " and metric = ? and reporter = ?",
            row -> row.text("receipt"),
            agreementId,
            periodStart,
            METRIC,
            reporter)
        .isPresent();
  }

  @Override
  public boolean keep(Reports.Kept report) {
    try {
      return jdbc.update(
              "insert into kpi_report (agreement, period_start, metric, reporter, body, receipt)"
                  + " values (?, ?, ?, ?, ?, ?)",
              report.agreementId(),
              report.periodStart(),
              METRIC,
              report.reporter(),
              report.body().toString(),
              report.receipt())
          == 1;
    } catch (Jdbc.DuplicateKey e) {
      return false;
    }
  }

  @Override
  public List<Reports.Kept> ofAgreement(String agreementId) {
    return jdbc.query(
        "select period_start, reporter, body, receipt from kpi_report where agreement = ?"
            + " order by period_start, reporter limit 1000",
        row ->
            new Reports.Kept(
                agreementId,
                row.instant("period_start"),
                row.text("reporter"),
                Json.parseObject(row.text("body")),
                row.text("receipt")),
        agreementId);
  }
}
