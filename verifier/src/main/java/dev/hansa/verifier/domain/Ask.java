package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.verifier.VerifierConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What somebody wants to be shown: a DCQL query, the transaction that the holder signs with it
/// (each entry base64url of its JSON, as it goes into the request object), the reason in words for
/// the holder, where a browser goes afterwards, and how old a status list may be.
public record Ask(
    ObjectNode dcqlQuery,
    List<String> transactionData,
    String purpose,
    Optional<URI> redirectUri,
    Duration statusAgeMax) {
  public static final int PURPOSE_MAX = 300;
  public static final int TRANSACTIONS_MAX = 8;
  public static final int TRANSACTION_MAX = 4096;
  public static final int URI_MAX = 1024;
  public static final int STATUS_AGE_MAX_SECONDS = 300;
  public static final int STATUS_AGE_DEFAULT_SECONDS = 60;

  public Ask {
    transactionData = List.copyOf(transactionData);
  }

  /// Reads the body of `POST /requests`.
  public static Ask parse(ObjectNode json) {
    var query = Json.object(json, "dcql_query").deepCopy();
    // Read once here, so that a query that no wallet could answer is the caller's error.
    var parsed = DcqlQuery.parse(query);
    var ids = new HashSet<String>();
    parsed.credentials().forEach(credential -> ids.add(credential.id()));
    var transactions = new ArrayList<String>();
    if (json.has("transaction_data")) {
      for (var entry : Json.array(json, "transaction_data", TRANSACTIONS_MAX)) {
        transactions.add(transaction(entry, ids));
      }
    }
    for (var member : json.properties()) {
      switch (member.getKey()) {
        case "dcql_query",
            "transaction_data",
            "purpose",
            "redirect_uri",
            "statusAgeMaxSeconds" -> {}
        default ->
            throw new MalformedInput(
                "a request has dcql_query, transaction_data, purpose, redirect_uri and statusAgeMaxSeconds");
      }
    }
    return new Ask(
        query,
        transactions,
        purpose(json),
        json.has("redirect_uri") ? Optional.of(redirectUri(json)) : Optional.empty(),
        Duration.ofSeconds(
            json.has("statusAgeMaxSeconds")
                ? Json.integer(json, "statusAgeMaxSeconds", 0, STATUS_AGE_MAX_SECONDS)
                : STATUS_AGE_DEFAULT_SECONDS));
  }

  private static String purpose(ObjectNode json) {
    var purpose = Json.text(json, "purpose", PURPOSE_MAX).strip();
    if (purpose.isEmpty() || purpose.codePoints().anyMatch(Character::isISOControl)) {
      throw new MalformedInput(
          "the purpose is a sentence for the holder, without control characters");
    }
    return purpose;
  }

  private static URI redirectUri(ObjectNode json) {
    try {
      var uri = new URI(Json.text(json, "redirect_uri", URI_MAX));
      if (("https".equals(uri.getScheme()) || VerifierConfig.isLoopback(uri))
          && uri.getHost() != null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new MalformedInput("redirect_uri is a URI");
    }
    throw new MalformedInput(
        "redirect_uri is https, or http on a literal loopback address, without fragment");
  }

  /// [OpenID4VP 1.0, section
  /// 8.4](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-8.4).
  private static String transaction(JsonNode entry, HashSet<String> ids) {
    if (!(entry instanceof ObjectNode object)) {
      throw new MalformedInput("an entry of transaction_data is an object");
    }
    if (Json.text(object, "type", 200).isEmpty()) {
      throw new MalformedInput("an entry of transaction_data has a type");
    }
    var named = Json.array(object, "credential_ids", TRANSACTIONS_MAX);
    if (named.isEmpty()) {
      throw new MalformedInput(
          "an entry of transaction_data names the credentials it is signed with");
    }
    for (var id : named) {
      if (!ids.contains(id.asText())) {
        throw new MalformedInput("credential_ids of transaction_data are ids of the query");
      }
    }
    var text = Json.canonical(object);
    if (text.length() > TRANSACTION_MAX) {
      throw new MalformedInput(
          "an entry of transaction_data has at most " + TRANSACTION_MAX + " bytes");
    }
    return text.toBase64Url();
  }

  /// The entries of transaction data that this credential signs.
  public List<String> transactionDataFor(String credentialId) {
    var signed = new ArrayList<String>();
    for (var entry : transactionData) {
      for (var id : Json.parseObject(Bytes.fromBase64Url(entry)).path("credential_ids")) {
        if (id.asText().equals(credentialId)) {
          signed.add(entry);
          break;
        }
      }
    }
    return signed;
  }

  /// For the store.
  public ObjectNode toJson() {
    var json = Json.newObject().put("purpose", purpose).put("statusAge", statusAgeMax.toSeconds());
    json.set("dcqlQuery", dcqlQuery);
    var list = json.putArray("transactionData");
    transactionData.forEach(list::add);
    redirectUri.ifPresent(uri -> json.put("redirectUri", uri.toString()));
    return json;
  }

  /// From the store.
  public static Ask restore(ObjectNode json) {
    var transactions = new ArrayList<String>();
    json.get("transactionData").forEach(entry -> transactions.add(entry.asText()));
    return new Ask(
        Json.object(json, "dcqlQuery"),
        transactions,
        json.get("purpose").asText(),
        json.has("redirectUri")
            ? Optional.of(URI.create(json.get("redirectUri").asText()))
            : Optional.empty(),
        Duration.ofSeconds(json.get("statusAge").asLong()));
  }
}
