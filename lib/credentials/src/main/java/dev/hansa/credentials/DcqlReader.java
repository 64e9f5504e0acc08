package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.DcqlQuery.ClaimsQuery;
import dev.hansa.credentials.DcqlQuery.CredentialQuery;
import dev.hansa.credentials.DcqlQuery.CredentialSet;
import dev.hansa.credentials.DcqlQuery.TrustedAuthority;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads DCQL from outside.
final class DcqlReader {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");

  private DcqlReader() {}

  static DcqlQuery read(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw new MalformedInput("a DCQL query is an object");
    }
    var credentials = new ArrayList<CredentialQuery>();
    var ids = new HashSet<String>();
    for (var entry : notEmpty(object, "credentials", DcqlQuery.CREDENTIALS_MAX)) {
      var query = credential(entry);
      if (!ids.add(query.id())) {
        throw new MalformedInput("the id of a credential query stands once");
      }
      credentials.add(query);
    }
    var sets = new ArrayList<CredentialSet>();
    if (object.has("credential_sets")) {
      for (var entry : notEmpty(object, "credential_sets", DcqlQuery.SETS_MAX)) {
        sets.add(set(entry, ids));
      }
    }
    return new DcqlQuery(credentials, sets, object);
  }

  private static CredentialQuery credential(JsonNode json) {
    var id = id(json, "id");
    var format = Json.text(json, "format", 64);
    var meta = Json.object(json, "meta");
    var types = new ArrayList<Vct>();
    var typeValues = new ArrayList<List<String>>();
    switch (format) {
      case SdJwt.TYPE -> {
        for (var type : notEmpty(meta, "vct_values", DcqlQuery.TYPES_MAX)) {
          types.add(Vct.parse(text(type, "vct_values", Vct.LENGTH_MAX)));
        }
      }
      case CredentialFormats.JWT_VC, CredentialFormats.LDP_VC -> {
        for (var alternative : notEmpty(meta, "type_values", DcqlQuery.TYPES_MAX)) {
          typeValues.add(ids(alternative, "type_values", DcqlQuery.TYPES_MAX, Vct.LENGTH_MAX));
        }
      }
      default ->
          throw new MalformedInput(
              "the format of a credential query is one of those that are verified here");
    }
    var claims = new ArrayList<ClaimsQuery>();
    var byId = new HashMap<String, ClaimsQuery>();
    if (json.has("claims")) {
      for (var entry : notEmpty(json, "claims", DcqlQuery.CLAIMS_MAX)) {
        var claim = claim(entry);
        claims.add(claim);
        if (claim.id().isPresent() && byId.put(claim.id().get(), claim) != null) {
          throw new MalformedInput("the id of a claims query stands once in its credential query");
        }
      }
    }
    return new CredentialQuery(
        id,
        format,
        types,
        typeValues,
        flag(json, "require_cryptographic_holder_binding", true),
        flag(json, "multiple", false),
        authorities(json),
        claims,
        claimSets(json, claims, byId));
  }

  private static List<TrustedAuthority> authorities(JsonNode json) {
    var authorities = new ArrayList<TrustedAuthority>();
    if (json.has("trusted_authorities")) {
      for (var entry : notEmpty(json, "trusted_authorities", DcqlQuery.SETS_MAX)) {
        authorities.add(
            new TrustedAuthority(
                Json.text(entry, "type", DcqlQuery.ID_MAX),
                ids(
                    Json.array(entry, "values", DcqlQuery.VALUES_MAX),
                    "values",
                    DcqlQuery.VALUES_MAX,
                    DcqlQuery.VALUE_MAX)));
      }
    }
    return authorities;
  }

  private static List<List<ClaimsQuery>> claimSets(
      JsonNode json, List<ClaimsQuery> claims, Map<String, ClaimsQuery> byId) {
    if (!json.has("claim_sets")) {
      return List.of();
    }
    if (byId.size() != claims.size() || claims.isEmpty()) {
      throw new MalformedInput("with claim_sets every claims query has an id");
    }
    var sets = new ArrayList<List<ClaimsQuery>>();
    for (var entry : notEmpty(json, "claim_sets", DcqlQuery.SETS_MAX)) {
      var set = new ArrayList<ClaimsQuery>();
      for (var member : ids(entry, "claim_sets", DcqlQuery.CLAIMS_MAX)) {
        var claim = byId.get(member);
        if (claim == null) {
          throw new MalformedInput("claim_sets names claims queries of its credential query");
        }
        set.add(claim);
      }
      sets.add(set);
    }
    return sets;
  }

  private static ClaimsQuery claim(JsonNode json) {
    var values = new ArrayList<JsonNode>();
    if (json.has("values")) {
      for (var value : notEmpty(json, "values", DcqlQuery.VALUES_MAX)) {
        boolean known =
            value.isBoolean()
                || value.isIntegralNumber()
                || (value.isTextual() && value.textValue().length() <= DcqlQuery.VALUE_MAX);
        if (!known) {
          throw new MalformedInput("a value of a claims query is a text, integer or boolean");
        }
        values.add(value);
      }
    }
    return new ClaimsQuery(
        json.has("id") ? Optional.of(id(json, "id")) : Optional.empty(),
        ClaimPath.parse(json.path("path")),
        values);
  }

  private static CredentialSet set(JsonNode json, Set<String> known) {
    var options = new ArrayList<List<String>>();
    for (var entry : notEmpty(json, "options", DcqlQuery.SETS_MAX)) {
      var option = ids(entry, "options", DcqlQuery.CREDENTIALS_MAX);
      if (!known.containsAll(option)) {
        throw new MalformedInput("an option of credential_sets names credential queries");
      }
      options.add(option);
    }
    return new CredentialSet(options, flag(json, "required", true));
  }

  private static List<String> ids(JsonNode array, String member, int sizeMax) {
    return ids(array, member, sizeMax, DcqlQuery.ID_MAX);
  }

  private static List<String> ids(JsonNode array, String member, int sizeMax, int lengthMax) {
    if (!array.isArray() || array.isEmpty() || array.size() > sizeMax) {
      throw new MalformedInput("an entry of " + member + " has 1 to " + sizeMax + " texts");
    }
    var ids = new ArrayList<String>();
    for (var entry : array) {
      ids.add(text(entry, member, lengthMax));
    }
    return ids;
  }

  private static String id(JsonNode json, String member) {
    var id = Json.text(json, member, DcqlQuery.ID_MAX);
    if (!ID.matcher(id).matches()) {
      throw new MalformedInput("an id has letters, digits, _ and -, at least one");
    }
    return id;
  }

  private static String text(JsonNode node, String member, int lengthMax) {
    if (!node.isTextual() || node.textValue().length() > lengthMax) {
      throw new MalformedInput(
          "the entries of " + member + " are texts of at most " + lengthMax + " characters");
    }
    return node.textValue();
  }

  private static boolean flag(JsonNode json, String member, boolean otherwise) {
    var node = json.get(member);
    if (node == null) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw new MalformedInput("the member " + member + " is true or false");
    }
    return node.booleanValue();
  }

  private static JsonNode notEmpty(JsonNode json, String member, int sizeMax) {
    var array = Json.array(json, member, sizeMax);
    if (array.isEmpty()) {
      throw new MalformedInput("the member " + member + " is not empty");
    }
    return array;
  }
}
