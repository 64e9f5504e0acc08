package dev.hansa.issuer.domain;

import java.util.Locale;

/// The status of an issued credential, by the values of [Token Status List, section
/// 7.1](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-7.1).
public enum CredentialStatus {
  VALID(0),
  REVOKED(1),
  SUSPENDED(2);

  /// Bits an entry takes in our lists.
  public static final int BITS = 2;

  private final int code;

  CredentialStatus(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /// How our API says it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
