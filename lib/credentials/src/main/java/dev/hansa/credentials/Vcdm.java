package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Uris;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A credential in the W3C data model, [Verifiable Credentials Data Model
/// 2.0](https://www.w3.org/TR/vc-data-model-2.0/), before anything says who secured it. By Hansa's
/// profile one of its types is the URN of a catalogue type, its issuer is a DID, it has one
/// subject, a `validFrom`, and contexts and members that we know.
final class Vcdm {
  static final String CONTEXT = "https://www.w3.org/ns/credentials/v2";
  static final String TYPE = "VerifiableCredential";
  private static final String TYPE_IRI = "https://www.w3.org/2018/credentials#VerifiableCredential";
  private static final int LIST_MAX = 16;
  private static final int URI_MAX = 1024;
  private static final long TIME_MAX = 253_402_300_799L;

  /// What a subject may not be said to have: these have their places in the credential.
  private static final Set<String> RESERVED =
      Set.of("iss", "vct", "iat", "nbf", "exp", "cnf", "status", "sub", "_sd", "_sd_alg", "...");

  private static final Set<String> MEMBERS =
      Set.of(
          "@context",
          "id",
          "type",
          "name",
          "description",
          "issuer",
          "credentialSubject",
          "validFrom",
          "validUntil",
          "credentialStatus",
          "credentialSchema",
          "proof",
          // Registered claims of JWTs, VC-JOSE-COSE, section 3.1.3.
          "iss",
          "sub",
          "iat",
          "nbf",
          "exp",
          "jti",
          "cnf");

  private final ObjectNode json;
  private final Did issuer;
  private final Vct vct;
  private final Set<String> types;
  private final Instant validFrom;
  private final Optional<Instant> validUntil;
  private final Optional<Did> subject;
  private final Optional<VerificationKey> holderKey;
  private final List<StatusPlace> statuses;
  private final ObjectNode claims;

  private Vcdm(ObjectNode json) {
    this.json = json;
    for (var member : json.properties()) {
      if (!MEMBERS.contains(member.getKey())) {
        throw new MalformedInput("a credential has members that its contexts define");
      }
    }
    requireContexts(json);
    this.issuer = readIssuer(json.path("issuer"));
    this.types = readTypes(json);
    this.vct = readVct(types);
    this.validFrom = time(json, "validFrom").orElseThrow(Vcdm::noStart);
    this.validUntil = time(json, "validUntil");
    if (validUntil.isPresent() && !validUntil.get().isAfter(validFrom)) {
      throw new MalformedInput("the validUntil of a credential is after its validFrom");
    }
    requireAgreement();
    var about = Json.object(json, "credentialSubject");
    this.subject = about.has("id") ? Optional.of(did(about, "id")) : Optional.empty();
    this.holderKey =
        json.has("cnf")
            ? Optional.of(VerificationKey.fromJwk(Json.object(Json.object(json, "cnf"), "jwk")))
            : Optional.empty();
    this.statuses = readStatuses(json);
    this.claims = project(about);
  }

  static Vcdm read(ObjectNode json) {
    return new Vcdm(json);
  }

  private static MalformedInput noStart() {
    return new MalformedInput("a credential has a validFrom");
  }

  /// Section 4.3: the first context is the data model's. We load none from anywhere.
  static void requireContexts(ObjectNode json) {
    var contexts = Json.array(json, "@context", LIST_MAX);
    if (!contexts.path(0).asText().equals(CONTEXT)) {
      throw new MalformedInput("the first @context is " + CONTEXT);
    }
    var seen = new LinkedHashSet<String>();
    for (var context : contexts) {
      if (!context.isTextual()
          || !Contexts.isKnown(context.textValue())
          || !seen.add(context.textValue())) {
        throw new MalformedInput("each @context is one that ships with this verifier, once");
      }
    }
  }

  private static Did readIssuer(JsonNode json) {
    var id = json.isTextual() ? json.textValue() : Json.text(json, "id", Did.LENGTH_MAX);
    if (id.length() > Did.LENGTH_MAX) {
      throw new MalformedInput("a DID has at most " + Did.LENGTH_MAX + " characters");
    }
    return Did.parse(id);
  }

  private static Did did(ObjectNode json, String member) {
    return Did.parse(Json.text(json, member, Did.LENGTH_MAX));
  }

  private static Set<String> readTypes(ObjectNode json) {
    var types = new LinkedHashSet<String>();
    for (var type : Json.array(json, "type", LIST_MAX)) {
      if (!type.isTextual() || type.textValue().length() > Vct.LENGTH_MAX) {
        throw new MalformedInput("a type is a text");
      }
      types.add(type.textValue());
    }
    if (!types.contains(TYPE)) {
      throw new MalformedInput("the type of a credential includes " + TYPE);
    }
    types.add(TYPE_IRI);
    return types;
  }

  private static Vct readVct(Set<String> types) {
    var ours = types.stream().filter(type -> type.startsWith("urn:")).toList();
    if (ours.size() != 1) {
      throw new MalformedInput("one type of a credential is the URN of its credential type");
    }
    return Vct.parse(ours.getFirst());
  }

  /// An `xsd:dateTimeStamp`: a time with its offset.
  static Optional<Instant> time(ObjectNode json, String member) {
    if (!json.has(member)) {
      return Optional.empty();
    }
    try {
      var instant = OffsetDateTime.parse(Json.text(json, member, 40)).toInstant();
      if (instant.getEpochSecond() >= 0 && instant.getEpochSecond() <= TIME_MAX) {
        return Optional.of(instant);
      }
    } catch (DateTimeException e) {
      throw new MalformedInput("the member " + member + " is a time with its offset");
    }
    throw new MalformedInput("the member " + member + " is a time of this era");
  }

  /// VC-JOSE-COSE, section 3.1.3: a claim of the JWT that says the same as a member says the same.
  private void requireAgreement() {
    boolean agree =
        (!json.has("iss") || json.path("iss").asText().equals(issuer.toString()))
            && (!json.has("nbf") || seconds("nbf") == validFrom.getEpochSecond())
            && (!json.has("exp")
                || validUntil.map(end -> end.getEpochSecond() == seconds("exp")).orElse(false))
            && (!json.has("sub")
                || json.path("sub").asText().equals(json.at("/credentialSubject/id").asText()))
            && (!json.has("jti") || json.path("jti").equals(json.path("id")));
    if (!agree) {
      throw new MalformedInput("iss, sub, nbf, exp and jti say what the credential says");
    }
    if (json.has("iat") && seconds("iat") > validFrom.getEpochSecond() + 1) {
      throw new MalformedInput("a credential is signed before it begins to be valid");
    }
  }

  private long seconds(String member) {
    return Json.integer(json, member, 0, TIME_MAX);
  }

  /// [Bitstring Status List 1.0, section
  /// 2.1](https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry).
  private static List<StatusPlace> readStatuses(ObjectNode json) {
    var places = new ArrayList<StatusPlace>();
    if (json.has("credentialStatus")) {
      var status = json.get("credentialStatus");
      if (status.isObject()) {
        places.add(BitstringStatusList.readEntry(status));
      } else {
        for (var entry : Json.array(json, "credentialStatus", LIST_MAX)) {
          places.add(BitstringStatusList.readEntry(entry));
        }
      }
    }
    return places;
  }

  /// The claims as the catalogue's schemas know them.
  private ObjectNode project(ObjectNode about) {
    var flat =
        Json.newObject()
            .put("iss", issuer.toString())
            .put("vct", vct.value())
            .put("iat", validFrom.getEpochSecond());
    validUntil.ifPresent(end -> flat.put("exp", end.getEpochSecond()));
    subject.ifPresent(did -> flat.put("sub", did.toString()));
    if (json.has("cnf")) {
      flat.set("cnf", json.get("cnf"));
    }
    for (var place : statuses.subList(0, Math.min(1, statuses.size()))) {
      flat.putObject("status")
          .putObject("status_list")
          .put("idx", place.idx())
          .put("uri", place.uri().toString());
    }
    for (var claim : about.properties()) {
      if (RESERVED.contains(claim.getKey())) {
        throw new MalformedInput("a subject has no claim with the name of a registered one");
      }
      if (!claim.getKey().equals("id")) {
        flat.set(claim.getKey(), claim.getValue());
      }
    }
    return flat;
  }

  /// The claims as the schema for presentations sees them: where the subject's DID says whose it
  /// is, no key does.
  ObjectNode shape() {
    if (claims.has("cnf") || subject.isEmpty()) {
      return claims;
    }
    var shape = claims.deepCopy();
    shape.putObject("cnf").putObject("jwk");
    return shape;
  }

  static URI uri(JsonNode json, String member) {
    return Uris.member(json, member, URI_MAX);
  }

  ObjectNode json() {
    return json;
  }

  Did issuer() {
    return issuer;
  }

  Vct vct() {
    return vct;
  }

  Set<String> types() {
    return types;
  }

  Instant validFrom() {
    return validFrom;
  }

  Optional<Instant> validUntil() {
    return validUntil;
  }

  Optional<Did> subject() {
    return subject;
  }

  Optional<VerificationKey> holderKey() {
    return holderKey;
  }

  List<StatusPlace> statuses() {
    return statuses;
  }

  ObjectNode claims() {
    return claims;
  }
}
