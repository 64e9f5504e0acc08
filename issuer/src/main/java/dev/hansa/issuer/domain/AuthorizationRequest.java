package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Uris;
import dev.hansa.identity.Vct;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a wallet pushes, [RFC 9126](https://www.rfc-editor.org/rfc/rfc9126), with the parameters of
/// [OpenID4VCI 1.0, section
/// 5.1](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html). `clientShown`
/// says that the client showed who it is, `details` that it asked by `authorization_details`,
/// `issuance` which offer its `issuer_state` is of.
public record AuthorizationRequest(
    String clientId,
    boolean clientShown,
    URI redirectUri,
    Optional<String> state,
    String codeChallenge,
    Vct configuration,
    boolean details,
    Optional<String> issuance,
    Optional<Bytes> dpopKey) {
  public static final int CLIENT_ID_MAX = 512;
  public static final int REDIRECT_URI_MAX = 2048;
  public static final int STATE_MAX = 1024;

  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  /// Schemes that a browser carries out itself, in the page that it comes from.
  private static final Set<String> NO_APPS =
      Set.of("javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "http");

  /// Reads an S256 challenge, [RFC 7636, section
  /// 4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2).
  public static String parseChallenge(String text) {
    if (!CHALLENGE.matcher(text).matches()) {
      throw new MalformedInput("code_challenge is the base64url SHA-256 of the verifier: S256");
    }
    return text;
  }

  /// Reads where the browser goes back to: https, a literal loopback address, or an app's own
  /// scheme.
  public static URI parseRedirectUri(String text) {
    if (text.length() > REDIRECT_URI_MAX) {
      throw new MalformedInput("redirect_uri has at most " + REDIRECT_URI_MAX + " characters");
    }
    var uri = Uris.parse(text, "redirect_uri");
    if (uri.getScheme() == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
      throw new MalformedInput("redirect_uri is absolute, without user and fragment");
    }
    var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean loopback =
        scheme.equals("http")
            && Set.of("127.0.0.1", "[::1]").contains(String.valueOf(uri.getHost()));
    boolean web = scheme.equals("https") && uri.getHost() != null;
    boolean app = !scheme.equals("https") && !NO_APPS.contains(scheme);
    if (!loopback && !web && !app) {
      throw new MalformedInput(
          "redirect_uri is https, http on a literal loopback address, or an app's own scheme");
    }
    return uri;
  }

  /// Whether this is the verifier of the challenge.
  boolean isVerifiedBy(String verifier) {
    return VERIFIER.matcher(verifier).matches()
        && Bytes.utf8(Bytes.utf8(verifier).sha256().toBase64Url())
            .equalsInConstantTime(Bytes.utf8(codeChallenge));
  }
}
