package dev.hansa.marketplace.store;

import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.Agreement;
import dev.hansa.marketplace.domain.Agreements;
import dev.hansa.marketplace.domain.Page;
import dev.hansa.servicekit.Jdbc;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/// Agreements in the table `agreement`; a step holds the row.
@Singleton
public final class JdbcAgreements implements Agreements.Store {
  private final Jdbc jdbc;

  public JdbcAgreements(DataSource source) {
    this.jdbc = new Jdbc(source);
  }

  @Override
  public Agreement add(Agreement agreement) {
    try {
      jdbc.update(
          "insert into agreement (id, provider, customer, state, terms, terms_hash, body, created)"
              + " values (?, ?, ?, ?, ?, ?, ?, ?)",
          agreement.id(),
          agreement.terms().sla().provider(),
          agreement.terms().sla().customer(),
          agreement.stateName(),
          agreement.terms().json().toString(),
          agreement.terms().sla().termsHash(),
          agreement.toJson().toString(),
          agreement.created());
      return agreement;
    } catch (Jdbc.DuplicateKey e) {
      return find(agreement.id()).orElseThrow(() -> e);
    }
  }

  @Override
  public Optional<Agreement> find(String id) {
    return jdbc.one("select terms, body from agreement where id = ?", JdbcAgreements::read, id);
  }

  @Override
  public Page<Agreement> ofParty(String party, Page.Request part) {
    return new Keyset("created", "id")
        .page(
            jdbc,
            "select terms, body from agreement where (provider = ? or customer = ?)",
            List.of(party, party),
            part,
            after ->
                find(after)
                    .filter(each -> each.terms().sla().isParty(party))
                    .map(Agreement::created),
            JdbcAgreements::read,
            Agreement::id);
  }

  @Override
  public <T> T hold(String id, Function<Agreement, Kept<T>> work) {
    return jdbc.transaction(session -> {
      var held =
          session
              .one(
                  "select terms, body from agreement where id = ? for update",
                  JdbcAgreements::read,
                  id)
              .orElseThrow();
      var kept = work.apply(held);
      session.update(
          "update agreement set state = ?, body = ? where id = ?",
          kept.agreement().stateName(),
          kept.agreement().toJson().toString(),
          id);
      return kept.result();
    });
  }

  private static Agreement read(Jdbc.Row row) throws SQLException {
    return Agreement.read(Json.parseObject(row.text("terms")), Json.parseObject(row.text("body")));
  }
}
