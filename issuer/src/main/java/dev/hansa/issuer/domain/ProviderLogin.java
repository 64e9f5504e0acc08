package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.issuer.domain.OpenIdProviders.Handshake;
import dev.hansa.issuer.domain.OpenIdProviders.Redeemed;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/// A person logs in at the OpenID provider that the issuer's policy names (`loginAt`), by the
/// authorization code flow with PKCE, and is known by the claim that the policy names.
///
/// `state`, `nonce` and the PKCE verifier are made from the issuer's secret, the question's own
/// random name and the provider's identifier: none lies in the store, and none fits another
/// browser's question or another provider.
public final class ProviderLogin implements Login {
  /// Where a provider sends the browser, the one redirect URI that is registered there.
  public static final String CALLBACK = "/login/callback";

  /// Errors after which the same login may work later, RFC 6749, section 4.1.2.1.
  private static final Set<String> LATER = Set.of("temporarily_unavailable", "server_error");

  /// The person did not log in, or cannot: RFC 6749, section 4.1.2.1, and OpenID Connect Core 1.0,
  /// section 3.1.2.6.
  private static final Set<String> NOT_LOGGED_IN =
      Set.of(
          "access_denied",
          "login_required",
          "interaction_required",
          "consent_required",
          "account_selection_required");

  private final OpenIdProviders providers;
  private final Authorizations authorizations;
  private final IssuerSecret secret;
  private final SecureRandom random;

  public ProviderLogin(
      OpenIdProviders providers,
      Authorizations authorizations,
      IssuerSecret secret,
      SecureRandom random) {
    this.providers = providers;
    this.authorizations = authorizations;
    this.secret = secret;
    this.random = random;
  }

  @Override
  public boolean canAsk(Tenant tenant) {
    return tenant
        .policy()
        .loginAt()
        .map(provider ->
            switch (provider.authentication()) {
              case ProviderPolicy.Authentication.PrivateKey _ ->
                  tenant.authentication().isPresent();
              case ProviderPolicy.Authentication.SecretBasic _ -> true;
            })
        .orElse(false);
  }

  @Override
  public Asked ask(Tenant tenant, Question question) {
    var provider = tenant.policy().loginAt().orElseThrow();
    var login = Bytes.random(32, random).toBase64Url();
    var handshake = handshake(tenant, provider, question.authorization(), login);
    return new Asked(
        login, providers.authenticationRequest(tenant, provider, handshake).toString());
  }

  private Handshake handshake(
      Tenant tenant, ProviderPolicy provider, String authorization, String login) {
    var bound = tenant.name() + "\n" + provider.issuer() + "\n" + authorization + "\n" + login;
    return new Handshake(
        authorization + "." + secret.mark("login state", bound),
        secret.mark("login nonce", bound),
        secret.mark("login verifier", bound),
        tenant.at(CALLBACK));
  }

  /// The authorization request that a `state` of ours is of, whether it is a good one or not.
  public static Optional<String> authorizationOf(String state) {
    return state.matches("[A-Za-z0-9_-]{43}\\.[A-Za-z0-9_-]{43}")
        ? Optional.of(state.substring(0, 43))
        : Optional.empty();
  }

  @Override
  public Answer find(Tenant tenant, Authorization.Asking asking, Brought brought) {
    if (!(brought instanceof Brought.Redirect redirect)) {
      return new Answer.Waiting();
    }
    var known = tenant.policy().loginAt();
    if (known.isEmpty()) {
      return broken("nobody", "the policy has loginAt");
    }
    var provider = known.get();
    var handshake = handshake(tenant, provider, asking.id(), asking.login());
    if (!handshake.isState(redirect.state())) {
      return new Answer.Foreign();
    }
    if (!authorizations.answer(asking)) {
      // Another request has this answer in hand.
      return new Answer.Waiting();
    }
    return redirect.error().isPresent()
        ? failed(provider, redirect.error().get())
        : redirect
            .code()
            .map(code ->
                judge(
                    provider, providers.redeem(tenant, provider, handshake, code, redirect.iss())))
            .orElseGet(() -> broken(provider.name(), "an answer has a code or an error"));
  }

  private static Answer failed(ProviderPolicy provider, String error) {
    if (NOT_LOGGED_IN.contains(error)) {
      return new Answer.Refused(
          Fault.DENIED, "You did not log in at " + provider.name() + ".", "logged in");
    }
    return LATER.contains(error)
        ? unavailable(provider)
        : broken(provider.name(), "the provider takes our request");
  }

  private static Answer unavailable(ProviderPolicy provider) {
    return new Answer.Refused(
        Fault.UNAVAILABLE,
        provider.name() + " cannot log you in just now. Try again in a while.",
        "the provider answers");
  }

  private static Answer broken(String name, String rule) {
    return new Answer.Refused(
        Fault.BROKEN,
        "The answer of "
            + name
            + " could not be believed, so nothing was given. Tell the issuer; it can find out why.",
        rule);
  }

  private static Answer judge(ProviderPolicy provider, Redeemed redeemed) {
    return switch (redeemed) {
      case Redeemed.Silent _ -> unavailable(provider);
      case Redeemed.Unbelievable(var rule) -> broken(provider.name(), rule);
      case Redeemed.Believed(var claims) -> {
        if (!provider.lets(claims)) {
          yield new Answer.Refused(
              Fault.DENIED,
              "Your account at " + provider.name() + " is not one of those that may have this.",
              "what the policy requires");
        }
        yield provider
            .holder(claims)
            .<Answer>map(holder -> new Answer.Known(holder, claims))
            .orElseGet(() ->
                new Answer.Refused(
                    Fault.DENIED,
                    provider.name() + " does not say, or has not checked, who you are to us.",
                    "the claim that names the holder"));
      }
    };
  }
}
