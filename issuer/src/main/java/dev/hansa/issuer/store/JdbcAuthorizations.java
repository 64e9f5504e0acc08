package dev.hansa.issuer.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Authorization;
import dev.hansa.issuer.domain.AuthorizationRequest;
import dev.hansa.issuer.domain.Authorizations;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Login;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.servicekit.Jdbc;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/// Authorization requests in the table `authorization_request`.
public final class JdbcAuthorizations implements Authorizations {
  /// A code that was used is known so long, so that its second coming is noticed.
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final Jdbc jdbc;

  public JdbcAuthorizations(DataSource source) {
    this.jdbc = new Jdbc(source);
  }

  @Override
  public void push(Authorization.Pushed pushed) {
    var request = pushed.request();
    jdbc.update(
        """
        insert into authorization_request (id, tenant, state, client_id, client_shown, redirect_uri, client_state,
          code_challenge, vct, details, asked_issuance, dpop_key, expires)
        values (?, ?, 'PUSHED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        pushed.id(),
        pushed.tenant().value(),
        request.clientId(),
        request.clientShown(),
        request.redirectUri().toString(),
        request.state().orElse(null),
        request.codeChallenge(),
        request.configuration().value(),
        request.details(),
        request.issuance().orElse(null),
        request.dpopKey().map(Bytes::toBase64Url).orElse(null),
        pushed.expires());
  }

  @Override
  public Optional<Authorization> find(TenantName tenant, String id) {
    return jdbc.one(
        "select * from authorization_request where id = ? and tenant = ?",
        JdbcAuthorizations::read,
        id,
        tenant.value());
  }

  @Override
  public Optional<Authorization> findByCode(TenantName tenant, String codeHash) {
    return jdbc.one(
        "select * from authorization_request where code = ? and tenant = ?",
        JdbcAuthorizations::read,
        codeHash,
        tenant.value());
  }

  private static Authorization read(Jdbc.Row row) throws SQLException {
    var id = row.text("id");
    var tenant = new TenantName(row.text("tenant"));
    var expires = row.instant("expires");
    var request =
        new AuthorizationRequest(
            row.text("client_id"),
            row.flag("client_shown"),
            URI.create(row.text("redirect_uri")),
            row.optionalText("client_state"),
            row.text("code_challenge"),
            new Vct(row.text("vct")),
            row.flag("details"),
            row.optionalText("asked_issuance"),
            row.optionalText("dpop_key").map(Bytes::fromBase64Url));
    return switch (row.text("state")) {
      case "PUSHED" -> new Authorization.Pushed(id, tenant, request, expires);
      case "ASKING" ->
          new Authorization.Asking(
              id,
              tenant,
              request,
              expires,
              row.text("browser"),
              Login.Way.valueOf(row.text("login_way")),
              row.text("login"),
              row.text("login_link"));
      case "ANSWERING" ->
          new Authorization.Answering(id, tenant, request, expires, row.text("browser"));
      case "CONSENTING" ->
          new Authorization.Consenting(
              id, tenant, request, expires, row.text("browser"), row.text("issuance"));
      case "GRANTED" ->
          new Authorization.Granted(
              id,
              tenant,
              request,
              expires,
              row.text("browser"),
              row.text("issuance"),
              row.text("code"));
      case "OVER" -> new Authorization.Over(id, tenant, request, expires);
      default -> throw new SQLException("authorization_request.state has a value it may not have");
    };
  }

  @Override
  public boolean ask(Authorization.Asking asking) {
    return jdbc.update(
            """
            update authorization_request set state = 'ASKING', browser = ?, login_way = ?,
              login = ?, login_link = ?, expires = ?
            where id = ? and state = 'PUSHED'\
            """,
            asking.browser(),
            asking.way(),
            asking.login(),
            asking.link(),
            asking.expires(),
            asking.id())
        == 1;
  }

  @Override
  public boolean answer(Authorization.Asking asking) {
    return jdbc.update(
            """
            update authorization_request set state = 'ANSWERING'
            where id = ? and state = 'ASKING' and login = ?\
            """,
            asking.id(),
            asking.login())
        == 1;
  }

  @Override
  public boolean consent(Authorization.Consenting consenting) {
    return jdbc.update(
            """
            update authorization_request set state = 'CONSENTING', issuance = ?
            where id = ? and state in ('ASKING', 'ANSWERING')\
            """,
            consenting.issuance(),
            consenting.id())
        == 1;
  }

  @Override
  public boolean grant(Authorization.Granted granted) {
    return jdbc.update(
            """
            update authorization_request set state = 'GRANTED', code = ?, expires = ?
            where id = ? and state = 'CONSENTING'\
            """,
            granted.code(),
            granted.expires(),
            granted.id())
        == 1;
  }

  @Override
  public void end(Authorization authorization) {
    jdbc.update("update authorization_request set state = 'OVER' where id = ?", authorization.id());
  }

  @Override
  public boolean redeem(
      Authorization.Granted granted, Issuance.Authorised authorised, Instant now) {
    return jdbc.transaction(session -> {
      // The code first: a second request with it waits here, and then finds it used.
      int used =
          session.update(
              "update authorization_request set state = 'OVER' where id = ? and state = 'GRANTED'",
              granted.id());
      return used == 1 && JdbcIssuances.authorise(session, authorised, now);
    });
  }

  @Override
  public void distrust(Authorization over) {
    jdbc.update(
        """
        update issuance set token_expires = created
        where state = 'AUTHORISED'
          and id = (select r.issuance from authorization_request r where r.id = ?)\
        """,
        over.id());
  }

  @Override
  public int sweep(Instant now) {
    return jdbc.update(
        "delete from authorization_request where expires <= ?", now.minus(REMEMBERED));
  }
}
