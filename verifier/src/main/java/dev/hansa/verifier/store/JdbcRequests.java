package dev.hansa.verifier.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.KeyAgreementKey;
import dev.hansa.servicekit.Jdbc;
import dev.hansa.verifier.domain.Ask;
import dev.hansa.verifier.domain.PresentationRequest;
import dev.hansa.verifier.domain.Requests;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/// Requests in the table `presentation_request`; the states' conditions are in the SQL, so that two
/// instances agree.
@Singleton
public final class JdbcRequests implements Requests {
  private final Jdbc jdbc;

  public JdbcRequests(DataSource source) {
    this.jdbc = new Jdbc(source);
  }

  @Override
  public void add(PresentationRequest.Waiting request) {
    var ticket = request.ticket();
    var ask = Json.newObject().put("nonce", ticket.nonce()).put("state", ticket.state());
    ask.set("ask", ticket.ask().toJson());
    ticket.encryptionKey().ifPresent(key -> ask.set("encryptionKey", key.toPrivateJwk()));
    jdbc.update(
        "insert into presentation_request (id, caller, ask, state, expires, forget)"
            + " values (?, ?, ?, 'waiting', ?, ?)",
        ticket.id(),
        ticket.caller().toString(),
        ask.toString(),
        ticket.expires(),
        ticket.expires().plus(java.time.Duration.ofMinutes(15)));
  }

  @Override
  public Optional<PresentationRequest> find(String id, Instant now) {
    return jdbc.one(
        "select id, caller, ask, state, expires, result, response_code"
            + " from presentation_request where id = ?",
        row -> read(row, now),
        id);
  }

  private static PresentationRequest read(Jdbc.Row row, Instant now) throws SQLException {
    var ticket = ticket(row);
    return switch (row.text("state")) {
      case "verified", "refused" ->
          new PresentationRequest.Answered(
              ticket,
              row.text("state").equals("verified"),
              result(row),
              row.optionalText("response_code"));
      case "waiting" ->
          ticket.isExpired(now)
              ? new PresentationRequest.Expired(ticket)
              : new PresentationRequest.Waiting(ticket);
      case "fetched" ->
          ticket.isExpired(now)
              ? new PresentationRequest.Expired(ticket)
              : new PresentationRequest.Fetched(ticket);
      case "answering" ->
          ticket.isExpired(now)
              ? new PresentationRequest.Expired(ticket)
              : new PresentationRequest.Answering(ticket);
      default ->
          throw new IllegalStateException("a request in the store has a state that we wrote");
    };
  }

  private static PresentationRequest.Ticket ticket(Jdbc.Row row) throws SQLException {
    var kept = Json.parseObject(row.text("ask"));
    return new PresentationRequest.Ticket(
        row.text("id"),
        Did.parse(row.text("caller")),
        Ask.restore(Json.object(kept, "ask")),
        kept.get("nonce").asText(),
        kept.get("state").asText(),
        row.instant("expires"),
        kept.has("encryptionKey")
            ? Optional.of(KeyAgreementKey.fromPrivateJwk(Json.object(kept, "encryptionKey")))
            : Optional.empty());
  }

  private static ObjectNode result(Jdbc.Row row) throws SQLException {
    return Json.parseObject(row.text("result"), 4 * Json.LENGTH_MAX);
  }

  @Override
  public void keepFetched(PresentationRequest.Fetched request) {
    jdbc.update(
        "update presentation_request set state = 'fetched' where id = ? and state = 'waiting'",
        request.ticket().id());
  }

  @Override
  public Optional<PresentationRequest.Answering> claim(String id, Instant now) {
    // One statement: two wallets that answer at once cannot both be told yes.
    int claimed =
        jdbc.update(
            "update presentation_request set state = 'answering'"
                + " where id = ? and state in ('waiting', 'fetched') and expires > ?",
            id,
            now);
    return claimed == 1
        ? jdbc.one(
            "select id, caller, ask, expires from presentation_request where id = ?",
            row -> new PresentationRequest.Answering(ticket(row)),
            id)
        : Optional.empty();
  }

  @Override
  public void release(PresentationRequest.Answering request) {
    jdbc.update(
        "update presentation_request set state = 'fetched' where id = ? and state = 'answering'",
        request.ticket().id());
  }

  @Override
  public void keepAnswered(PresentationRequest.Answered request, Instant forget) {
    jdbc.update(
        "update presentation_request set state = ?, result = ?, response_code = ?, forget = ?"
            + " where id = ? and state = 'answering'",
        request.verified() ? "verified" : "refused",
        request.result().toString(),
        request.responseCode().orElse(null),
        forget,
        request.ticket().id());
  }

  @Override
  public int open(Did caller, Instant now) {
    return jdbc.one(
            "select count(*) as n from presentation_request"
                + " where caller = ? and state in ('waiting', 'fetched') and expires > ?",
            row -> (int) row.number("n"),
            caller.toString(),
            now)
        .orElse(0);
  }

  @Override
  public boolean takeNonce(Did caller, String nonce, Instant expires) {
    var key = Bytes.utf8(caller + " " + nonce).sha256().toBase64Url();
    try {
      return jdbc.update("insert into used_nonce (nonce, expires) values (?, ?)", key, expires)
          == 1;
    } catch (Jdbc.DuplicateKey e) {
      return false; // The key decides: of two callers at once one inserts.
    }
  }

  @Override
  public int forget(Instant now) {
    return jdbc.update("delete from presentation_request where forget < ?", now)
        + jdbc.update("delete from used_nonce where expires < ?", now);
  }
}
