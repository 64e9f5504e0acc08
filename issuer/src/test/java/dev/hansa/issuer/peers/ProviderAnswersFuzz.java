package dev.hansa.issuer.peers;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import dev.hansa.issuer.domain.ProviderPolicy;
import dev.hansa.issuer.domain.ProviderPolicy.Authentication;
import dev.hansa.servicekit.PeerUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What an OpenID provider answers: metadata, keys, tokens, an ID token.
class ProviderAnswersFuzz {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final ProviderPolicy POLICY =
      new ProviderPolicy(
          "https://login.example",
          "login.example",
          "client",
          new Authentication.PrivateKey(),
          List.of("openid"),
          ProviderPolicy.ALGORITHMS,
          Set.of(),
          false,
          Optional.empty(),
          List.of(),
          Map.of(),
          "sub",
          Map.of());

  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    usableOrNot(() -> ProviderMetadata.parse(text));
    usableOrNot(() -> ProviderMetadata.parseKeys(text));
    try {
      var answer = new HTTPResponse(200);
      answer.setHeader("Content-Type", "application/json");
      answer.setBody(text);
      var _ = HttpOpenIdProviders.Tokens.parse(answer);
    } catch (IdTokens.Unbelievable e) {
      named(e.rule());
    }
    try {
      var _ = IdTokens.verify(IdTokens.parse(text), POLICY, new JWKSet(), "nonce", NOON);
      throw new AssertionError("without a key nothing is believed");
    } catch (IdTokens.Unbelievable e) {
      named(e.rule());
    }
  }

  private static void usableOrNot(Supplier<?> read) {
    try {
      if (read.get() == null) {
        throw new AssertionError("what is read is there");
      }
    } catch (PeerUnavailable e) {
      named(String.valueOf(e.getMessage()));
    }
  }

  private static void named(String rule) {
    if (rule.isBlank()) {
      throw new AssertionError("a refusal names its rule");
    }
  }
}
