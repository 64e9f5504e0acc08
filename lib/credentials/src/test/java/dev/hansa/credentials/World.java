package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Accreditations;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.CredentialTypes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidDocument;
import dev.hansa.identity.DidMethods;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.DidVersion;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A small ledger and what lies around it, for tests: fixed keys, a fixed time.
final class World implements DidResolver, Accreditations, CredentialTypes, StatusLists {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final Instant ISSUED = Instant.parse("2026-11-01T00:00:00Z");
  static final long HEIGHT = 42;

  static final Did ISSUER = Did.parse("did:indy:hansa:7Tqg6BwSSWapxgUDm9KKgg");
  static final Did OTHER_ISSUER = Did.parse("did:indy:hansa:2wJPyULfLLnYTEFYzByfUR");
  static final Did MANDATOR = Did.parse("did:indy:hansa:WgWxqztrNooG92RXvxSTWv");
  static final Did VERIFIER = Did.parse("did:indy:hansa:C3R8PSBxU6Qcqxg5qD2yHv");
  static final String AUDIENCE = "decentralized_identifier:" + VERIFIER;
  static final String NONCE = "n-0S6_WzA2Mj-Zr1cG5_2w";
  static final URI LIST = URI.create("https://issuer.example/market/status-lists/1");

  static final Signer ISSUER_KEY =
      key(
          "6JBENS7AeDdTvbrZVejB7RxyPi5atiOlr7lC0h43BpU",
          "wq3tox86vUkcxR2W1ohFSsXbXGpgMuFwSBCP-7xitJ0",
          "KejyPbtSxTQBMyh3Bw02JcI1TcmQInxxbJd_XvrX3Dc");
  static final Signer OTHER_KEY =
      key(
          "nWHBnh5NX04e62whQPEstU6v7IVEBZdDP7rYiK9FVmQ",
          "_Sp0TukrceB2Md44Ql5bl1drTs3Q2aQi4Yy_d_nAVew",
          "IhWKWJqtt2UrlJjfaI_oQDc8TgBwmzX6TVeORbrQkc4");
  static final Signer HOLDER_KEY =
      key(
          "at0IzSTdkt8QFEqt6UMW_eeShMU_7QH00I6nX2ZAhsg",
          "wwTSEIhh-w3OsgmOl0Wban6mjcovnkY2fmhqfs4uFCQ",
          "wSnFZp3jHTwciFzFwwTeu96UAy95HCISx6l3pSfwHnA");

  static final DidUrl ISSUER_NAME = new DidUrl(ISSUER, "assert");

  private final Map<Did, List<Version>> documents = new HashMap<>();
  private final Set<Did> deactivated = new HashSet<>();
  final Map<Vct, CredentialType> types = new HashMap<>();
  final Map<URI, String> lists = new HashMap<>();
  Optional<Check> accreditation = Optional.empty();
  Duration validityMax = Duration.ofDays(1200);
  private final DidResolver methods = DidMethods.withLedger(this::resolveIndy);

  private record Version(Instant since, DidDocument document) {}

  World() {
    put(ISSUER, ISSUER_KEY.publicKey(), Instant.parse("2026-01-01T00:00:00Z"));
    put(OTHER_ISSUER, OTHER_KEY.publicKey(), Instant.parse("2026-01-01T00:00:00Z"));
    put(MANDATOR, OTHER_KEY.publicKey(), Instant.parse("2026-01-01T00:00:00Z"));
    for (var type : Catalogue.hansa().types()) {
      types.put(type.vct(), onLedger(type));
    }
    lists.put(LIST, list(StatusList.ofValid(2, 1024), ISSUER_NAME, ISSUER_KEY));
  }

  static CredentialType onLedger(CatalogueType type) {
    return new CredentialType(
        type.vct(),
        type.schemaHash(),
        type.presentationSchemaHash(),
        type.typeMetadataHash(),
        type.issuedBy(),
        7);
  }

  static String list(StatusList list, DidUrl name, Signer signer) {
    return StatusListToken.sign(
        list, LIST, NOW.minusSeconds(30), Duration.ofHours(1), Duration.ofMinutes(1), name, signer);
  }

  private static Signer key(String x, String y, String d) {
    return PrivateKeys.fromJwk(
        Json.newObject().put("kty", "EC").put("crv", "P-256").put("x", x).put("y", y).put("d", d));
  }

  /// From `since` on the DID's document has this key as `#assert`.
  void put(Did did, VerificationKey key, Instant since) {
    var json = Json.newObject().put("id", did.toString());
    ObjectNode method =
        json.putArray("verificationMethod")
            .addObject()
            .put("id", did + "#assert")
            .put("type", "JsonWebKey")
            .put("controller", did.toString());
    method.set("publicKeyJwk", key.toJwk());
    json.putArray("assertionMethod").add("#assert");
    documents
        .computeIfAbsent(did, _ -> new ArrayList<>())
        .add(new Version(since, DidDocument.parse(json)));
  }

  void deactivate(Did did) {
    deactivated.add(did);
  }

  void setStatus(int idx, int value) {
    lists.put(LIST, list(StatusList.ofValid(2, 1024).with(idx, value), ISSUER_NAME, ISSUER_KEY));
  }

  CredentialVerifier verifier() {
    return new CredentialVerifier(this, this, this, this);
  }

  @Override
  public DidResolution resolve(Did did, DidVersion version) {
    return methods.resolve(did, version);
  }

  private DidResolution resolveIndy(Did did, DidVersion version) {
    var versions = documents.getOrDefault(did, List.of());
    if (deactivated.contains(did)) {
      return new DidResolution.Deactivated(DidResolution.Metadata.NONE);
    }
    var at = version instanceof DidVersion.At(var time) ? time : Instant.MAX;
    DidResolution found = new DidResolution.NotFound();
    for (var each : versions) {
      if (!each.since().isAfter(at)) {
        found =
            new DidResolution.Resolved(
                each.document(),
                new DidResolution.Metadata(
                    versions.getFirst().since(), each.since(), "1", null, null, HEIGHT));
      }
    }
    return found;
  }

  @Override
  public Check check(Did issuer, Vct type, Instant at) {
    if (accreditation.isPresent()) {
      return accreditation.get();
    }
    return issuer.equals(ISSUER)
        ? new Check.Accredited(accreditationOf(issuer, type), HEIGHT)
        : new Check.NeverAccredited(HEIGHT);
  }

  Accreditation accreditationOf(Did issuer, Vct type) {
    return new Accreditation(
        issuer,
        type,
        List.of(),
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2036-01-01T00:00:00Z"),
        validityMax,
        false,
        issuer,
        9,
        Optional.empty());
  }

  @Override
  public List<Accreditation> list(Vct type) {
    return List.of(accreditationOf(ISSUER, type));
  }

  @Override
  public Optional<CredentialType> find(Vct vct) {
    return Optional.ofNullable(types.get(vct));
  }

  @Override
  public List<CredentialType> list() {
    return List.copyOf(types.values());
  }

  @Override
  public StatusResult find(URI uri, long idx, Did credentialIssuer, Duration ageMax) {
    var text = lists.get(uri);
    if (text == null) {
      return new StatusResult.Unavailable("The status list's server did not answer.");
    }
    return switch (new StatusListOpener(new IssuerKeys(this)).open(text, uri, NOW)) {
      case StatusListOpener.Opened.Refused(var says) -> new StatusResult.Invalid(says);
      case StatusListOpener.Opened.Open(var token) ->
          StatusListOpener.read(token, idx, credentialIssuer, NOW);
    };
  }
}
