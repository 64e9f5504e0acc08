package dev.hansa.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Signs X.509 certificates with a P-256 key (ecdsa-with-SHA256, [RFC
/// 5280](https://www.rfc-editor.org/rfc/rfc5280)): the local authority of a network on one machine,
/// and of tests.
public final class CertificateAuthority {
  private final Signer signer;
  private final SecureRandom random;
  private final List<X509Certificate> chain;

  private CertificateAuthority(Signer signer, SecureRandom random, List<X509Certificate> chain) {
    this.signer = signer;
    this.random = random;
    this.chain = List.copyOf(chain);
  }

  /// How long a certificate is valid, both ends to the second.
  public record Validity(Instant from, Instant until) {}

  /// Where a server is met: DNS names, and IPv4 addresses in their text form.
  public record Hosts(List<String> dnsNames, List<String> addresses) {
    public Hosts {
      dnsNames = List.copyOf(dnsNames);
      addresses = List.copyOf(addresses);
      if (dnsNames.isEmpty() || addresses.isEmpty()) {
        // A kind of name that no constraint speaks of is free: RFC 5280, section 4.2.1.10.
        throw new IllegalArgumentException("hosts have a name and an address at least");
      }
    }
  }

  /// An authority that signs its own certificate with this key.
  public static CertificateAuthority root(
      String name, Signer signer, Validity validity, SecureRandom random) {
    return root(
        name, signer, validity, authority(new ExtensionsGenerator(), signer.publicKey()), random);
  }

  /// An authority whose certificates count for servers at these hosts and nowhere else ([RFC 5280,
  /// section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10)): whoever trusts it
  /// on their machine trusts it for no other site.
  public static CertificateAuthority rootOf(
      Hosts hosts, String name, Signer signer, Validity validity, SecureRandom random) {
    var extensions = authority(new ExtensionsGenerator(), signer.publicKey());
    var permitted = new ArrayList<GeneralSubtree>();
    for (var dns : hosts.dnsNames()) {
      permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, dns)));
    }
    for (var address : hosts.addresses()) {
      permitted.add(new GeneralSubtree(new GeneralName(GeneralName.iPAddress, address + "/32")));
    }
    try {
      extensions.addExtension(
          Extension.nameConstraints,
          true,
          new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null));
    } catch (IOException e) {
      throw new IllegalStateException("extensions are encoded in memory", e);
    }
    return root(name, signer, validity, extensions, random);
  }

  private static CertificateAuthority root(
      String name,
      Signer signer,
      Validity validity,
      ExtensionsGenerator extensions,
      SecureRandom random) {
    var subject = new X500Name("CN=" + name);
    var certificate =
        sign(subject, subject, signer.publicKey(), validity, extensions, signer, random);
    return new CertificateAuthority(signer, random, List.of(certificate));
  }

  /// The authority of this certificate of its own, which was kept.
  public static CertificateAuthority of(X509Certificate root, Signer signer, SecureRandom random) {
    if (!X509Chain.ofPem(pem(List.of(root))).leafKey().equals(signer.publicKey())) {
      throw new IllegalArgumentException("an authority's certificate is one of its own key");
    }
    return new CertificateAuthority(signer, random, List.of(root));
  }

  /// An authority below this one, with a key of its own.
  public CertificateAuthority below(String name, Signer key, Validity validity) {
    var certificate =
        sign(
            new X500Name("CN=" + name),
            subject(),
            key.publicKey(),
            validity,
            authority(below(), key.publicKey()),
            signer,
            random);
    return new CertificateAuthority(key, random, longer(certificate));
  }

  /// A leaf certificate with these names, and the authorities above it up to the anchor, which is
  /// left out.
  public X509Chain leaf(
      String name,
      VerificationKey key,
      List<String> dnsNames,
      List<String> uris,
      Validity validity) {
    var names = new ArrayList<GeneralName>();
    dnsNames.forEach(dns -> names.add(new GeneralName(GeneralName.dNSName, dns)));
    uris.forEach(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    return leaf(name, key, names, validity, below());
  }

  /// The certificate of a TLS server that is met at these hosts.
  public X509Chain server(String name, VerificationKey key, Hosts hosts, Validity validity) {
    var names = new ArrayList<GeneralName>();
    hosts.dnsNames().forEach(dns -> names.add(new GeneralName(GeneralName.dNSName, dns)));
    hosts.addresses().forEach(ip -> names.add(new GeneralName(GeneralName.iPAddress, ip)));
    var extensions = below();
    try {
      extensions.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    } catch (IOException e) {
      throw new IllegalStateException("extensions are encoded in memory", e);
    }
    return leaf(name, key, names, validity, extensions);
  }

  private X509Chain leaf(
      String name,
      VerificationKey key,
      List<GeneralName> names,
      Validity validity,
      ExtensionsGenerator extensions) {
    try {
      if (!names.isEmpty()) {
        extensions.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    } catch (IOException e) {
      throw new IllegalStateException("extensions are encoded in memory", e);
    }
    var certificate =
        sign(new X500Name("CN=" + name), subject(), key, validity, extensions, signer, random);
    var all = longer(certificate);
    return X509Chain.ofPem(pem(all.subList(0, all.size() - 1)));
  }

  /// The trust anchor above everything this authority signs.
  public X509Certificate anchor() {
    return chain.getLast();
  }

  /// Certificates as a PEM text.
  public static String pem(List<X509Certificate> certificates) {
    var pem = new StringBuilder();
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    try {
      for (var certificate : certificates) {
        pem.append("-----BEGIN CERTIFICATE-----\n")
            .append(encoder.encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate has its bytes", e);
    }
    return pem.toString();
  }

  private X500Name subject() {
    return X500Name.getInstance(chain.getFirst().getSubjectX500Principal().getEncoded());
  }

  private List<X509Certificate> longer(X509Certificate first) {
    var longer = new ArrayList<X509Certificate>();
    longer.add(first);
    longer.addAll(chain);
    return longer;
  }

  /// What says whose key signs: RFC 5280, section 4.2.1.1.
  private ExtensionsGenerator below() {
    var extensions = new ExtensionsGenerator();
    try {
      extensions.addExtension(
          Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(keyId().toArray()));
    } catch (IOException e) {
      throw new IllegalStateException("extensions are encoded in memory", e);
    }
    return extensions;
  }

  /// The identifier of this authority's key, as the certificates below name it.
  public Bytes keyId() {
    return signer.publicKey().thumbprint();
  }

  private static ExtensionsGenerator authority(
      ExtensionsGenerator extensions, VerificationKey key) {
    try {
      extensions.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new SubjectKeyIdentifier(key.thumbprint().toArray()));
      extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    } catch (IOException e) {
      throw new IllegalStateException("extensions are encoded in memory", e);
    }
    return extensions;
  }

  private static X509Certificate sign(
      X500Name subject,
      X500Name issuer,
      VerificationKey key,
      Validity validity,
      ExtensionsGenerator extensions,
      Signer signer,
      SecureRandom random) {
    if (!(key instanceof VerificationKey.P256 p256)) {
      throw new IllegalArgumentException("a certificate here has a P-256 key");
    }
    var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    var draft = new V3TBSCertificateGenerator();
    draft.setSerialNumber(new ASN1Integer(new BigInteger(127, random)));
    draft.setSignature(algorithm);
    draft.setIssuer(issuer);
    draft.setSubject(subject);
    draft.setStartDate(new Time(Date.from(validity.from())));
    draft.setEndDate(new Time(Date.from(validity.until())));
    draft.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(p256.toPublicKey().getEncoded()));
    draft.setExtensions(extensions.generate());
    try {
      var signed = draft.generateTBSCertificate();
      var parts = new ASN1EncodableVector();
      parts.add(signed);
      parts.add(algorithm);
      parts.add(new DERBitString(der(signer.sign(signed.getEncoded(ASN1Encoding.DER)))));
      var read =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(new DERSequence(parts).getEncoded(ASN1Encoding.DER)));
      if (read instanceof X509Certificate certificate) {
        return certificate;
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a certificate is encoded in memory", e);
    }
    throw new IllegalStateException("an X.509 factory makes X.509 certificates");
  }

  /// `R || S` as X.509 wants it.
  private static byte[] der(byte[] signature) throws IOException {
    int half = signature.length / 2;
    var pair = new ASN1EncodableVector();
    pair.add(new ASN1Integer(new BigInteger(1, Arrays.copyOf(signature, half))));
    pair.add(
        new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length))));
    return new DERSequence(pair).getEncoded(ASN1Encoding.DER);
  }
}
