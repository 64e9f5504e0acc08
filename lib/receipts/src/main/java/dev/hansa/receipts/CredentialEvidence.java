package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.StatusEvidence;
import dev.hansa.credentials.VerifiedCredential;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Uris;
import dev.hansa.identity.Vct;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// A credential on which a decision or verification rested, without its claims. `checkedAt` is when
/// it was last known to be valid or not; `accredited` is whether its issuer was then accredited for
/// the type at `issuedAt`; `linked` whether it belongs to the parties it was used for.
public record CredentialEvidence(
    Vct vct,
    Did issuer,
    DidUrl keyName,
    Instant issuedAt,
    Instant expires,
    Bytes credentialHash,
    Optional<Bytes> presentationHash,
    Instant checkedAt,
    boolean accredited,
    boolean linked,
    Optional<Status> status) {
  public static final int COUNT_MAX = 32;
  private static final long SECONDS_MAX = 253_402_300_799L;

  /// One version of a status list, and the value it had for this credential. `listHash` is the
  /// SHA-256 of the list token.
  public record Status(URI uri, long idx, Bytes listHash, Instant iat, long ttlSeconds, int value) {
    public static final int URI_MAX = 1024;

    /// `VALID` of [Token Status List, section
    /// 7.1](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-7.1).
    public static final int VALID = 0;

    public static Status of(StatusEvidence evidence) {
      return new Status(
          evidence.uri(),
          evidence.idx(),
          evidence.listHash(),
          evidence.iat(),
          evidence.ttl().toSeconds(),
          evidence.value());
    }

    ObjectNode toJson() {
      return Json.newObject()
          .put("uri", uri.toString())
          .put("idx", idx)
          .put("listHash", listHash.toBase64Url())
          .put("iat", iat.getEpochSecond())
          .put("ttl", ttlSeconds)
          .put("value", value);
    }

    static Status parse(JsonNode json) {
      return new Status(
          Uris.member(json, "uri", URI_MAX),
          Json.integer(json, "idx", 0, 1L << 40),
          hash(json, "listHash"),
          seconds(json, "iat"),
          Json.integer(json, "ttl", 0, SECONDS_MAX),
          (int) Json.integer(json, "value", 0, 255));
    }
  }

  /// A credential that passed every check at that time.
  public static CredentialEvidence of(VerifiedCredential credential, boolean linked, Instant now) {
    var status = credential.status();
    return new CredentialEvidence(
        credential.vct(),
        credential.issuer(),
        credential.keyName(),
        credential.issuedAt(),
        credential.expires(),
        credential.credentialHash(),
        Optional.of(credential.presentationHash()),
        status.map(StatusEvidence::checkedAt).orElse(now),
        true,
        linked,
        status.map(Status::of));
  }

  /// True if everything known of it then was good.
  public boolean good() {
    return accredited && linked && status.stream().allMatch(s -> s.value() == Status.VALID);
  }

  ObjectNode toJson() {
    var json =
        Json.newObject()
            .put("vct", vct.value())
            .put("issuer", issuer.toString())
            .put("keyName", keyName.toString())
            .put("issuedAt", issuedAt.getEpochSecond())
            .put("expires", expires.getEpochSecond())
            .put("credentialHash", credentialHash.toBase64Url())
            .put("checkedAt", checkedAt.toString())
            .put("accredited", accredited)
            .put("linked", linked);
    presentationHash.ifPresent(hash -> json.put("presentationHash", hash.toBase64Url()));
    status.ifPresent(s -> json.set("status", s.toJson()));
    return json;
  }

  static CredentialEvidence parse(JsonNode json) {
    return new CredentialEvidence(
        Vct.parse(Json.text(json, "vct", Vct.LENGTH_MAX)),
        Did.parse(Json.text(json, "issuer", Did.LENGTH_MAX)),
        DidUrl.parse(Json.text(json, "keyName", Did.LENGTH_MAX + DidUrl.FRAGMENT_MAX + 1)),
        seconds(json, "issuedAt"),
        seconds(json, "expires"),
        hash(json, "credentialHash"),
        json.has("presentationHash")
            ? Optional.of(hash(json, "presentationHash"))
            : Optional.empty(),
        instant(Json.text(json, "checkedAt", 40)),
        flag(json, "accredited"),
        flag(json, "linked"),
        json.has("status")
            ? Optional.of(Status.parse(Json.object(json, "status")))
            : Optional.empty());
  }

  static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new MalformedInput("an instant reads as RFC 3339 says");
    }
  }

  private static Instant seconds(JsonNode json, String member) {
    return Instant.ofEpochSecond(Json.integer(json, member, 0, SECONDS_MAX));
  }

  private static boolean flag(JsonNode json, String member) {
    var node = json.get(member);
    if (node == null || !node.isBoolean()) {
      throw new MalformedInput("the member " + member + " is true or false");
    }
    return node.booleanValue();
  }

  private static Bytes hash(JsonNode json, String member) {
    var hash = Bytes.fromBase64Url(Json.text(json, member, 43));
    if (hash.length() != 32) {
      throw new MalformedInput("the member " + member + " is a SHA-256 hash");
    }
    return hash;
  }
}
