package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Turns an authorization code into an access token, once, [RFC 6749, section
/// 4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3).
public final class CodeRedeeming {
  private final Authorizations authorizations;
  private final Issuances issuances;
  private final Clock clock;
  private final SecureRandom random;
  private final Duration tokenLifetime;

  public CodeRedeeming(
      Authorizations authorizations,
      Issuances issuances,
      Clock clock,
      SecureRandom random,
      Duration tokenLifetime) {
    this.authorizations = authorizations;
    this.issuances = issuances;
    this.clock = clock;
    this.random = random;
    this.tokenLifetime = tokenLifetime;
  }

  /// What a wallet presents. `clientId` is who it showed to be, or, where it showed nothing, says
  /// it is.
  public record Presented(
      String code,
      Optional<String> clientId,
      boolean clientShown,
      Optional<String> redirectUri,
      Optional<String> verifier,
      Optional<Bytes> dpopKey) {}

  /// What became of it. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    record UnknownCode() implements Outcome {}

    record Used() implements Outcome {}

    record Expired() implements Outcome {}

    record OtherClient() implements Outcome {}

    record OtherRedirect() implements Outcome {}

    record WrongVerifier() implements Outcome {}

    /// The request was bound to another key.
    record OtherKey() implements Outcome {}

    /// The offer was taken back or its time is over.
    record Gone() implements Outcome {}

    record Redeemed(
        String accessToken, Duration expiresIn, String configuration, Optional<String> identifier)
        implements Outcome {}
  }

  public Outcome redeem(Tenant tenant, Presented presented) {
    var found = authorizations.findByCode(tenant.name(), AccessToken.hash(presented.code()));
    if (found.isEmpty()) {
      return new Outcome.UnknownCode();
    }
    return switch (found.get()) {
      case Authorization.Granted granted -> redeem(tenant, granted, presented);
      case Authorization.Over over -> {
        // A code that comes twice was seen by somebody: RFC 6749, section 4.1.2.
        authorizations.distrust(over);
        yield new Outcome.Used();
      }
      case Authorization.Pushed _,
          Authorization.Asking _,
          Authorization.Answering _,
          Authorization.Consenting _ ->
          new Outcome.UnknownCode();
    };
  }

  private Outcome redeem(Tenant tenant, Authorization.Granted granted, Presented presented) {
    var now = clock.instant();
    var request = granted.request();
    if (!now.isBefore(granted.expires())) {
      return new Outcome.Expired();
    }
    if (!presented.clientId().equals(Optional.of(request.clientId()))
        || (request.clientShown() && !presented.clientShown())) {
      return new Outcome.OtherClient();
    }
    if (!presented.redirectUri().equals(Optional.of(request.redirectUri().toString()))) {
      return new Outcome.OtherRedirect();
    }
    if (!presented.verifier().map(request::isVerifiedBy).orElse(false)) {
      return new Outcome.WrongVerifier();
    }
    if (request.dpopKey().isPresent() && !request.dpopKey().equals(presented.dpopKey())) {
      return new Outcome.OtherKey();
    }
    var offered = issuances.find(tenant.name(), granted.issuance());
    if (offered.isEmpty() || !(offered.get() instanceof Issuance.Offered open)) {
      return new Outcome.Gone();
    }
    // The token of what is held lasts until somebody decided.
    var lifetime = open.terms().held() ? Issuing.DEFERRED_LIFETIME : tokenLifetime;
    var token = Bytes.random(32, random).toBase64Url();
    var authorised =
        open.authorise(
            new Issuance.Token(
                AccessToken.hash(token),
                now.plus(lifetime),
                request.details(),
                presented.dpopKey()));
    if (!authorizations.redeem(granted, authorised, now)) {
      return new Outcome.Used();
    }
    var configuration = request.configuration().value();
    return new Outcome.Redeemed(
        token,
        lifetime,
        configuration,
        request.details() ? Optional.of(Redeeming.identifier(configuration)) : Optional.empty());
  }
}
