package dev.hansa.verifier.domain;

import dev.hansa.identity.MalformedInput;
import java.util.Arrays;

/// How the answer comes back, [OpenID4VP 1.0, section
/// 8](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-8).
public enum ResponseMode {
  DIRECT_POST("direct_post", false, false),
  DIRECT_POST_JWT("direct_post.jwt", true, false),
  DC_API("dc_api", false, true),
  DC_API_JWT("dc_api.jwt", true, true);

  private final String text;
  private final boolean encrypted;
  private final boolean dcApi;

  ResponseMode(String text, boolean encrypted, boolean dcApi) {
    this.text = text;
    this.encrypted = encrypted;
    this.dcApi = dcApi;
  }

  public static ResponseMode parse(String text) {
    return Arrays.stream(values())
        .filter(mode -> mode.text.equals(text))
        .findFirst()
        .orElseThrow(() ->
            new MalformedInput(
                "response_mode is direct_post, direct_post.jwt, dc_api or dc_api.jwt here"));
  }

  public String text() {
    return text;
  }

  /// True if the answer is a JWE to a key that was made for the request.
  public boolean isEncrypted() {
    return encrypted;
  }

  /// True if a browser hands request and answer over (Digital Credentials API, appendix A).
  public boolean isDcApi() {
    return dcApi;
  }
}
