package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.Set;

/// Who takes up an offer of the authorization code grant, after showing to be it.
public sealed interface Holder {
  /// Whoever shows a credential about this DID.
  record OfDid(Did did) implements Holder {}

  /// Whoever logs in at this provider (its issuer identifier) and is this there: the value of the
  /// claim that the issuer's policy names, `sub` if none.
  record AtProvider(String provider, String subject) implements Holder {}

  /// Whoever logged in for this authorization request, for which the offer was made. Nobody names
  /// it from outside.
  record OfLogin(String authorization) implements Holder {}

  int SUBJECT_MAX = 255;

  /// A DID, or an object with `provider` and `subject`.
  static Holder parse(JsonNode node) {
    if (node instanceof ObjectNode object) {
      IssueRequest.onlyMembers(object, Set.of("provider", "subject"));
      var subject = Json.text(object, "subject", SUBJECT_MAX);
      if (subject.isBlank()) {
        throw new MalformedInput("a holder's subject is not blank");
      }
      return new AtProvider(Json.text(object, "provider", ProviderPolicy.ISSUER_MAX), subject);
    }
    if (node.isTextual() && node.textValue().length() <= Did.LENGTH_MAX) {
      return new OfDid(Did.parse(node.textValue()));
    }
    throw new MalformedInput("a holder is a DID, or an object with provider and subject");
  }

  /// The holder, as far as it is kept: a keyed hash.
  default String mark(IssuerSecret secret, TenantName tenant) {
    return switch (this) {
      case OfDid(var did) -> secret.mark("holder", tenant + "\n" + did);
      case AtProvider(var provider, var subject) ->
          secret.mark("holder at a provider", tenant + "\n" + provider + "\n" + subject);
      case OfLogin(var authorization) ->
          secret.mark("holder of a login", tenant + "\n" + authorization);
    };
  }

  /// Written into what an operator's request is recognised by. A DID stands there as a text.
  default void writeTo(ObjectNode json) {
    switch (this) {
      case OfDid(var did) -> json.put("holder", did.toString());
      case AtProvider(var provider, var subject) ->
          json.putObject("holder").put("provider", provider).put("subject", subject);
      case OfLogin(var authorization) -> json.putObject("holder").put("login", authorization);
    }
  }
}
