package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The names under which people and things are known here and to others. Each is a keyed hash, so
/// that nobody without the key can try candidates; organisations keep their DID, which is public.
public final class Pseudonyms {
  public static final int SECRET_LENGTH = 32;
  private static final String PERSON = "urn:hansa:person:";

  private final Secret secret;

  public Pseudonyms(Secret secret) {
    if (secret.expose().length != SECRET_LENGTH) {
      throw new IllegalArgumentException(
          "auth.secret-file holds " + SECRET_LENGTH + " random bytes");
    }
    this.secret = secret;
  }

  /// The party that a credential's subject is: an organisation's DID, or a person's pseudonym.
  public String party(Did subject) {
    return isOrganisation(subject) ? subject.toString() : PERSON + keyed("party", subject);
  }

  /// Only organisations have a DID on the ledger.
  public static boolean isOrganisation(Did subject) {
    return subject.method().equals(DidIndy.METHOD);
  }

  /// Who acts for a party: whoever holds the key of the mandate, or of the person's own credential.
  public String agent(String party, Bytes holderThumbprint) {
    return keyed("agent", party + "\n" + holderThumbprint.toBase64Url());
  }

  /// The `sub` of an agent for the clients of one sector, [OpenID Connect Core, section
  /// 8.1](https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg).
  public String subject(String sector, String agent) {
    return keyed("sub", sector + "\n" + agent);
  }

  /// The name of a metering point towards the market.
  public String meterKey(String meteringPointId) {
    return keyed("meter", meteringPointId);
  }

  private String keyed(String use, Object of) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.expose(), "HmacSHA256"));
      mac.update((use + "\n").getBytes(StandardCharsets.UTF_8));
      return Bytes.copyOf(mac.doFinal(of.toString().getBytes(StandardCharsets.UTF_8)))
          .toBase64Url();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
