package dev.hansa.marketplaceauth.http;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCError;
import com.nimbusds.openid.connect.sdk.Prompt;
import dev.hansa.marketplaceauth.domain.AuthorizationRequest;
import dev.hansa.marketplaceauth.domain.Client;
import dev.hansa.marketplaceauth.domain.Clients;
import dev.hansa.marketplaceauth.domain.Login;
import dev.hansa.servicekit.Form;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads authorization requests: [OpenID Connect Core, section
/// 3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest), with PKCE `S256`
/// for every client ([RFC 9700, section
/// 2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
final class AuthorizationRequests {
  static final List<String> SCOPES = List.of("openid", "membership");
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final Clients clients;
  private final String issuer;

  AuthorizationRequests(Clients clients, String issuer) {
    this.clients = clients;
    this.issuer = issuer;
  }

  /// What a request is.
  sealed interface Read {
    /// The browser cannot be sent back: we do not know that the address is the client's.
    record Nowhere(String sentence) implements Read {}

    /// The client is told at its own address.
    record Back(URI to) implements Read {}

    record Good(AuthorizationRequest request, Client client, Optional<Login.As> as)
        implements Read {}
  }

  Read read(Form form) {
    var client = form.find("client_id").flatMap(clients::find);
    if (client.isEmpty()) {
      return new Read.Nowhere("The service that sent you here is not known to the market.");
    }
    var redirect = form.find("redirect_uri");
    if (redirect.isEmpty() || !client.get().mayReturnTo(redirect.get())) {
      return new Read.Nowhere(
          "The service that sent you here gave a return address that is not registered for it.");
    }
    var state = form.find("state");
    try {
      var parsed = AuthenticationRequest.parse(form.toParameters());
      var error = refuse(parsed, form, client.get());
      if (error.isPresent()) {
        return new Read.Back(back(redirect.get(), error.get(), state));
      }
      return good(parsed, form, client.get(), redirect);
    } catch (ParseException e) {
      var error = e.getErrorObject() == null ? OAuth2Error.INVALID_REQUEST : e.getErrorObject();
      // The library's description may repeat what was sent.
      return new Read.Back(
          back(
              redirect.get(),
              new ErrorObject(error.getCode(), "the request is as OpenID Connect Core says"),
              state));
    }
  }

  private Optional<ErrorObject> refuse(AuthenticationRequest parsed, Form form, Client client) {
    if (parsed.specifiesRequestObject()) {
      return Optional.of(OAuth2Error.REQUEST_NOT_SUPPORTED);
    }
    if (!parsed.getResponseType().impliesCodeFlow()) {
      return Optional.of(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE);
    }
    if (parsed.getResponseMode() != null && !parsed.getResponseMode().equals(ResponseMode.QUERY)) {
      return invalid("the response_mode is query");
    }
    if (parsed.getPrompt() != null && parsed.getPrompt().contains(Prompt.Type.NONE)) {
      return Optional.of(OIDCError.LOGIN_REQUIRED);
    }
    return refuse(form, client);
  }

  /// What holds for the challenge endpoint too.
  Optional<ErrorObject> refuse(Form form, Client client) {
    if (!form.find("code_challenge_method").equals(Optional.of(CodeChallengeMethod.S256.getValue()))
        || form.find("code_challenge").filter(c -> CHALLENGE.matcher(c).matches()).isEmpty()) {
      return invalid("PKCE is used, with code_challenge_method S256");
    }
    var resource = form.find("resource");
    if (resource.isPresent() && !client.resources().contains(resource.get())) {
      return Optional.of(
          new ErrorObject("invalid_target", "the resource is one that the client may use"));
    }
    if (form.find("dpop_jkt").filter(jkt -> !CHALLENGE.matcher(jkt).matches()).isPresent()) {
      return invalid("dpop_jkt is a SHA-256 thumbprint");
    }
    if (form.find("login_as").isPresent() && as(form).isEmpty()) {
      return invalid("login_as is person or organisation");
    }
    return Optional.empty();
  }

  private static Optional<ErrorObject> invalid(String rule) {
    return Optional.of(new ErrorObject(OAuth2Error.INVALID_REQUEST.getCode(), rule));
  }

  private static Read good(
      AuthenticationRequest parsed, Form form, Client client, Optional<String> redirect) {
    return new Read.Good(
        request(form, client, redirect, parsed.getScope().toStringList()), client, as(form));
  }

  /// The scopes that we do not know are ignored (OpenID Connect Core, section 3.1.2.1).
  static AuthorizationRequest request(
      Form form, Client client, Optional<String> redirect, List<String> scope) {
    return new AuthorizationRequest(
        client.id(),
        redirect,
        form.find("state"),
        form.find("nonce"),
        form.find("code_challenge").orElse(""),
        scope.stream().filter(SCOPES::contains).distinct().toList(),
        form.find("resource"),
        form.find("dpop_jkt"));
  }

  static Optional<Login.As> as(Form form) {
    return form.find("login_as").flatMap(AuthorizationRequests::as);
  }

  static Optional<Login.As> as(String word) {
    return switch (word) {
      case "person" -> Optional.of(Login.As.PERSON);
      case "organisation" -> Optional.of(Login.As.ORGANISATION);
      default -> Optional.empty();
    };
  }

  URI back(String redirect, ErrorObject error, Optional<String> state) {
    return new AuthenticationErrorResponse(
            URI.create(redirect),
            error,
            state.map(State::new).orElse(null),
            new Issuer(issuer),
            ResponseMode.QUERY)
        .toURI();
  }
}
