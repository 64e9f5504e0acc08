package dev.hansa.issuer.store;

import dev.hansa.identity.Bytes;
import dev.hansa.issuer.domain.EncryptionKeys;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.servicekit.Jdbc;
import javax.sql.DataSource;

/// Sealed keys in the table `encryption_key`.
public final class JdbcEncryptionKeys implements EncryptionKeys.Store {
  private final Jdbc jdbc;

  public JdbcEncryptionKeys(DataSource source) {
    this.jdbc = new Jdbc(source);
  }

  @Override
  public Bytes keepFirst(TenantName tenant, Bytes sealed) {
    // Two instances may come at once: the row of the first stands.
    jdbc.update(
        "insert into encryption_key (tenant, sealed) values (?, ?) on conflict do nothing",
        tenant.value(),
        sealed);
    return jdbc.one(
            "select sealed from encryption_key where tenant = ?",
            row -> row.bytes("sealed"),
            tenant.value())
        .orElseThrow(() -> new IllegalStateException("the row was just written"));
  }
}
