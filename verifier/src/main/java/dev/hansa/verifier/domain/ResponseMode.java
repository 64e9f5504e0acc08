package dev.hansa.verifier.domain;

import dev.hansa.identity.MalformedInput;
import java.util.Arrays;

/// How the answer comes back, [OpenID4VP 1.0, section
/// 8](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-8).
public enum ResponseMode {
  DIRECT_POST("direct_post", false),
  DIRECT_POST_JWT("direct_post.jwt", true);

  private final String text;
  private final boolean encrypted;

  ResponseMode(String text, boolean encrypted) {
    this.text = text;
    this.encrypted = encrypted;
  }

  public static ResponseMode parse(String text) {
    return Arrays.stream(values())
        .filter(mode -> mode.text.equals(text))
        .findFirst()
        .orElseThrow(
            () -> new MalformedInput("response_mode is direct_post or direct_post.jwt here"));
  }

  public String text() {
    return text;
  }

  /// True if the answer is a JWE to a key that was made for the request.
  public boolean isEncrypted() {
    return encrypted;
  }
}
