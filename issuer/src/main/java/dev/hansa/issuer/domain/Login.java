package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Vct;
import java.net.URI;
import java.util.Optional;

/// How a person shows who they are: by a credential ([CredentialLogin]), or at an OpenID provider
/// ([ProviderLogin]). Which of the two it is says the issuer's policy, type by type.
public sealed interface Login permits CredentialLogin, ProviderLogin {
  /// The ways there are, as they are kept.
  enum Way {
    CREDENTIAL,
    PROVIDER
  }

  /// Whether this issuer can ask in this way.
  boolean canAsk(Tenant tenant);

  /// Asks. May throw if whoever is asked does not answer.
  Asked ask(Tenant tenant, Question question);

  /// What is known by now. Of several that bring the same answer back at once, one is heard.
  Answer find(Tenant tenant, Authorization.Asking asking, Brought brought);

  /// `authorization` is the request that it is asked for, `wanted` the type of credential that
  /// waits, `back` the address of ours to which a wallet sends the browser afterwards.
  record Question(String authorization, Vct wanted, String purpose, URI back) {}

  /// `login` is the name of the question with whoever is asked; `link` is where the person answers
  /// it.
  record Asked(String login, String link) {
    public static final int LINK_MAX = 4096;
  }

  /// What the browser brings back.
  sealed interface Brought {
    record Nothing() implements Brought {}

    /// From a wallet, [OpenID4VP 1.0, section
    /// 8.2](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html).
    record ResponseCode(String code) implements Brought {}

    /// From a provider, [RFC 6749, section
    /// 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2), with `iss` of RFC 9207.
    record Redirect(
        String state, Optional<String> code, Optional<String> error, Optional<String> iss)
        implements Brought {}
  }

  /// The error that a wallet is told, [RFC 6749, section
  /// 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
  enum Fault {
    DENIED("access_denied", "the holder was not known"),
    UNAVAILABLE("temporarily_unavailable", "the login cannot be reached, or cannot be done now"),
    BROKEN("server_error", "the answer of the login could not be believed");

    private final String error;
    private final String description;

    Fault(String error, String description) {
      this.error = error;
      this.description = description;
    }

    public String error() {
      return error;
    }

    public String description() {
      return description;
    }
  }

  /// What became of asking. No variant shows more of a person than the next step needs.
  sealed interface Answer {
    record Waiting() implements Answer {}

    /// It was shown; the browser that did so has not come back yet.
    record Elsewhere() implements Answer {}

    /// What came back belongs to another question, and changes nothing.
    record Foreign() implements Answer {}

    /// `sentence` is for the person, `rule` for the log: which rule was broken, without a value.
    record Refused(Fault fault, String sentence, String rule) implements Answer {}

    /// Who it is, and what else was said about them; nothing where a credential was shown.
    record Known(Holder holder, ObjectNode claims) implements Answer {}
  }
}
