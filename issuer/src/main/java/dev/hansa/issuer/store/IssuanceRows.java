package dev.hansa.issuer.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.Notice;
import dev.hansa.issuer.domain.StatusIndex;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.servicekit.Jdbc;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      case "AUTHORISED" -> new Issuance.Authorised(about, terms(row), token(row));
      case "DEFERRED" -> new Issuance.Deferred(about, terms(row), token(row), holders(row));
      case "ISSUED" -> issued(row, about);
      case "LAPSED" -> new Issuance.Lapsed(about, row.instant("closed"));
      case "WITHDRAWN" -> new Issuance.Withdrawn(about, row.instant("closed"));
      default -> throw new SQLException("issuance.state has a value it may not have");
    };
  }

  private static Issuance.Token token(Jdbc.Row row) throws SQLException {
    return new Issuance.Token(
        row.text("token_hash"),
        row.instant("token_expires"),
        row.flag("identifiers"),
        row.optionalText("dpop_key").map(Bytes::fromBase64Url));
  }

  private static List<VerificationKey> holders(Jdbc.Row row) throws SQLException {
    var keys = new ArrayList<VerificationKey>();
    Json.parse(row.text("holders")).forEach(jwk -> keys.add(VerificationKey.fromJwk(jwk)));
    return keys;
  }

  /// The keys as they are kept.
  static String holders(List<VerificationKey> keys) {
    var array = Json.newArray();
    keys.forEach(key -> array.add(key.toJwk()));
    return array.toString();
  }

  private static Issuance.Terms terms(Jdbc.Row row) throws SQLException {
    return new Issuance.Terms(
        Duration.ofSeconds(row.number("validity_seconds")),
        row.flag("tx_code"),
        row.instant("offer_expires"),
        row.bytes("sealed_claims"),
        row.optionalText("holder_mark"),
        row.flag("held"),
        row.optionalText("replaces"));
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
        row.optionalInstant("expires"),
        Bytes.fromBase64Url(row.text("credential_hash")),
        (int) row.number("copies"),
        notice(row),
        sealed.flatMap(bytes -> until.map(at -> new Issuance.Retry(bytes, holder, at))));
  }

  private static Optional<Notice> notice(Jdbc.Row row) throws SQLException {
    var event = row.optionalText("notice").map(Notice.Event::valueOf);
    var at = row.optionalInstant("noticed");
    return event.flatMap(what -> at.map(when -> new Notice(what, when)));
  }

  /// An issuance with its token, as it is found by it.
  static Issuances.Held held(Jdbc.Row row) throws SQLException {
    return new Issuances.Held(
        read(row),
        row.optionalText("dpop_key").map(Bytes::fromBase64Url),
        row.instant("token_expires"));
  }

  static @Nullable String holderKey(Issuance.Retry retry) {
    return retry.holderKey().map(Bytes::toBase64Url).orElse(null);
  }
}
