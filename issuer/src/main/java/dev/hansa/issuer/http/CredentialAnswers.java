package dev.hansa.issuer.http;

import dev.hansa.identity.Json;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.ResponseEncryption;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;

/// What the credential and the deferred credential endpoint answer.
final class CredentialAnswers {
  private CredentialAnswers() {}

  static MutableHttpResponse<String> of(
      Issuing.Outcome outcome,
      Optional<ResponseEncryption> encryption,
      Sealing sealing,
      boolean withNotification) {
    return switch (outcome) {
      case Issuing.Outcome.InvalidToken _ -> AccessDoor.invalidToken();
      case Issuing.Outcome.UnknownConfiguration _ ->
          Answers.badRequest(
              "unknown_credential_configuration", "the configuration is the one of the offer");
      case Issuing.Outcome.UnknownIdentifier _ ->
          Answers.badRequest(
              "unknown_credential_identifier", "the identifier is the one of the token response");
      case Issuing.Outcome.InvalidProof(var says) -> Answers.badRequest("invalid_proof", says);
      case Issuing.Outcome.InvalidNonce _ ->
          Answers.badRequest(
              "invalid_nonce", "the proof's nonce is fresh, and counts once; ask for a new one");
      case Issuing.Outcome.Denied(var says) ->
          Answers.badRequest("credential_request_denied", says);
      case Issuing.Outcome.Pending(var id) -> sealing.seal(pending(id), encryption);
      case Issuing.Outcome.Issued(var credentials, var notificationId) -> {
        var json = Json.newObject();
        var array = json.putArray("credentials");
        credentials.forEach(credential -> array.addObject().put("credential", credential));
        if (withNotification) {
          json.put("notification_id", notificationId);
        }
        yield sealing.seal(Answers.json(HttpStatus.OK, json), encryption);
      }
    };
  }

  static MutableHttpResponse<String> pending(String transactionId) {
    return Answers.json(
        HttpStatus.ACCEPTED,
        Json.newObject().put("transaction_id", transactionId).put("interval", Issuing.INTERVAL));
  }
}
