package dev.hansa.issuer.domain;

import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/// The status of an issued credential, by the values of [Token Status List, section
/// 7.1](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-7.1). Those
/// of a guarantee of origin beyond the first three are the application's own (0x3, 0xB to 0xF).
public enum CredentialStatus {
  VALID(0x0, false),
  REVOKED(0x1, true),
  SUSPENDED(0x2, false),
  CANCELLED(0x3, true),
  EXPIRED(0xb, true),
  SPLIT(0xc, true);

  private static final Vct GUARANTEE = Vct.hansa("guarantee-of-origin");

  /// Types whose lists have other than two bits a credential.
  private static final Map<Vct, Integer> BITS =
      Map.of(GUARANTEE, 4, Vct.hansa("payment-capability"), 1);

  private final int code;
  private final boolean last;

  CredentialStatus(int code, boolean last) {
    this.code = code;
    this.last = last;
  }

  /// How many bits a credential of this type takes in its list.
  public static int bits(Vct vct) {
    return BITS.getOrDefault(vct, 2);
  }

  public int code() {
    return code;
  }

  /// Whether nothing comes after it.
  public boolean isLast() {
    return last;
  }

  /// Whether credentials of this type may have it.
  public boolean isOf(Vct vct) {
    return vct.equals(GUARANTEE) || (code <= SUSPENDED.code && code < 1 << bits(vct));
  }

  /// How our API says it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads a word that came from outside.
  public static CredentialStatus parse(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new MalformedInput("status is valid, revoked, suspended, cancelled, expired or split"));
  }
}
