package dev.hansa.issuer.domain;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// What a wallet sends to the authorization endpoint, and where it wants its answer.
class AuthorizationRequestFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    Refusals.readOrRefused(() -> AuthorizationRequest.parseChallenge(text));
    Refusals.readOrRefused(() -> {
      var uri = AuthorizationRequest.parseRedirectUri(text);
      if (uri.getRawUserInfo() != null
          || uri.getRawFragment() != null
          || "javascript".equalsIgnoreCase(uri.getScheme())) {
        throw new AssertionError("a browser is sent to no such address");
      }
      return uri;
    });
  }
}
