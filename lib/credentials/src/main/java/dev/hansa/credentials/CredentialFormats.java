package dev.hansa.credentials;

import dev.hansa.identity.MalformedInput;
import java.util.Arrays;
import java.util.List;

/// The formats of credentials that are read here, by the shape of what is presented. One more
/// format is one more class and one more line.
public final class CredentialFormats {
  /// W3C credentials secured as JWTs, in OpenID4VP's name for them.
  public static final String JWT_VC = "jwt_vc_json";

  /// W3C credentials secured by Data Integrity, in OpenID4VP's name for them.
  public static final String LDP_VC = "ldp_vc";

  /// The names of the Data Integrity suites that are verified.
  public static final List<String> CRYPTOSUITES =
      Arrays.stream(DataIntegrity.Suite.values()).map(DataIntegrity.Suite::text).toList();

  private CredentialFormats() {}

  static Presented read(String presentation) {
    if (presentation.startsWith("{")) {
      return DataIntegrityVc.read(presentation);
    }
    if (presentation.indexOf('~') >= 0) {
      return SdJwt.parse(presentation);
    }
    if (presentation.indexOf('.') >= 0) {
      return JwtVc.read(presentation);
    }
    throw new MalformedInput("a presentation is an SD-JWT, a JWT or a JSON object");
  }
}
