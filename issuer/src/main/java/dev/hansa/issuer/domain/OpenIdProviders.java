package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import java.net.URI;
import java.util.Optional;

/// OpenID providers, [OpenID Connect Core
/// 1.0](https://openid.net/specs/openid-connect-core-1_0.html), as a client of theirs meets them.
public interface OpenIdProviders {
  /// Where the browser goes to log in, section 3.1.2.1. May throw if the provider does not answer,
  /// or does not say of itself what a client needs.
  URI authenticationRequest(Tenant tenant, ProviderPolicy provider, Handshake handshake);

  /// Turns the code into what the provider says about the person, sections 3.1.3 and 5.3: what is
  /// believed was checked whole.
  Redeemed redeem(
      Tenant tenant,
      ProviderPolicy provider,
      Handshake handshake,
      String code,
      Optional<String> iss);

  /// What binds an answer to its question: `state` to the browser, `nonce` to the ID token,
  /// `verifier` (PKCE, RFC 7636) to whoever asked. `redirect` is where the browser comes back to.
  record Handshake(String state, String nonce, String verifier, URI redirect) {
    boolean isState(String presented) {
      return Bytes.utf8(state).equalsInConstantTime(Bytes.utf8(presented));
    }
  }

  sealed interface Redeemed {
    /// The claims of the ID token, and of UserInfo where the policy asks for it.
    record Believed(ObjectNode claims) implements Redeemed {}

    /// An answer that breaks a rule, which is named without a value.
    record Unbelievable(String rule) implements Redeemed {}

    /// It did not answer, or not as a server that is well.
    record Silent() implements Redeemed {}
  }
}
