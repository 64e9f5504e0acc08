package dev.hansa.credentials;

import dev.hansa.identity.MalformedInput;

/// The formats of credentials that are read here, by the shape of what is presented. One more
/// format is one more class and one more line.
public final class CredentialFormats {
  /// W3C credentials secured as JWTs, in OpenID4VP's name for them.
  public static final String JWT_VC = "jwt_vc_json";

  /// W3C credentials secured by Data Integrity, in OpenID4VP's name for them.
  public static final String LDP_VC = "ldp_vc";

  private CredentialFormats() {}

  static Presented read(String presentation) {
    if (presentation.indexOf('~') >= 0) {
      return SdJwt.parse(presentation);
    }
    throw new MalformedInput("an SD-JWT has a ~ after the issuer's JWT and after each disclosure");
  }
}
