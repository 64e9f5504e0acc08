package dev.hansa.issuer.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.StatusIndex;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.servicekit.Jdbc;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads rows of the table `issuance` as the states that they are.
final class IssuanceRows {
  private IssuanceRows() {}

  static Issuance read(Jdbc.Row row) throws SQLException {
    var about =
        new Issuance.Case(
            row.text("id"),
            new TenantName(row.text("tenant")),
            new Vct(row.text("vct")),
            row.instant("created"));
    var state = row.text("state");
    return switch (state) {
      case "OFFERED" -> new Issuance.Offered(about, terms(row), (int) row.number("wrong_codes"));
      case "LOCKED" -> new Issuance.Locked(about, terms(row));
      case "AUTHORISED" ->
          new Issuance.Authorised(
              about,
              terms(row),
              new Issuance.Token(
                  row.text("token_hash"), row.instant("token_expires"), row.flag("identifiers")));
      case "ISSUED" -> issued(row, about);
      case "LAPSED" -> new Issuance.Lapsed(about, row.instant("closed"));
      case "WITHDRAWN" -> new Issuance.Withdrawn(about, row.instant("closed"));
      default -> throw new SQLException("issuance.state has a value it may not have");
    };
  }

  private static Issuance.Terms terms(Jdbc.Row row) throws SQLException {
    return new Issuance.Terms(
        Duration.ofSeconds(row.number("validity_seconds")),
        row.flag("tx_code"),
        row.instant("offer_expires"),
        row.bytes("sealed_claims"));
  }

  private static Issuance issued(Jdbc.Row row, Issuance.Case about) throws SQLException {
    var sealed = row.optionalBytes("sealed_credential");
    var until = row.optionalInstant("retry_until");
    var holder = row.optionalText("holder_key").map(Bytes::fromBase64Url);
    return new Issuance.Issued(
        about,
        new StatusIndex((int) row.number("list_no"), row.number("list_index")),
        CredentialStatus.valueOf(row.text("status")),
        row.instant("issued"),
        row.instant("expires"),
        Bytes.fromBase64Url(row.text("credential_hash")),
        sealed.flatMap(bytes -> until.map(at -> new Issuance.Retry(bytes, holder, at))));
  }

  static @Nullable String holderKey(Issuance.Retry retry) {
    return retry.holderKey().map(Bytes::toBase64Url).orElse(null);
  }
}
