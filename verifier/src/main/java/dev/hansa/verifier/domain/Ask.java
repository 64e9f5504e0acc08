package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.ClaimPath;
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
    Duration statusAgeMax,
    Manner manner,
    ArrayNode verifierInfo,
    List<String> expectedOrigins) {
  public static final int ORIGINS_MAX = 8;
  public static final int INFO_MAX = 8;
  public static final int INFO_LENGTH_MAX = 16 * 1024;
  public static final int PURPOSE_MAX = 300;
  public static final int TRANSACTIONS_MAX = 8;
  public static final int TRANSACTION_MAX = 4096;
  public static final int URI_MAX = 1024;
  public static final int STATUS_AGE_MAX_SECONDS = 300;
  public static final int STATUS_AGE_DEFAULT_SECONDS = 60;

  public Ask {
    transactionData = List.copyOf(transactionData);
    verifierInfo = verifierInfo.deepCopy();
    expectedOrigins = List.copyOf(expectedOrigins);
    if (manner.responseMode().isDcApi() == expectedOrigins.isEmpty()) {
      throw new IllegalArgumentException("expected_origins are for dc_api, and are needed there");
    }
    // Without a way back there would be no code, and the result would stay hidden.
    if (manner.sameDevice() && redirectUri.isEmpty()) {
      throw new IllegalArgumentException("same_device has a redirect_uri");
    }
  }

  /// Reads the body of `POST /requests`.
  public static Ask parse(ObjectNode json, ClientIdPrefix usual) {
    var query = Json.object(json, "dcql_query").deepCopy();
    // Read once here, so that a query that no wallet could answer is the caller's error.
    var parsed = DcqlQuery.parse(query);
    var ids = new HashSet<String>();
    parsed.credentials().forEach(credential -> ids.add(credential.id()));
    requireOurs(parsed);
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
            "statusAgeMaxSeconds",
            "client_id_prefix",
            "response_mode",
            "request_by",
            "request_uri_method",
            "same_device",
            "verifier_info",
            "expected_origins" -> {}
        default ->
            throw new MalformedInput(
                "a request has dcql_query, transaction_data, purpose, redirect_uri, statusAgeMaxSeconds,"
                    + " client_id_prefix, response_mode, request_by, request_uri_method, same_device,"
                    + " verifier_info and expected_origins");
      }
    }
    var purpose = purpose(json);
    var redirectUri =
        json.has("redirect_uri") ? Optional.of(redirectUri(json)) : Optional.<URI>empty();
    var statusAgeMax =
        Duration.ofSeconds(
            json.has("statusAgeMaxSeconds")
                ? Json.integer(json, "statusAgeMaxSeconds", 0, STATUS_AGE_MAX_SECONDS)
                : STATUS_AGE_DEFAULT_SECONDS);
    var manner = Manner.parse(json, usual);
    var info = verifierInfo(json, ids);
    var origins = origins(json);
    return MalformedInput.unless(() ->
        new Ask(query, transactions, purpose, redirectUri, statusAgeMax, manner, info, origins));
  }

  /// Origins as browsers write them, [RFC 6454, section
  /// 6.2](https://www.rfc-editor.org/rfc/rfc6454#section-6.2).
  private static List<String> origins(ObjectNode json) {
    var origins = new ArrayList<String>();
    if (json.has("expected_origins")) {
      for (var entry : Json.array(json, "expected_origins", ORIGINS_MAX)) {
        origins.add(origin(entry.asText()));
      }
      if (origins.isEmpty()) {
        throw new MalformedInput("expected_origins is not empty");
      }
    }
    return origins;
  }

  static String origin(String text) {
    try {
      var uri = new URI(text.length() > URI_MAX ? "" : text);
      if (("https".equals(uri.getScheme()) || VerifierConfig.isLoopback(uri))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return text;
      }
    } catch (URISyntaxException e) {
      throw new MalformedInput("an origin is a URI");
    }
    throw new MalformedInput(
        "an origin is https, or http on a literal loopback address, and a host");
  }

  /// What a verifier must not ask, and what nobody here could check in an answer.
  private static void requireOurs(DcqlQuery query) {
    for (var credential : query.credentials()) {
      var paths = new HashSet<ClaimPath>();
      if (!credential.claims().stream().allMatch(claim -> paths.add(claim.path()))) {
        throw new MalformedInput("a query points to a claim once (OpenID4VP 1.0, 6.1)");
      }
      if (!credential.trustedAuthorities().stream().allMatch(DcqlQuery.TrustedAuthority::isKnown)) {
        throw new MalformedInput("trusted_authorities are of type aki or urn:hansa:issuer here");
      }
    }
  }

  /// [OpenID4VP 1.0, section
  /// 5.11](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-5.11). What
  /// is in it is for wallets that know its format.
  private static ArrayNode verifierInfo(ObjectNode json, HashSet<String> ids) {
    if (!json.has("verifier_info")) {
      return Json.newArray();
    }
    var info = Json.array(json, "verifier_info", INFO_MAX);
    for (var entry : info) {
      boolean whole =
          entry instanceof ObjectNode
              && !Json.text(entry, "format", 64).isEmpty()
              && (entry.path("data").isTextual() || entry.path("data").isObject());
      if (!whole) {
        throw new MalformedInput("an entry of verifier_info has format and data");
      }
      if (entry.has("credential_ids")) {
        for (var id : Json.array(entry, "credential_ids", DcqlQuery.CREDENTIALS_MAX)) {
          if (!ids.contains(id.asText())) {
            throw new MalformedInput("credential_ids of verifier_info are ids of the query");
          }
        }
      }
    }
    if (info.isEmpty() || info.toString().length() > INFO_LENGTH_MAX) {
      throw new MalformedInput(
          "verifier_info is not empty and has at most " + INFO_LENGTH_MAX + " characters");
    }
    return info;
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
    json.set("manner", manner.toJson());
    json.set("verifierInfo", verifierInfo);
    var origins = json.putArray("expectedOrigins");
    expectedOrigins.forEach(origins::add);
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
        Duration.ofSeconds(json.get("statusAge").asLong()),
        json.has("manner") ? Manner.restore(Json.object(json, "manner")) : Manner.USUAL,
        json.has("verifierInfo") ? Json.array(json, "verifierInfo", INFO_MAX) : Json.newArray(),
        restoredOrigins(json));
  }

  private static List<String> restoredOrigins(ObjectNode json) {
    var origins = new ArrayList<String>();
    json.path("expectedOrigins").forEach(origin -> origins.add(origin.asText()));
    return origins;
  }
}
