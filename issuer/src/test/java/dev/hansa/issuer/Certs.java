package dev.hansa.issuer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey.P256;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Certificates of P-256 keys, written by hand in DER: an authority, and who it vouches for.
public final class Certs {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] ES256 = der(0x30, oid("2a8648ce3d040302"));

  private Certs() {}

  /// A name with its key, and its certificate.
  public record Party(String name, Signer key, Bytes der) {
    public String x5c() {
      return Base64.getEncoder().encodeToString(der.toArray());
    }

    public String pem() {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toArray())
          + "\n-----END CERTIFICATE-----\n";
    }
  }

  public static Party authority(String name, Instant from, Instant until) {
    var key = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(RANDOM));
    return new Party(name, key, certificate(name, key, name, key, from, until, true));
  }

  public static Party vouched(Party by, String name, Instant from, Instant until) {
    var key = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(RANDOM));
    return vouched(by, name, key, from, until);
  }

  public static Party vouched(Party by, String name, Signer key, Instant from, Instant until) {
    return new Party(name, key, certificate(name, key, by.name(), by.key(), from, until, false));
  }

  private static Bytes certificate(
      String subject,
      Signer key,
      String issuer,
      Signer by,
      Instant from,
      Instant until,
      boolean authority) {
    var version = der(0xa0, der(0x02, new byte[] {2}));
    var serial = der(0x02, new BigInteger(63, RANDOM).add(BigInteger.ONE).toByteArray());
    var validity = der(0x30, time(from), time(until));
    // Basic constraints: whether it may vouch for others; critical.
    var constraints =
        der(
            0x30,
            oid("551d13"),
            der(0x01, new byte[] {(byte) 0xff}),
            der(0x04, authority ? der(0x30, der(0x01, new byte[] {(byte) 0xff})) : der(0x30)));
    var extensions = der(0xa3, der(0x30, constraints));
    var body =
        der(
            0x30,
            version,
            serial,
            ES256,
            name(issuer),
            validity,
            name(subject),
            key(key),
            extensions);
    var signature = by.sign(body);
    var r = new BigInteger(1, Arrays.copyOfRange(signature, 0, 32));
    var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    var sig = der(0x30, der(0x02, r.toByteArray()), der(0x02, s.toByteArray()));
    return Bytes.copyOf(der(0x30, body, ES256, bits(sig)));
  }

  private static byte[] name(String name) {
    var text = der(0x0c, name.getBytes(StandardCharsets.UTF_8));
    return der(0x30, der(0x31, der(0x30, oid("550403"), text)));
  }

  private static byte[] key(Signer signer) {
    if (!(signer.publicKey() instanceof P256 key)) {
      throw new AssertionError("a P-256 key");
    }
    return key.toPublicKey().getEncoded();
  }

  private static byte[] time(Instant at) {
    var text =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(at);
    return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] oid(String hex) {
    return der(0x06, Bytes.fromHex(hex).toArray());
  }

  private static byte[] bits(byte[] content) {
    return der(0x03, new byte[] {0}, content);
  }

  private static byte[] der(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var part : parts) {
      content.writeBytes(part);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length < 128) {
      out.write(length);
    } else if (length < 256) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length & 0xff);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  /// An `x5c` of these certificates.
  public static ArrayNode x5c(List<Party> chain) {
    var array = Json.newArray();
    chain.forEach(party -> array.add(party.x5c()));
    return array;
  }
}
