package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Uris;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A status list as its issuer signs it, [Token Status List -14, section
/// 5.1](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-5.1). A
/// parsed one is believed by nobody until [#isSignedBy] said so of a key of the credential's
/// issuer.
public final class StatusListToken {
  public static final String TYPE = "statuslist+jwt";
  public static final String MEDIA_TYPE = "application/statuslist+jwt";
  public static final int LENGTH_MAX = Json.LENGTH_MAX;
  private static final int URI_MAX = 1024;
  private static final long SECONDS_MAX = 253_402_300_799L;

  private final Jws jws;
  private final Presented.KeyRef key;
  private final URI subject;
  private final Instant issuedAt;
  private final Optional<Instant> expires;
  private final Duration ttl;
  private final StatusList list;
  private final Bytes hash;

  private StatusListToken(
      Jws jws,
      Presented.KeyRef key,
      URI subject,
      Instant issuedAt,
      Optional<Instant> expires,
      Duration ttl,
      StatusList list) {
    this.jws = jws;
    this.key = key;
    this.subject = subject;
    this.issuedAt = issuedAt;
    this.expires = expires;
    this.ttl = ttl;
    this.list = list;
    this.hash = Bytes.sha256(jws.compact().getBytes(StandardCharsets.US_ASCII));
  }

  /// Signs a list. `subject` is the address it is served under, the same text as in credentials.
  public static String sign(
      StatusList list,
      URI subject,
      Instant issuedAt,
      Duration lifetime,
      Duration ttl,
      DidUrl kid,
      Signer signer) {
    var claims =
        Json.newObject()
            .put("sub", subject.toString())
            .put("iat", issuedAt.getEpochSecond())
            .put("exp", issuedAt.plus(lifetime).getEpochSecond())
            .put("ttl", ttl.toSeconds());
    claims
        .putObject("status_list")
        .put("bits", list.bits())
        .put("lst", list.deflate().toBase64Url());
    return Jws.signJwt(TYPE, kid, claims, signer);
  }

  public static StatusListToken parse(String compact) {
    var jws = Jws.parse(compact, LENGTH_MAX);
    if (!jws.typ().equals(TYPE)) {
      throw new MalformedInput("the typ of a status list token is " + TYPE);
    }
    var claims = jws.unverifiedClaims();
    var list = Json.object(claims, "status_list");
    return new StatusListToken(
        jws,
        readKey(jws.unverifiedHeader()),
        Uris.member(claims, "sub", URI_MAX),
        Instant.ofEpochSecond(Json.integer(claims, "iat", 0, SECONDS_MAX)),
        claims.has("exp")
            ? Optional.of(Instant.ofEpochSecond(Json.integer(claims, "exp", 0, SECONDS_MAX)))
            : Optional.empty(),
        claims.has("ttl")
            ? Duration.ofSeconds(Json.integer(claims, "ttl", 1, Json.INTEGER_MAX / 1_000_000))
            : Duration.ZERO,
        StatusList.inflate(
            (int) Json.integer(list, "bits", 1, 8),
            Bytes.fromBase64Url(Json.text(list, "lst", LENGTH_MAX))));
  }

  public boolean isSignedBy(VerificationKey key) {
    return jws.isSignedBy(key);
  }

  /// `kid`, or `x5c` where there is none.
  private static Presented.KeyRef readKey(ObjectNode header) {
    return header.has("x5c") && !header.has("kid")
        ? new Presented.KeyRef.Certified(X509Chain.parse(header.get("x5c")))
        : new Presented.KeyRef.Named(
            DidUrl.parse(Json.text(header, "kid", Did.LENGTH_MAX + DidUrl.FRAGMENT_MAX + 1)));
  }

  Presented.KeyRef key() {
    return key;
  }

  /// The name of the key that is said to have signed it. A token whose key is in a certificate has
  /// none.
  public DidUrl keyName() {
    if (key instanceof Presented.KeyRef.Named(var name)) {
      return name;
    }
    throw new MalformedInput("the kid of a status list token is a DID URL");
  }

  /// Where the list is served; a credential refers to it by the same address.
  public URI subject() {
    return subject;
  }

  public Instant issuedAt() {
    return issuedAt;
  }

  public Optional<Instant> expires() {
    return expires;
  }

  /// How long a copy may be used before it is asked for again; zero where the token does not say.
  public Duration ttl() {
    return ttl;
  }

  public StatusList list() {
    return list;
  }

  /// The value at this place; a place that the list does not have is refused.
  public int value(long idx) {
    return list.value(idx);
  }

  /// SHA-256 of the token: names this version of the list.
  public Bytes hash() {
    return hash;
  }

  /// The token as it was received.
  public String compact() {
    return jws.compact();
  }

  @Override
  public String toString() {
    return "StatusListToken[" + subject + "]";
  }
}
