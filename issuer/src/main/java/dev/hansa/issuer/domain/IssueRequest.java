package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What an operator asks to have issued. `requestId` makes it idempotent. `holder` is who must show
/// to be it, where the offer is taken up by the authorization code grant; `hold` lets the issuance
/// wait for its release.
public record IssueRequest(
    String requestId,
    Vct vct,
    ObjectNode claims,
    Optional<Duration> validity,
    boolean txCode,
    Optional<Holder> holder,
    boolean hold,
    Optional<String> replaces) {
  public static final int BODY_MAX = 64 * 1024;
  public static final int CLAIMS_MAX = 32 * 1024;

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._~:-]{1,128}");
  private static final String AUTHORIZATION_CODE = "authorization_code";
  private static final Set<String> WITH_WALLET =
      Set.of(
          "requestId",
          "vct",
          "claims",
          "validity",
          "txCode",
          "grant",
          "holder",
          "hold",
          "replaces");
  private static final Set<String> WITHOUT_WALLET =
      Set.of("requestId", "vct", "claims", "validity");

  /// Claims that the issuer sets, or that SD-JWT keeps for itself.
  private static final Set<String> NOT_YOURS =
      Set.of(
          "iss",
          "iat",
          "nbf",
          "exp",
          "vct",
          "vct#integrity",
          "cnf",
          "status",
          "_sd",
          "_sd_alg",
          "...");

  /// Reads the body of an offer.
  public static IssueRequest parseOffer(String body) {
    var json = Json.parseObject(body, BODY_MAX);
    var txCode = json.get("txCode");
    if (txCode == null || !txCode.isBoolean()) {
      throw new MalformedInput("the member txCode is true or false");
    }
    return parse(json, WITH_WALLET, txCode.booleanValue());
  }

  private static boolean isHeld(ObjectNode json) {
    var hold = json.get("hold");
    if (hold != null && !hold.isBoolean()) {
      throw new MalformedInput("the member hold is true or false");
    }
    return hold != null && hold.booleanValue();
  }

  /// Whoever the claims are about, unless the request names another.
  private static Optional<Holder> holder(ObjectNode json, ObjectNode claims, boolean txCode) {
    var grant = json.has("grant") ? Json.text(json, "grant", 64) : "pre-authorized_code";
    if (grant.equals(AUTHORIZATION_CODE)) {
      if (txCode) {
        throw new MalformedInput("an offer for the authorization code grant has no txCode");
      }
      return Optional.of(
          json.has("holder")
              ? Holder.parse(json.get("holder"))
              : new Holder.OfDid(Did.parse(Json.text(claims, "sub", Did.LENGTH_MAX))));
    }
    if (!grant.equals("pre-authorized_code")) {
      throw new MalformedInput("grant is pre-authorized_code or authorization_code");
    }
    if (json.has("holder")) {
      throw new MalformedInput("an offer with a pre-authorized code names no holder");
    }
    return Optional.empty();
  }

  /// Reads the body of a request to issue without a wallet.
  public static IssueRequest parseAtOnce(String body) {
    return parse(Json.parseObject(body, BODY_MAX), WITHOUT_WALLET, false);
  }

  /// Refuses what has other members: a misspelt one is not passed over.
  public static void onlyMembers(ObjectNode json, Set<String> members) {
    json.fieldNames()
        .forEachRemaining(name -> {
          if (!members.contains(name)) {
            throw new MalformedInput("the request has no members but those described");
          }
        });
  }

  /// The `requestId` of whatever an operator may ask for again.
  public static String readRequestId(ObjectNode json) {
    var requestId = Json.text(json, "requestId", 128);
    if (!REQUEST_ID.matcher(requestId).matches()) {
      throw new MalformedInput("a requestId is 1 to 128 letters, digits and . _ ~ : -");
    }
    return requestId;
  }

  /// Claims as whoever offers may name them.
  static ObjectNode readClaims(ObjectNode claims) {
    for (var name : NOT_YOURS) {
      if (claims.has(name)) {
        throw new MalformedInput("the issuer sets " + name + " itself; claims do not have it");
      }
    }
    if (Json.canonical(claims).length() > CLAIMS_MAX) {
      throw new MalformedInput("the claims have at most " + CLAIMS_MAX + " bytes");
    }
    return claims;
  }

  private static IssueRequest parse(ObjectNode json, Set<String> members, boolean txCode) {
    onlyMembers(json, members);
    var requestId = readRequestId(json);
    var claims = readClaims(Json.object(json, "claims"));
    return new IssueRequest(
        requestId,
        Vct.parse(Json.text(json, "vct", Vct.LENGTH_MAX)),
        claims,
        json.has("validity")
            ? Optional.of(readValidity(Json.text(json, "validity", 32)))
            : Optional.empty(),
        txCode,
        holder(json, claims, txCode),
        isHeld(json),
        json.has("replaces") ? Optional.of(Json.text(json, "replaces", 32)) : Optional.empty());
  }

  /// How long a credential holds, from outside.
  public static Duration readValidity(String text) {
    try {
      var validity = Duration.parse(text);
      if (validity.compareTo(Duration.ofMinutes(1)) >= 0
          && validity.compareTo(Duration.ofDays(36525)) <= 0) {
        return Duration.ofSeconds(validity.toSeconds());
      }
    } catch (DateTimeException e) {
      throw new MalformedInput("validity is an ISO 8601 duration of days and times, as P30D");
    }
    throw new MalformedInput("validity is from one minute to 100 years");
  }

  /// The content, as text that is equal for equal requests.
  String content() {
    var json =
        Json.newObject()
            .put("vct", vct.value())
            .put("validity", validity.map(Duration::toString).orElse(""))
            .put("txCode", txCode);
    holder.ifPresent(each -> each.writeTo(json));
    if (hold) {
      json.put("hold", true);
    }
    replaces.ifPresent(id -> json.put("replaces", id));
    json.set("claims", claims);
    return Json.canonical(json).toUtf8();
  }
}
