package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Signer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A status list as a credential, [Bitstring Status List 1.0, section
/// 2.2](https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential), secured as
/// `vc+jwt` or by Data Integrity. A parsed one is believed by nobody until its proofs were checked.
public final class BitstringCredential {
  public static final String JWT_MEDIA_TYPE = "application/vc+jwt";
  public static final String MEDIA_TYPE = "application/vc";
  static final int LENGTH_MAX = Json.LENGTH_MAX;
  private static final int PURPOSES_MAX = 8;
  private static final long MILLIS_MAX = 1L << 40;

  private final String text;
  private final URI id;
  private final Did issuer;
  private final Instant validFrom;
  private final Optional<Instant> validUntil;
  private final Duration ttl;
  private final Set<String> purposes;
  private final BitstringStatusList list;
  private final List<Presented.IssuerProof> proofs;

  private BitstringCredential(String text, ObjectNode json, List<Presented.IssuerProof> proofs) {
    this.text = text;
    this.proofs = List.copyOf(proofs);
    Vcdm.requireContexts(json);
    boolean isList = false;
    for (var type : Json.array(json, "type", PURPOSES_MAX)) {
      isList |= type.asText().equals(BitstringStatusList.CREDENTIAL_TYPE);
    }
    var subject = Json.object(json, "credentialSubject");
    if (!isList || !subject.path("type").asText().equals(BitstringStatusList.SUBJECT_TYPE)) {
      throw new MalformedInput("a status list is a " + BitstringStatusList.CREDENTIAL_TYPE);
    }
    this.id = Vcdm.uri(json, "id");
    this.issuer = Did.parse(Json.text(json, "issuer", Did.LENGTH_MAX));
    this.validFrom =
        Vcdm.time(json, "validFrom")
            .orElseThrow(() -> new MalformedInput("a status list has a validFrom"));
    this.validUntil = Vcdm.time(json, "validUntil");
    this.ttl =
        subject.has("ttl")
            ? Duration.ofMillis(Json.integer(subject, "ttl", 0, MILLIS_MAX))
            : Duration.ZERO;
    this.purposes = new HashSet<>();
    if (subject.path("statusPurpose").isTextual()) {
      purposes.add(subject.path("statusPurpose").textValue());
    } else {
      Json.array(subject, "statusPurpose", PURPOSES_MAX)
          .forEach(purpose -> purposes.add(purpose.asText()));
    }
    this.list = BitstringStatusList.expand(Json.text(subject, "encodedList", LENGTH_MAX));
  }

  static BitstringCredential parse(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new MalformedInput("a status list has at most " + LENGTH_MAX + " characters");
    }
    if (text.startsWith("{")) {
      var json = Json.parseObject(text);
      var proofs = DataIntegrity.proofs(json, "assertionMethod");
      var issuer = Did.parse(Json.text(json, "issuer", Did.LENGTH_MAX));
      return new BitstringCredential(text, json, DataIntegrityVc.issuerProofs(proofs, issuer));
    }
    var jws = Jws.parse(text, LENGTH_MAX);
    if (!jws.typ().equals(JwtVc.VC_TYPE)) {
      throw new MalformedInput("the typ of a status list credential is " + JwtVc.VC_TYPE);
    }
    var json = jws.unverifiedClaims();
    var issuer = Did.parse(Json.text(json, "issuer", Did.LENGTH_MAX));
    return new BitstringCredential(text, json, List.of(JwtVc.proof(jws, issuer)));
  }

  /// Signs a list as `vc+jwt`. `id` is the address it is served under.
  public static String sign(
      BitstringStatusList list,
      URI id,
      String purpose,
      Instant from,
      Duration lifetime,
      DidUrl kid,
      Signer signer) {
    var json = Json.newObject();
    json.putArray("@context").add(Vcdm.CONTEXT);
    json.put("id", id.toString());
    json.putArray("type").add(Vcdm.TYPE).add(BitstringStatusList.CREDENTIAL_TYPE);
    json.put("issuer", kid.did().toString())
        .put("validFrom", from.toString())
        .put("validUntil", from.plus(lifetime).toString());
    json.putObject("credentialSubject")
        .put("id", id + "#list")
        .put("type", BitstringStatusList.SUBJECT_TYPE)
        .put("statusPurpose", purpose)
        .put("encodedList", list.encode());
    return Jws.signJwt(JwtVc.VC_TYPE, kid, json, signer);
  }

  URI id() {
    return id;
  }

  Did issuer() {
    return issuer;
  }

  Instant validFrom() {
    return validFrom;
  }

  Optional<Instant> validUntil() {
    return validUntil;
  }

  Duration ttl() {
    return ttl;
  }

  boolean isFor(String purpose) {
    return purposes.contains(purpose);
  }

  BitstringStatusList list() {
    return list;
  }

  List<Presented.IssuerProof> proofs() {
    return proofs;
  }

  Bytes hash() {
    return Bytes.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  String text() {
    return text;
  }

  @Override
  public String toString() {
    return "BitstringCredential[" + id + "]";
  }
}
