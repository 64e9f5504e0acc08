package dev.hansa.verifier;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.credentials.KbInput;
import dev.hansa.credentials.Matching;
import dev.hansa.credentials.Presenter;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Signer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A holder with one credential, who answers requests and lies where a test wants it to.
final class Wallet {
  private final VerifierUnderTest world;
  private final SdJwt credential;
  private final Signer signer;
  private @Nullable String nonce;
  private @Nullable String audience;
  private @Nullable Instant issuedAt;
  private @Nullable List<String> transactionData;

  Wallet(VerifierUnderTest world, SdJwt credential) {
    this.world = world;
    this.credential = credential;
    this.signer = world.holder;
  }

  Wallet nonce(String other) {
    nonce = other;
    return this;
  }

  Wallet audience(String other) {
    audience = other;
    return this;
  }

  Wallet issuedAt(Instant other) {
    issuedAt = other;
    return this;
  }

  Wallet transactionData(List<String> other) {
    transactionData = other;
    return this;
  }

  /// The claims of the request object behind a request.
  ObjectNode fetch(ObjectNode created) throws Exception {
    var path = created.get("request_uri").asText().substring(world.base.length());
    var answer = world.get(path);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("no request object: " + answer.body());
    }
    return Jws.parse(answer.body(), 100_000).unverifiedClaims();
  }

  String present(ObjectNode request) {
    var query = DcqlQuery.parse(request.get("dcql_query"));
    var data = new ArrayList<String>();
    request.path("transaction_data").forEach(entry -> data.add(entry.asText()));
    var input =
        new KbInput(
            Objects.requireNonNullElse(nonce, request.get("nonce").asText()),
            Objects.requireNonNullElseGet(audience, () -> request.get("client_id").asText()),
            Objects.requireNonNullElse(issuedAt, world.clock.instant()),
            Objects.requireNonNullElse(transactionData, data));
    if (Matching.of(query, List.of(credential)) instanceof Matching.Found(var choices)) {
      return Presenter.present(choices.getFirst(), input, signer);
    }
    return Presenter.present(credential, credential.disclosures(), input, signer);
  }

  static String vpToken(String queryId, String presentation) {
    var token = Json.newObject();
    token.putArray(queryId).add(presentation);
    return token.toString();
  }

  HttpResponse<String> send(ObjectNode request, String vpToken) throws Exception {
    return send(request, vpToken, request.get("state").asText());
  }

  HttpResponse<String> send(ObjectNode request, String vpToken, String state) throws Exception {
    var path = request.get("response_uri").asText().substring(world.base.length());
    return world.post(
        path,
        "application/x-www-form-urlencoded",
        "vp_token=" + encode(vpToken) + "&state=" + encode(state));
  }

  /// Fetches, presents and sends.
  HttpResponse<String> answer(ObjectNode created) throws Exception {
    var request = fetch(created);
    return send(request, vpToken("member", present(request)));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
