package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.util.List;

/// The DCQL queries ([OpenID4VP 1.0, section
/// 6](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-6)) of
/// onboarding, sign-in and acts. Each asks for what a rule reads and no more.
final class Queries {
  static final String PARTICIPANT = "participant";
  static final String LICENCE = "licence";
  static final String MANDATE = "mandate";

  private Queries() {}

  /// An organisation joins: its membership, and its licence if it has one.
  static ObjectNode onboarding() {
    var query = Json.newObject();
    var credentials = query.putArray("credentials");
    participant(credentials, "LEGAL_ENTITY");
    var licence = credential(credentials, LICENCE, Attested.CSP_LICENCE);
    var asked = licence.putArray("claims");
    path(asked, "services");
    path(asked, "countries");
    path(asked, "spectrum").addNull();
    for (int i = 0; i < asked.size(); i++) {
      ((ObjectNode) asked.get(i)).put("id", "c" + i);
    }
    // Whoever has no radio spectrum shows the licence without.
    var claimSets = licence.putArray("claim_sets");
    claimSets.addArray().add("c0").add("c1").add("c2");
    claimSets.addArray().add("c0").add("c1");
    var sets = query.putArray("credential_sets");
    sets.addObject().putArray("options").addArray().add(PARTICIPANT);
    sets.addObject().put("required", false).putArray("options").addArray().add(LICENCE);
    return query;
  }

  /// A person signs in.
  static ObjectNode person() {
    var query = Json.newObject();
    participant(query.putArray("credentials"), "NATURAL_PERSON");
    return query;
  }

  /// Somebody acts for an organisation. All powers are asked for, as the session may use any.
  static ObjectNode mandate() {
    var query = Json.newObject();
    path(mandate(query), "power").addNull();
    return query;
  }

  private static ArrayNode mandate(ObjectNode query) {
    var claims = claims(query.putArray("credentials"), MANDATE, Attested.MANDATE);
    path(claims, "mandator").add("did");
    path(claims, "mandatee").add("kind");
    path(claims, "limits");
    path(claims, "loa");
    return claims;
  }

  /// What an act needs besides.
  static ObjectNode evidence(List<Vct> types) {
    var query = Json.newObject();
    var credentials = query.putArray("credentials");
    for (var type : types) {
      if (type.equals(Attested.GRID_CONNECTION_POINT)) {
        var claims = claims(credentials, "meter", type);
        path(claims, "meteringPointId");
        path(claims, "biddingZone");
        path(claims, "direction");
        path(claims, "maxExportW");
      } else {
        var claims = claims(credentials, "payment", type);
        path(claims, "currency");
        path(claims, "limitMinor");
        path(claims, "notBefore");
        path(claims, "notAfter");
      }
    }
    return query;
  }

  private static void participant(ArrayNode credentials, String kind) {
    var claims = claims(credentials, PARTICIPANT, Attested.PARTICIPANT);
    var first = claims.addObject();
    first.putArray("path").add("kind");
    first.putArray("values").add(kind);
    path(claims, "country");
    path(claims, "roles");
  }

  private static ArrayNode claims(ArrayNode credentials, String id, Vct type) {
    return credential(credentials, id, type).putArray("claims");
  }

  private static ObjectNode credential(ArrayNode credentials, String id, Vct type) {
    var credential = credentials.addObject().put("id", id).put("format", "dc+sd-jwt");
    credential.putObject("meta").putArray("vct_values").add(type.value());
    return credential;
  }

  @CanIgnoreReturnValue
  private static ArrayNode path(ArrayNode claims, String member) {
    return claims.addObject().putArray("path").add(member);
  }
}
