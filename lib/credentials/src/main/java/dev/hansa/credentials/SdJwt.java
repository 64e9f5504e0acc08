package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Invariant;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Uris;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A well-formed SD-JWT VC: [RFC 9901](https://www.rfc-editor.org/rfc/rfc9901) and [draft SD-JWT VC
/// -13](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-sd-jwt-vc-13), with its disclosures
/// in their places. The key is the leaf of `x5c`, whose names include the DID in `iss`, or by
/// Hansa's profile what `kid` names, a DID URL under that DID. Nothing here was verified: only
/// [CredentialVerifier] does that.
public final class SdJwt implements Presented {
  public static final String TYPE = "dc+sd-jwt";
  public static final int LENGTH_MAX = 1 << 16;
  public static final int DISCLOSURES_MAX = 256;
  private static final int KID_MAX = Did.LENGTH_MAX + DidUrl.FRAGMENT_MAX + 1;
  private static final String INTEGRITY = "vct#integrity";
  private static final int INTEGRITY_MAX = 256;
  private static final int URI_MAX = 1024;

  /// Seconds since 1970 beyond this are no time that a calendar of four-digit years has.
  private static final long TIME_MAX = 253_402_300_799L;

  private final Jws issuerJwt;
  private final List<Disclosure> disclosures;
  private final Optional<String> keyBinding;
  private final ClaimNode.Branch root;
  private final ObjectNode claims;
  private final Did issuer;
  private final Presented.KeyRef key;
  private final Vct vct;
  private final Instant issuedAt;
  private final Optional<Instant> notBefore;
  private final Optional<Instant> expires;
  private final Optional<Did> subject;
  private final Optional<VerificationKey> holderKey;
  private final List<StatusPlace> statuses;

  private SdJwt(Jws issuerJwt, List<Disclosure> disclosures, Optional<String> keyBinding) {
    this.issuerJwt = issuerJwt;
    this.disclosures = List.copyOf(disclosures);
    this.keyBinding = keyBinding;
    this.root = Disclosing.process(issuerJwt.unverifiedClaims(), disclosures);
    this.claims = (ObjectNode) root.json();
    if (!issuerJwt.typ().equals(TYPE)) {
      throw new MalformedInput("the typ of an SD-JWT VC is " + TYPE);
    }
    this.issuer = Did.parse(Json.text(claims, "iss", Did.LENGTH_MAX));
    this.key = readKey(issuerJwt.unverifiedHeader());
    this.vct = Vct.parse(Json.text(claims, "vct", Vct.LENGTH_MAX));
    this.issuedAt = time("iat").orElseThrow(() -> new MalformedInput("a credential has an iat"));
    this.notBefore = time("nbf");
    this.expires = time("exp");
    if (expires.isPresent() && !expires.get().isAfter(issuedAt)) {
      throw new MalformedInput("a credential expires after it was issued");
    }
    this.subject =
        claims.has("sub")
            ? Optional.of(Did.parse(Json.text(claims, "sub", Did.LENGTH_MAX)))
            : Optional.empty();
    this.holderKey = readHolderKey(claims);
    this.statuses = readStatus(claims);
  }

  /// `x5c` (HAIP) or, by Hansa's profile, `kid`.
  private Presented.KeyRef readKey(ObjectNode header) {
    if (header.has("x5c")) {
      return new Presented.KeyRef.Certified(X509Chain.parse(header.get("x5c")));
    }
    var name = DidUrl.parse(Json.text(header, "kid", KID_MAX));
    if (!name.did().equals(issuer)) {
      throw new MalformedInput("the kid of an SD-JWT VC is a DID URL under the DID in iss");
    }
    return new Presented.KeyRef.Named(name);
  }

  private static List<StatusPlace> readStatus(JsonNode claims) {
    if (!claims.has("status")) {
      return List.of();
    }
    var list = Json.object(Json.object(claims, "status"), "status_list");
    return List.of(
        new StatusPlace.TokenList(
            Uris.member(list, "uri", URI_MAX), Json.integer(list, "idx", 0, Json.INTEGER_MAX)));
  }

  /// Reads `<issuer-signed JWT>~<disclosure>~…~[<KB-JWT>]`.
  public static SdJwt parse(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new MalformedInput("an SD-JWT has at most " + LENGTH_MAX + " characters");
    }
    int tilde = text.indexOf('~');
    if (tilde < 0) {
      throw new MalformedInput(
          "an SD-JWT has a ~ after the issuer's JWT and after each disclosure");
    }
    var jws = Jws.parse(text.substring(0, tilde), LENGTH_MAX);
    var disclosures = new ArrayList<Disclosure>();
    int start = tilde + 1;
    for (int end = text.indexOf('~', start); end >= 0; end = text.indexOf('~', start)) {
      if (disclosures.size() == DISCLOSURES_MAX) {
        throw new MalformedInput("an SD-JWT has at most " + DISCLOSURES_MAX + " disclosures");
      }
      disclosures.add(Disclosure.parse(text.substring(start, end)));
      start = end + 1;
    }
    var last = text.substring(start);
    return new SdJwt(jws, disclosures, last.isEmpty() ? Optional.empty() : Optional.of(last));
  }

  private Optional<Instant> time(String member) {
    return claims.has(member)
        ? Optional.of(Instant.ofEpochSecond(Json.integer(claims, member, 0, TIME_MAX)))
        : Optional.empty();
  }

  private static Optional<VerificationKey> readHolderKey(ObjectNode claims) {
    if (!claims.has("cnf")) {
      return Optional.empty();
    }
    var key = VerificationKey.fromJwk(Json.object(Json.object(claims, "cnf"), "jwk"));
    if (key instanceof VerificationKey.X25519Key) {
      throw new MalformedInput("the key in cnf signs");
    }
    return Optional.of(key);
  }

  /// The issuer-signed JWT.
  public Jws issuerJwt() {
    return issuerJwt;
  }

  public List<Disclosure> disclosures() {
    return disclosures;
  }

  /// The KB-JWT, if one is there.
  public Optional<String> keyBinding() {
    return keyBinding;
  }

  /// The processed payload: disclosed claims in their places, digests gone. A copy.
  public ObjectNode unverifiedClaims() {
    return claims.deepCopy();
  }

  @Override
  public ObjectNode claims() {
    return claims;
  }

  /// The claims as the schema for presentations sees them. `vct#integrity`, SD-JWT VC -13, section
  /// 7: it is about the type, so no claim of it.
  @Override
  public Optional<String> typeIntegrity() {
    return claims.has(INTEGRITY)
        ? Optional.of(Json.text(claims, INTEGRITY, INTEGRITY_MAX))
        : Optional.empty();
  }

  @Override
  public ObjectNode shape() {
    var shape = root.hidesWholeLists() ? (ObjectNode) root.shape() : claims;
    if (!shape.has(INTEGRITY)) {
      return shape;
    }
    var without = shape.deepCopy();
    var _ = without.remove(INTEGRITY);
    return without;
  }

  @Override
  public ClaimNode root() {
    return root;
  }

  @Override
  public Did issuer() {
    return issuer;
  }

  /// The issuer's key: the header's `kid`, or for a certificate the issuer's DID and the hash of
  /// the leaf.
  public DidUrl keyName() {
    return key.name(issuer);
  }

  @Override
  public String format() {
    return TYPE;
  }

  @Override
  public Set<String> typeNames() {
    return Set.of(vct.value());
  }

  @Override
  public List<IssuerProof> issuerProofs() {
    return List.of(
        new IssuerProof() {
          @Override
          public KeyRef key() {
            return key;
          }

          @Override
          public boolean isSignedBy(VerificationKey candidate) {
            return issuerJwt.isSignedBy(candidate);
          }
        });
  }

  @Override
  public Optional<HolderProof> holderProof() {
    return keyBinding.map(text -> new KeyBindingProof(KeyBinding.parse(text), sdHash()));
  }

  @Override
  public Vct vct() {
    return vct;
  }

  @Override
  public Instant issuedAt() {
    return issuedAt;
  }

  @Override
  public Optional<Instant> notBefore() {
    return notBefore;
  }

  @Override
  public Optional<Instant> expires() {
    return expires;
  }

  @Override
  public Optional<Did> subject() {
    return subject;
  }

  /// The key in `cnf.jwk`.
  @Override
  public Optional<VerificationKey> holderKey() {
    return holderKey;
  }

  @Override
  public List<StatusPlace> statuses() {
    return statuses;
  }

  /// SHA-256 of the issuer-signed JWT: the same for every presentation of one credential.
  @Override
  public Bytes credentialHash() {
    return Bytes.sha256(issuerJwt.compact().getBytes(StandardCharsets.US_ASCII));
  }

  /// The issuer's JWT and these disclosures, each followed by `~`: what `sd_hash` is over.
  String withDisclosures(Iterable<Disclosure> shown) {
    var text = new StringBuilder(issuerJwt.compact()).append('~');
    for (var disclosure : shown) {
      text.append(disclosure.encoded()).append('~');
    }
    return text.toString();
  }

  /// The text without KB-JWT, as a wallet stores it.
  public String withoutKeyBinding() {
    return withDisclosures(disclosures);
  }

  /// The base64url SHA-256 that a KB-JWT over all these disclosures carries.
  String sdHash() {
    return sdHash(withoutKeyBinding());
  }

  static String sdHash(String presented) {
    Invariant.holds(presented.endsWith("~"), "sd_hash is over the text up to the last ~");
    return Bytes.sha256(presented.getBytes(StandardCharsets.US_ASCII)).toBase64Url();
  }

  @Override
  public String toString() {
    return "SdJwt[" + vct + "]";
  }
}
