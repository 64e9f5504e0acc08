package dev.hansa.receipts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/// A status list token as a receipt's file carries it, [Token Status List, section
/// 5](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-5).
record ListToken(
    Jws jws,
    DidUrl keyName,
    URI subject,
    Instant issuedAt,
    Optional<Instant> expires,
    Duration ttl,
    int bits,
    Bytes list) {
  private static final int LENGTH_MAX = 4 * Json.LENGTH_MAX;
  private static final int LIST_MAX = 4 << 20;
  private static final long SECONDS_MAX = Json.INTEGER_MAX / 1_000_000;

  static ListToken parse(String compact) {
    var jws = Jws.parse(compact, LENGTH_MAX);
    if (!jws.typ().equals("statuslist+jwt")) {
      throw new MalformedInput("a status list token's typ is statuslist+jwt");
    }
    var claims = jws.unverifiedClaims();
    var body = Json.object(claims, "status_list");
    int bits = (int) Json.integer(body, "bits", 1, 8);
    if (Integer.bitCount(bits) != 1) {
      throw new MalformedInput("a status list has 1, 2, 4 or 8 bits an entry");
    }
    return new ListToken(
        jws,
        DidUrl.parse(
            Json.text(jws.unverifiedHeader(), "kid", Did.LENGTH_MAX + DidUrl.FRAGMENT_MAX + 1)),
        MalformedInput.unless(
            () -> URI.create(Json.text(claims, "sub", CredentialEvidence.Status.URI_MAX))),
        seconds(claims, "iat"),
        claims.has("exp") ? Optional.of(seconds(claims, "exp")) : Optional.empty(),
        Duration.ofSeconds(claims.has("ttl") ? Json.integer(claims, "ttl", 0, SECONDS_MAX) : 0),
        bits,
        inflate(Bytes.fromBase64Url(Json.text(body, "lst", LENGTH_MAX))));
  }

  private static Instant seconds(ObjectNode claims, String member) {
    return Instant.ofEpochSecond(Json.integer(claims, member, 0, SECONDS_MAX));
  }

  private static Bytes inflate(Bytes zlib) {
    try (var in = new InflaterInputStream(new ByteArrayInputStream(zlib.toArray()))) {
      var list = in.readNBytes(LIST_MAX + 1);
      if (list.length <= LIST_MAX) {
        return Bytes.copyOf(list);
      }
    } catch (IOException e) {
      throw new MalformedInput("a status list is compressed by ZLIB");
    }
    throw new MalformedInput("a status list has at most " + LIST_MAX + " bytes");
  }

  boolean isSignedBy(VerificationKey key) {
    return jws.isSignedBy(key);
  }

  int value(long idx) {
    long bit = idx * bits;
    if (bit / 8 >= list.length()) {
      throw new MalformedInput("an index lies in its status list");
    }
    return (list.toArray()[(int) (bit / 8)] & 0xff) >> (bit % 8) & (1 << bits) - 1;
  }

  @Override
  public String toString() {
    return "ListToken[" + subject + "]";
  }
}
