package dev.hansa.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.jspecify.annotations.Nullable;

/// The certificates of an `x5c` header, [RFC 7515, section
/// 4.1.6](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.6): the leaf first, the anchor left
/// out ([HAIP
/// 1.0](https://openid.net/specs/openid4vc-high-assurance-interoperability-profile-1_0.html)).
/// Nothing in it is believed until [#refusal] found no fault.
public final class X509Chain {
  public static final int CERTIFICATES_MAX = 5;
  public static final int CERTIFICATE_MAX = 8192;
  private static final int NAMES_MAX = 64;
  private static final int DNS_NAME = 2;
  private static final int URI_NAME = 6;

  private final List<X509Certificate> certificates;
  private final VerificationKey.P256 leafKey;

  private X509Chain(List<X509Certificate> certificates) {
    this.certificates = List.copyOf(certificates);
    this.leafKey = key(certificates.getFirst());
  }

  /// Reads the value of an `x5c` header from outside.
  public static X509Chain parse(JsonNode x5c) {
    if (!(x5c instanceof ArrayNode array) || array.isEmpty() || array.size() > CERTIFICATES_MAX) {
      throw new MalformedInput("x5c has 1 to " + CERTIFICATES_MAX + " certificates");
    }
    var certificates = new ArrayList<X509Certificate>();
    for (var entry : array) {
      if (!entry.isTextual() || entry.textValue().length() > CERTIFICATE_MAX) {
        throw new MalformedInput(
            "a certificate of x5c is a text of at most " + CERTIFICATE_MAX + " characters");
      }
      certificates.add(certificate(decode(entry.textValue())));
    }
    return new X509Chain(certificates);
  }

  private static byte[] decode(String base64) {
    try {
      // Not base64url: RFC 7515 says so.
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new MalformedInput("a certificate of x5c is base64 of its DER");
    }
  }

  private static X509Certificate certificate(byte[] der) {
    try {
      var in = new ByteArrayInputStream(der);
      var read = CertificateFactory.getInstance("X.509").generateCertificate(in);
      if (read instanceof X509Certificate certificate && in.available() == 0) {
        return certificate;
      }
    } catch (CertificateException e) {
      throw new MalformedInput("a certificate is X.509 in DER");
    }
    throw new MalformedInput("nothing follows the DER of a certificate");
  }

  /// Reads the one certificate of a file of our own, DER or PEM.
  public static X509Certificate readCertificate(byte[] file) {
    var text = new String(file, StandardCharsets.US_ASCII);
    if (!text.contains("-----BEGIN")) {
      return certificate(file);
    }
    var read = readPem(text);
    if (read.size() != 1) {
      throw new MalformedInput("the file has one certificate");
    }
    return read.getFirst();
  }

  /// Reads certificates in DER; what is none of them counts for nothing.
  public static List<X509Certificate> anchors(Collection<Bytes> ders) {
    return ders.stream().flatMap(der -> anchor(der).stream()).toList();
  }

  private static Optional<X509Certificate> anchor(Bytes der) {
    try {
      return Optional.of(certificate(der.toArray()));
    } catch (MalformedInput e) {
      return Optional.empty();
    }
  }

  /// Reads a file of PEM certificates of our own, the leaf first.
  public static X509Chain ofPem(String pem) {
    return new X509Chain(readPem(pem));
  }

  /// The certificates of a PEM text, in their order.
  public static List<X509Certificate> readPem(String pem) {
    try {
      var read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      var certificates = new ArrayList<X509Certificate>();
      for (var each : read) {
        if (each instanceof X509Certificate certificate) {
          certificates.add(certificate);
        }
      }
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      throw new MalformedInput("a PEM file holds X.509 certificates");
    }
    throw new MalformedInput("a PEM file holds a certificate at least");
  }

  private static VerificationKey.P256 key(X509Certificate leaf) {
    if (leaf.getPublicKey() instanceof ECPublicKey key
        && key.getParams().getCurve().getField().getFieldSize() == 256) {
      return MalformedInput.unless(() ->
          new VerificationKey.P256(
              fixed(key.getW().getAffineX().toByteArray()),
              fixed(key.getW().getAffineY().toByteArray())));
    }
    throw new MalformedInput("the leaf certificate of x5c has a P-256 key");
  }

  private static Bytes fixed(byte[] coordinate) {
    var out = new byte[Es256.COORDINATE_LENGTH];
    int length = Math.min(coordinate.length, out.length);
    System.arraycopy(coordinate, coordinate.length - length, out, out.length - length, length);
    return Bytes.copyOf(out);
  }

  /// Whether each certificate is signed by the next, and all are valid at that time. It says
  /// nothing of trust: for a key that becomes its holder's by a proof alone.
  public boolean hangsTogether(Instant at) {
    try {
      for (int i = 0; i < certificates.size(); i++) {
        certificates.get(i).checkValidity(Date.from(at));
        if (i + 1 < certificates.size()) {
          certificates.get(i).verify(certificates.get(i + 1).getPublicKey());
        }
      }
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// Why this chain is not believed at that time, in a sentence that names the rule; empty if it
  /// ends in one of the anchors.
  public Optional<String> refusal(Collection<X509Certificate> anchors, Instant at) {
    var leaf = certificates.getFirst();
    if (leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())) {
      return Optional.of("The leaf certificate is not self-signed.");
    }
    if (certificates.stream().anyMatch(anchors::contains)) {
      return Optional.of("The trust anchor is not in the chain.");
    }
    if (leaf.getBasicConstraints() >= 0) {
      return Optional.of("The leaf certificate is not of an authority.");
    }
    if (anchors.isEmpty()) {
      return Optional.of("The chain ends in a trust anchor.");
    }
    return path(anchors, at);
  }

  private Optional<String> path(Collection<X509Certificate> anchors, Instant at) {
    Set<TrustAnchor> trusted =
        anchors.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet());
    try {
      var parameters = new PKIXParameters(trusted);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      var path = CertificateFactory.getInstance("X.509").generateCertPath(certificates);
      var _ = CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      return Optional.of(sentence(e));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK checks certificate paths", e);
    }
  }

  private String sentence(CertPathValidatorException e) {
    if (!(e.getReason() instanceof CertPathValidatorException.BasicReason reason)) {
      return "The chain ends in a trust anchor, and each certificate may sign the one below it.";
    }
    return switch (reason) {
      case EXPIRED -> "Certificate " + (e.getIndex() + 1) + " of the chain has not expired.";
      case NOT_YET_VALID -> "Certificate " + (e.getIndex() + 1) + " of the chain is valid already.";
      case INVALID_SIGNATURE ->
          "Certificate " + (e.getIndex() + 1) + " of the chain is signed by the next one.";
      case REVOKED, UNDETERMINED_REVOCATION_STATUS, ALGORITHM_CONSTRAINED, UNSPECIFIED ->
          "The chain ends in a trust anchor, and each certificate may sign the one below it.";
    };
  }

  public X509Certificate leaf() {
    return certificates.getFirst();
  }

  /// The leaf's key.
  public VerificationKey.P256 leafKey() {
    return leafKey;
  }

  /// SHA-256 of the leaf's DER, as in the client identifier prefix `x509_hash`.
  public Bytes leafHash() {
    return Bytes.sha256(der(certificates.getFirst()));
  }

  /// The leaf's DNS names, in lower case.
  public Set<String> dnsNames() {
    return names(DNS_NAME).stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The leaf's URIs; an issuer's DID is one of them.
  public Set<String> uris() {
    return names(URI_NAME);
  }

  private Set<String> names(int kind) {
    var names = new TreeSet<String>();
    @Nullable Collection<List<?>> alternatives;
    try {
      alternatives = certificates.getFirst().getSubjectAlternativeNames();
    } catch (CertificateException e) {
      throw new MalformedInput("the names of a certificate are well formed");
    }
    if (alternatives == null) {
      return names;
    }
    for (var name : alternatives) {
      if (names.size() < NAMES_MAX
          && Integer.valueOf(kind).equals(name.get(0))
          && name.get(1) instanceof String text) {
        names.add(text);
      }
    }
    return names;
  }

  /// The key identifiers of the authorities that signed these certificates: the value of the
  /// extension AuthorityKeyIdentifier, RFC 5280, section 4.2.1.1.
  public Set<Bytes> authorityKeyIds() {
    var ids = new TreeSet<Bytes>();
    for (var certificate : certificates) {
      var extension = certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId());
      if (extension == null) {
        continue;
      }
      try {
        var value = ASN1OctetString.getInstance(extension).getOctets();
        var id = AuthorityKeyIdentifier.getInstance(value).getKeyIdentifierOctets();
        if (id != null) {
          ids.add(Bytes.copyOf(id));
        }
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new MalformedInput("the authority of a certificate is named as RFC 5280 says");
      }
    }
    return ids;
  }

  /// The value of an `x5c` header.
  public ArrayNode toJson() {
    var array = Json.newArray();
    certificates.forEach(each -> array.add(Base64.getEncoder().encodeToString(der(each))));
    return array;
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read has its bytes", e);
    }
  }

  @Override
  public String toString() {
    return "X509Chain[" + certificates.size() + "]";
  }
}
