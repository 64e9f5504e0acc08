package dev.hansa.marketplaceauth.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Uris;
import dev.hansa.identity.Vct;
import dev.hansa.marketplaceauth.domain.Fact;
import dev.hansa.marketplaceauth.domain.Presentations;
import dev.hansa.marketplaceauth.domain.Presented;
import dev.hansa.marketplaceauth.domain.Refusal;
import dev.hansa.servicekit.PeerClient;
import dev.hansa.servicekit.PeerUnavailable;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Optional;

/// The verifier's API. It is a peer that we chose and that has its answers signed by TLS, so what
/// it calls verified is believed; an answer that cannot be read counts as none.
public final class HttpPresentations implements Presentations {
  private static final int CREDENTIALS_MAX = 16;
  private static final int TEXT_MAX = 32 * 1024;

  private final PeerClient peer;
  private final String base;

  public HttpPresentations(PeerClient peer, String base) {
    this.peer = peer;
    this.base = base;
  }

  @Override
  public Asked ask(Query query) {
    var body = Json.newObject().put("purpose", query.purpose()).put("statusAgeMaxSeconds", 60);
    body.set("dcql_query", query.dcql());
    if (!query.transactionData().isEmpty()) {
      var list = body.putArray("transaction_data");
      query.transactionData().forEach(list::add);
    }
    query.redirectUri().ifPresent(uri -> body.put("redirect_uri", uri.toString()));
    var answer = peer.post(base, "/requests", body);
    if (answer.status() != 201) {
      throw new PeerUnavailable("the verifier answered " + answer.status(), null);
    }
    try {
      return new Asked(
          Json.text(answer.body(), "id", 128),
          Json.text(answer.body(), "openid4vp", 2048),
          Json.text(answer.body(), "request_uri", 1024),
          Instant.parse(Json.text(answer.body(), "expires", 40)));
    } catch (MalformedInput | DateTimeParseException e) {
      throw new PeerUnavailable("the verifier's answer is not as its API says", e);
    }
  }

  @Override
  public Answer find(String requestId) {
    var answer = peer.get(base, "/requests/" + requestId);
    if (answer.status() == 404 || answer.status() == 410) {
      return new Answer.Expired(); // It forgets what is over.
    }
    if (answer.status() != 200) {
      throw new PeerUnavailable("the verifier answered " + answer.status(), null);
    }
    try {
      return switch (Json.text(answer.body(), "state", 16)) {
        case "waiting" -> new Answer.Waiting(false);
        case "fetched" -> new Answer.Waiting(true);
        case "expired" -> new Answer.Expired();
        case "refused" -> refused(answer.body().path("result"));
        case "verified" -> verified(Json.object(answer.body(), "result"));
        default -> throw new PeerUnavailable("the verifier has a state that we do not know", null);
      };
    } catch (MalformedInput | DateTimeParseException e) {
      throw new PeerUnavailable("the verifier's answer is not as its API says", e);
    }
  }

  private static Answer refused(JsonNode result) {
    return new Answer.Refused(
        new Refusal(
            result.path("reason").asText("declined"),
            result.path("sentence").asText("Nothing was shown.")));
  }

  private static Answer verified(JsonNode result) {
    if (!result.path("verified").asBoolean(false)) {
      return refused(result);
    }
    var credentials = new ArrayList<Presented>();
    for (var credential : Json.array(result, "credentials", CREDENTIALS_MAX)) {
      credentials.add(presented(credential));
    }
    return new Answer.Verified(credentials);
  }

  private static Presented presented(JsonNode json) {
    var issuer = Did.parse(Json.text(json, "issuer", Did.LENGTH_MAX));
    return new Presented(
        Json.text(json, "queryId", 64),
        Vct.parse(Json.text(json, "vct", Vct.LENGTH_MAX)),
        issuer,
        DidUrl.parse(Json.text(json, "keyName", Did.LENGTH_MAX + DidUrl.FRAGMENT_MAX + 1), issuer),
        json.hasNonNull("subject")
            ? Optional.of(Did.parse(Json.text(json, "subject", Did.LENGTH_MAX)))
            : Optional.empty(),
        Json.object(json, "claims"),
        hash(json, "holderThumbprint"),
        instant(json, "issuedAt"),
        instant(json, "expires"),
        hash(json, "credentialHash"),
        hash(json, "presentationHash"),
        json.hasNonNull("kbJwt")
            ? Optional.of(Json.text(json, "kbJwt", TEXT_MAX))
            : Optional.empty(),
        json.hasNonNull("status")
            ? Optional.of(status(Json.object(json, "status")))
            : Optional.empty());
  }

  private static Fact.StatusReference status(JsonNode json) {
    return new Fact.StatusReference(
        Uris.member(json, "uri", 1024), Json.integer(json, "idx", 0, Json.INTEGER_MAX));
  }

  /// Instants are RFC 3339 or seconds since 1970, as JWTs have them.
  private static Instant instant(JsonNode json, String member) {
    return json.path(member).isIntegralNumber()
        ? Instant.ofEpochSecond(Json.integer(json, member, 0, 1L << 40))
        : Instant.parse(Json.text(json, member, 40));
  }

  private static Bytes hash(JsonNode json, String member) {
    return Bytes.fromBase64Url(Json.text(json, member, 64));
  }
}
