package dev.hansa.launcher.folder;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.CertificateAuthority;
import dev.hansa.identity.CertificateAuthority.Hosts;
import dev.hansa.identity.CertificateAuthority.Validity;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The certificate authority of a network whose addresses are https, in the data folder's `tls/`.
/// It counts for `localhost` and `127.0.0.1` and nowhere else, so that a person who trusts it
/// trusts it for this machine alone.
///
/// ```
/// ca.jwk        the authority's key, mode 0600
/// ca.pem        its certificate, for whoever is to trust it; ten years
/// server.pem    the services' key and certificate, mode 0600; 397 days
/// verifier.pem  the certificate of the verifier's assertion key, for its requests; 397 days
/// ```
///
/// What ends within thirty days is made anew when the network starts.
public final class LocalAuthority {
  private static final Hosts HERE = new Hosts(List.of("localhost"), List.of("127.0.0.1"));
  private static final Duration AUTHORITY_FOR = Duration.ofDays(3653);
  private static final Duration CERTIFICATE_FOR = Duration.ofDays(397);
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
  private static final int FILE_MAX = 1 << 16;

  /// Clocks of other machines may be a little behind.
  private static final Duration SKEW = Duration.ofHours(1);

  private final Path folder;
  private final CertificateAuthority authority;

  private LocalAuthority(Path folder, CertificateAuthority authority) {
    this.folder = folder;
    this.authority = authority;
  }

  /// The certificate that clients trust.
  public static Path certificate(DataFolder data) {
    return data.tls().resolve("ca.pem");
  }

  /// The authority's certificate, for a client of this folder's network.
  public static X509Certificate readCertificate(DataFolder data) {
    try {
      return X509Chain.readCertificate(bytes(certificate(data)));
    } catch (IOException | MalformedInput e) {
      throw new Stop(
          ExitCode.FOLDER, certificate(data) + " cannot be read; restore it from a copy.", e);
    }
  }

  /// The authority that is there, or a new one of a network that has none.
  public static LocalAuthority openOrCreate(
      DataFolder data, String network, Instant now, SecureRandom random) {
    var folder = data.tls();
    var certificate = certificate(data);
    try {
      var key = PrivateKeys.readOrCreateP256(folder.resolve("ca.jwk"), random);
      if (Files.exists(certificate)) {
        return new LocalAuthority(
            folder, CertificateAuthority.of(readCertificate(data), key, random));
      }
      var authority =
          CertificateAuthority.rootOf(
              HERE,
              "Hansa network " + network + " on this machine",
              key,
              new Validity(now.minus(SKEW), now.plus(AUTHORITY_FOR)),
              random);
      DataFolder.writeWhole(certificate, CertificateAuthority.pem(List.of(authority.anchor())));
      return new LocalAuthority(folder, authority);
    } catch (IOException | MalformedInput | IllegalArgumentException e) {
      throw new Stop(
          ExitCode.FOLDER,
          "The network's authority in " + folder + " cannot be used: " + e.getMessage() + ".",
          e);
    }
  }

  /// The services' key and certificate in one PEM file, good for a month at least.
  public Path server(Instant now, SecureRandom random) {
    var file = folder.resolve("server.pem");
    if (good(file, now).isEmpty()) {
      var pair = newKey(random);
      var chain =
          authority.server(
              "Hansa on this machine",
              publicKey(pair),
              HERE,
              new Validity(now.minus(SKEW), now.plus(CERTIFICATE_FOR)));
      DataFolder.writeWhole(
          file,
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'})
                  .encodeToString(pair.getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n"
              + CertificateAuthority.pem(List.of(chain.leaf())));
    }
    return file;
  }

  /// The certificate of the key with which a verifier signs its requests, good for a month at least
  /// by the world's clock and by the story's, which may be ahead of it.
  public Path verifier(Did operator, VerificationKey key, Instant now, Instant story) {
    var file = folder.resolve("verifier.pem");
    boolean isOfThisKey = good(file, now).map(chain -> chain.leafKey().equals(key)).orElse(false);
    if (!isOfThisKey || good(file, story).isEmpty()) {
      var chain =
          authority.leaf(
              "Hansa Verifier",
              key,
              HERE.dnsNames(),
              List.of(operator.toString()),
              new Validity(now.minus(SKEW), story.plus(CERTIFICATE_FOR)));
      DataFolder.writeWhole(file, CertificateAuthority.pem(List.of(chain.leaf())));
    }
    return file;
  }

  /// The certificate in this file, if this authority vouches for it for a month at least.
  private Optional<X509Chain> good(Path file, Instant now) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var text = new String(bytes(file), StandardCharsets.US_ASCII);
      var chain = X509Chain.ofPem(text.substring(Math.max(0, text.indexOf("-----BEGIN CERT"))));
      return Optional.of(chain)
          .filter(each ->
              each.refusal(List.of(authority.anchor()), now.plus(RENEWED_BEFORE)).isEmpty());
    } catch (IOException | MalformedInput e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > FILE_MAX) {
      throw new IOException("this file is too long for a certificate: " + file);
    }
    return Files.readAllBytes(file);
  }

  private static KeyPair newKey(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes P-256 keys", e);
    }
  }

  private static VerificationKey publicKey(KeyPair pair) {
    if (pair.getPublic() instanceof ECPublicKey key) {
      return VerificationKey.fromJwk(
          Json.newObject()
              .put("kty", "EC")
              .put("crv", "P-256")
              .put("x", coordinate(key.getW().getAffineX()))
              .put("y", coordinate(key.getW().getAffineY())));
    }
    throw new IllegalStateException("a P-256 key has a point");
  }

  private static String coordinate(BigInteger value) {
    var bytes = value.toByteArray();
    var fixed = new byte[32];
    int length = Math.min(bytes.length, fixed.length);
    System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
    return Bytes.copyOf(fixed).toBase64Url();
  }
}
