package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A chain of certificates from a header's `x5c`, [RFC 7515, section
/// 4.1.6](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.6): the first has the key that signs.
public final class Certificates {
  public static final int CHAIN_MAX = 5;
  public static final int LENGTH_MAX = 8192;

  private final List<X509Certificate> chain;

  private Certificates(List<X509Certificate> chain) {
    this.chain = List.copyOf(chain);
  }

  /// Reads `x5c`: base64, not base64url, of DER.
  public static Certificates parse(JsonNode x5c) {
    if (!x5c.isArray() || x5c.isEmpty() || x5c.size() > CHAIN_MAX) {
      throw new MalformedInput("x5c is an array of 1 to " + CHAIN_MAX + " certificates");
    }
    var chain = new ArrayList<X509Certificate>();
    for (var each : x5c) {
      if (!each.isTextual() || each.textValue().length() > LENGTH_MAX) {
        throw new MalformedInput(
            "a certificate in x5c is a text of at most " + LENGTH_MAX + " characters");
      }
      try {
        chain.add(read(Base64.getDecoder().decode(each.textValue())));
      } catch (IllegalArgumentException | GeneralSecurityException e) {
        throw new MalformedInput("a certificate in x5c is base64 of DER");
      }
    }
    return new Certificates(chain);
  }

  /// Reads one certificate, DER or PEM.
  public static X509Certificate read(byte[] bytes) throws GeneralSecurityException {
    var in = new ByteArrayInputStream(bytes);
    if (CertificateFactory.getInstance("X.509").generateCertificate(in)
        instanceof X509Certificate certificate) {
      return certificate;
    }
    throw new GeneralSecurityException("the certificate is an X.509 certificate");
  }

  /// The key that the first certificate is about.
  public VerificationKey leafKey() {
    if (chain.getFirst().getPublicKey() instanceof ECPublicKey key
        && key.getParams().getCurve().getField().getFieldSize() == 256) {
      var point = key.getW();
      return MalformedInput.unless(
          () -> new VerificationKey.P256(fixed(point.getAffineX()), fixed(point.getAffineY())));
    }
    throw new MalformedInput("the first certificate of x5c has a P-256 key");
  }

  /// Whether each certificate is signed by the next, and all hold now. It says nothing of trust.
  public boolean hangsTogether(Instant now) {
    try {
      for (int i = 0; i < chain.size(); i++) {
        chain.get(i).checkValidity(Date.from(now));
        if (i + 1 < chain.size()) {
          chain.get(i).verify(chain.get(i + 1).getPublicKey());
        }
      }
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// Whether the chain ends at one of these anchors, which is not in it, and its first certificate
  /// is not its own issuer, as [HAIP
  /// 1.0](https://openid.net/specs/openid4vc-high-assurance-interoperability-profile-1_0.html)
  /// wants it.
  public boolean endsAt(Set<X509Certificate> anchors, Instant now) {
    var leaf = chain.getFirst();
    if (anchors.isEmpty()
        || chain.stream().anyMatch(anchors::contains)
        || leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())) {
      return false;
    }
    try {
      var parameters =
          new PKIXParameters(
              anchors.stream()
                  .map(each -> new TrustAnchor(each, null))
                  .collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      var path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
      var _ = CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return true;
    } catch (CertPathValidatorException e) {
      return false;
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("there is an anchor", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PKIX", e);
    }
  }

  private static Bytes fixed(BigInteger value) {
    var out = new byte[32];
    var bytes = value.toByteArray();
    int length = Math.min(bytes.length, out.length);
    System.arraycopy(bytes, bytes.length - length, out, out.length - length, length);
    return Bytes.copyOf(out);
  }
}
