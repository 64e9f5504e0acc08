package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import java.util.List;
import java.util.Optional;

/// How wallets show an issuer and what it issues, [OpenID4VCI 1.0, section
/// 12.2.4](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): its name in
/// other languages, and its logo.
public record Appearance(List<Named> names, Optional<Logo> logo) {
  public static final Appearance PLAIN = new Appearance(List.of(), Optional.empty());

  public Appearance {
    names = List.copyOf(names);
  }

  /// A name in the language of this tag (BCP 47).
  public record Named(String locale, String name) {}

  /// A picture that this service hands out itself.
  public record Logo(Bytes content, String mediaType, String altText) {
    public static final int LENGTH_MAX = 128 * 1024;
  }
}
