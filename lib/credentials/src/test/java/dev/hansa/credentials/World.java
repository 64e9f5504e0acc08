package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Accreditations;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CertificateAuthority;
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
import dev.hansa.identity.X509Chain;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
  static final URI MANDATES = URI.create("https://issuer.example/smallcells/status-lists/1");

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
  static final DidUrl MANDATOR_NAME = new DidUrl(MANDATOR, "assert");

  static final CertificateAuthority.Validity AUTHORITY_VALIDITY =
      new CertificateAuthority.Validity(
          Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2036-01-01T00:00:00Z"));

  /// Whoever certifies the issuer's key; the accreditations name it where a test wants them to.
  static final CertificateAuthority AUTHORITY =
      CertificateAuthority.root("Registry", OTHER_KEY, AUTHORITY_VALIDITY, new SecureRandom());

  private static final Did GRANTER = Did.parse("did:indy:hansa:V4SGRU86Z58d6TV7PBUe6f");
  static final String ALL_VALID = list(StatusList.ofValid(2, 1024), LIST, ISSUER_NAME, ISSUER_KEY);
  static final String MANDATES_VALID =
      list(StatusList.ofValid(2, 1024), MANDATES, MANDATOR_NAME, OTHER_KEY);

  final Map<Did, List<Version>> documents = new HashMap<>();
  final Set<Did> deactivated = new HashSet<>();
  final Map<Vct, CredentialType> types = new HashMap<>();
  final Map<URI, String> lists = new HashMap<>();
  final List<Accreditation> accreditations = new ArrayList<>();
  private final DidResolver methods = DidMethods.withLedger(this::resolveIndy);

  record Version(Instant since, DidDocument document) {}

  World() {
    put(ISSUER, ISSUER_KEY.publicKey(), Instant.parse("2026-01-01T00:00:00Z"));
    put(OTHER_ISSUER, OTHER_KEY.publicKey(), Instant.parse("2026-01-01T00:00:00Z"));
    put(MANDATOR, OTHER_KEY.publicKey(), Instant.parse("2026-01-01T00:00:00Z"));
    for (var type : Catalogue.hansa().types()) {
      types.put(type.vct(), onLedger(type));
      if (type.issuedBy() == CredentialType.IssuedBy.ACCREDITED) {
        accreditations.add(accreditation(ISSUER, type.vct(), Duration.ofDays(1200)));
      }
    }
    lists.put(LIST, ALL_VALID);
    lists.put(MANDATES, MANDATES_VALID);
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

  static String list(StatusList list, URI uri, DidUrl name, Signer signer) {
    return StatusListToken.sign(
        list, uri, NOW.minusSeconds(30), Duration.ofHours(1), Duration.ofMinutes(1), name, signer);
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
    var authentication = method.deepCopy().put("id", did + "#auth");
    json.withArray("verificationMethod").add(authentication);
    json.putArray("assertionMethod").add("#assert");
    json.putArray("authentication").add("#auth");
    documents
        .computeIfAbsent(did, _ -> new ArrayList<>())
        .add(new Version(since, DidDocument.parse(json)));
  }

  void deactivate(Did did) {
    deactivated.add(did);
  }

  void setStatus(int idx, int value) {
    lists.put(
        LIST, list(StatusList.ofValid(2, 1024).with(idx, value), LIST, ISSUER_NAME, ISSUER_KEY));
  }

  /// The issuer's certificate: its key, and its DID as a name.
  static X509Chain chain() {
    return AUTHORITY.leaf(
        "Issuer",
        ISSUER_KEY.publicKey(),
        List.of("issuer.example"),
        List.of(ISSUER.toString()),
        AUTHORITY_VALIDITY);
  }

  /// From now on every accreditation names these authorities.
  void anchor(CertificateAuthority... authorities) {
    var anchors = Arrays.stream(authorities).map(each -> der(each.anchor())).toList();
    accreditations.replaceAll(a ->
        new Accreditation(
            a.issuer(),
            a.type(),
            a.territories(),
            a.validFrom(),
            a.validUntil(),
            a.validityMax(),
            a.delegable(),
            a.grantedBy(),
            a.seqNo(),
            a.withdrawal(),
            anchors));
  }

  private static Bytes der(X509Certificate certificate) {
    try {
      return Bytes.copyOf(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
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

  static Accreditation accreditation(Did issuer, Vct type, Duration validityMax) {
    return new Accreditation(
        issuer,
        type,
        List.of(),
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2036-01-01T00:00:00Z"),
        validityMax,
        false,
        GRANTER,
        9,
        Optional.empty());
  }

  @Override
  public Check check(Did issuer, Vct type, Instant at) {
    var found =
        accreditations.stream()
            .filter(each -> each.issuer().equals(issuer) && each.type().equals(type))
            .findFirst();
    if (found.isEmpty()) {
      return new Check.NeverAccredited(HEIGHT);
    }
    if (found.get().withdrawal().isPresent()) {
      return new Check.Withdrawn(found.get(), HEIGHT);
    }
    return at.isBefore(found.get().validFrom()) || !at.isBefore(found.get().validUntil())
        ? new Check.NotAtThatTime(HEIGHT)
        : new Check.Accredited(found.get(), HEIGHT);
  }

  @Override
  public List<Accreditation> list(Vct type) {
    return accreditations.stream().filter(each -> each.type().equals(type)).toList();
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
  public StatusResult find(StatusPlace place, SignedBy issuer, Duration ageMax) {
    var uri = place.uri();
    var text = lists.get(uri);
    if (text == null) {
      return new StatusResult.Unavailable("The status list's server did not answer.");
    }
    return switch (new StatusListOpener(new IssuerKeys(this)).open(text, place, NOW)) {
      case StatusListOpener.Opened.Refused(var says) -> new StatusResult.Invalid(says);
      case StatusListOpener.Opened.Open(var document) -> document.read(place, issuer, NOW);
    };
  }
}
