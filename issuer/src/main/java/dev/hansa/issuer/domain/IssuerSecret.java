package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import dev.hansa.identity.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What codes, offers and nonces are made from, and what seals claims at rest: one secret that all
/// instances of the service share. The store alone, or its backup, opens no offer and shows no
/// claim.
public final class IssuerSecret {
  public static final int LENGTH = 32;
  public static final int TX_CODE_LENGTH = 6;

  private static final int TAG_BITS = 128;
  private static final int IV_LENGTH = 12;

  private final Secret key;
  private final SecureRandom random;

  public IssuerSecret(Secret key, SecureRandom random) {
    Invariant.holds(key.expose().length == LENGTH, "the issuer's secret has 32 bytes");
    this.key = key;
    this.random = random;
  }

  /// The unguessable name under which the offer is fetched.
  public String offerId(String issuance) {
    return issuance + "." + mac("offer", issuance).toBase64Url();
  }

  public Optional<String> issuanceOfOffer(String offerId) {
    return issuanceOf("offer", offerId);
  }

  /// The pre-authorized code of an offer.
  public String code(String issuance) {
    return issuance + "." + mac("code", issuance).toBase64Url();
  }

  public Optional<String> issuanceOfCode(String code) {
    return issuanceOf("code", code);
  }

  /// The name under which a wallet speaks of what it got.
  public String notificationId(String issuance) {
    return issuance + "." + mac("notification", issuance).toBase64Url();
  }

  public Optional<String> issuanceOfNotification(String notificationId) {
    return issuanceOf("notification", notificationId);
  }

  /// What ties an authorization request to an offer.
  public String issuerState(String issuance) {
    return issuance + "." + mac("issuer state", issuance).toBase64Url();
  }

  public Optional<String> issuanceOfIssuerState(String issuerState) {
    return issuanceOf("issuer state", issuerState);
  }

  /// The name under which a wallet asks again for what was deferred.
  public String transactionId(String issuance) {
    return issuance + "." + mac("transaction", issuance).toBase64Url();
  }

  /// The digits that the issuer tells the holder by another way.
  public String txCode(String issuance) {
    long number = ByteBuffer.wrap(mac("tx", issuance).toArray()).getLong() >>> 1;
    return String.format(Locale.ROOT, "%06d", number % 1_000_000);
  }

  /// A keyed hash: the same text gives the same hash, and nobody without the secret can try texts.
  public String mark(String label, String text) {
    return mac("mark " + label, text).toBase64Url();
  }

  /// A MAC over a text, for values that go out and come back.
  Bytes mac(String label, String text) {
    return mac(label, text.getBytes(StandardCharsets.UTF_8));
  }

  private Bytes mac(String label, byte[] text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.expose(), "HmacSHA256"));
      mac.update(label.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return Bytes.copyOf(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private Optional<String> issuanceOf(String label, String presented) {
    int dot = presented.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    var issuance = presented.substring(0, dot);
    var expected = issuance + "." + mac(label, issuance).toBase64Url();
    return Bytes.utf8(presented).equalsInConstantTime(Bytes.utf8(expected))
        ? Optional.of(issuance)
        : Optional.empty();
  }

  /// Seals a text for this issuance. `opener` is what must be known, beside the secret, to open it
  /// again; it may be empty.
  public Bytes seal(String issuance, String opener, String text) {
    var iv = new byte[IV_LENGTH];
    random.nextBytes(iv);
    try {
      var sealed =
          cipher(Cipher.ENCRYPT_MODE, issuance, opener, iv)
              .doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Bytes.copyOf(
          ByteBuffer.allocate(iv.length + sealed.length).put(iv).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES in GCM", e);
    }
  }

  /// Opens what was sealed; empty for another opener.
  public Optional<String> open(String issuance, String opener, Bytes sealed) {
    var buffer = ByteBuffer.wrap(sealed.toArray());
    var iv = new byte[IV_LENGTH];
    buffer.get(iv);
    var rest = new byte[buffer.remaining()];
    buffer.get(rest);
    try {
      return Optional.of(
          new String(
              cipher(Cipher.DECRYPT_MODE, issuance, opener, iv).doFinal(rest),
              StandardCharsets.UTF_8));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES in GCM", e);
    }
  }

  private Cipher cipher(int mode, String issuance, String opener, byte[] iv)
      throws GeneralSecurityException {
    var sealing = new SecretKeySpec(mac("seal", opener).toArray(), "AES");
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(issuance.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
