package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.issuer.domain.Issuance.Redemption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Turns a pre-authorized code into an access token, once, [OpenID4VCI 1.0, section
/// 6](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html).
public final class Redeeming {
  private final Issuances issuances;
  private final IssuerSecret secret;
  private final Clock clock;
  private final SecureRandom random;
  private final Duration tokenLifetime;

  public Redeeming(
      Issuances issuances,
      IssuerSecret secret,
      Clock clock,
      SecureRandom random,
      Duration tokenLifetime) {
    this.issuances = issuances;
    this.secret = secret;
    this.clock = clock;
    this.random = random;
    this.tokenLifetime = tokenLifetime;
  }

  /// What a wallet presents. `details` are the configuration ids of its `authorization_details`,
  /// where it sent any; `dpopKey` is the thumbprint of the key that its DPoP proof shows.
  public record Presented(
      String code,
      Optional<String> txCode,
      Optional<Set<String>> details,
      Optional<Bytes> dpopKey) {}

  /// What became of it. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    /// No code of ours, or of another issuer.
    record UnknownCode() implements Outcome {}

    record Locked() implements Outcome {}

    /// It was redeemed, taken back or forgotten.
    record Used() implements Outcome {}

    record DetailsNotOffered() implements Outcome {}

    record Expired() implements Outcome {}

    record TxCodeMissing() implements Outcome {}

    record TxCodeUnexpected() implements Outcome {}

    record WrongTxCode() implements Outcome {}

    /// `identifier` is there if the wallet asked by `authorization_details`.
    record Redeemed(
        String accessToken, Duration expiresIn, String configuration, Optional<String> identifier)
        implements Outcome {}
  }

  /// The token of what is held lasts until somebody decided.
  private Duration lifetime(Issuance.Offered offered) {
    return offered.terms().held() ? Issuing.DEFERRED_LIFETIME : tokenLifetime;
  }

  public Outcome redeem(Tenant tenant, Presented presented) {
    var issuance =
        secret.issuanceOfCode(presented.code()).flatMap(id -> issuances.find(tenant.name(), id));
    if (issuance.isEmpty()) {
      return new Outcome.UnknownCode();
    }
    return switch (issuance.get()) {
      case Issuance.Locked _ -> new Outcome.Locked();
      case Issuance.Offered offered when offered.terms().holder().isPresent() ->
          new Outcome.UnknownCode();
      case Issuance.Offered offered -> redeem(offered, presented);
      case Issuance.Authorised _,
          Issuance.Deferred _,
          Issuance.Issued _,
          Issuance.Lapsed _,
          Issuance.Withdrawn _ ->
          new Outcome.Used();
    };
  }

  private Outcome redeem(Issuance.Offered offered, Presented presented) {
    var configuration = offered.about().vct().value();
    if (presented.details().isPresent()
        && !presented.details().get().equals(Set.of(configuration))) {
      return new Outcome.DetailsNotOffered();
    }
    var now = clock.instant();
    var expected = secret.txCode(offered.about().id());
    return switch (offered.redeem(presented.txCode(), expected, now)) {
      case Redemption.Expired _ -> new Outcome.Expired();
      case Redemption.TxCodeMissing _ -> new Outcome.TxCodeMissing();
      case Redemption.TxCodeUnexpected _ -> new Outcome.TxCodeUnexpected();
      case Redemption.WrongTxCode _ -> {
        issuances.countWrongCode(offered);
        yield new Outcome.WrongTxCode();
      }
      case Redemption.Accepted _ -> {
        var token = newToken();
        boolean byIdentifier = presented.details().isPresent();
        var authorised =
            offered.authorise(
                new Issuance.Token(
                    AccessToken.hash(token),
                    now.plus(lifetime(offered)),
                    byIdentifier,
                    presented.dpopKey()));
        yield issuances.authorise(authorised, now)
            ? new Outcome.Redeemed(
                token,
                lifetime(offered),
                configuration,
                byIdentifier ? Optional.of(identifier(configuration)) : Optional.empty())
            : new Outcome.Used();
      }
    };
  }

  /// The one credential identifier of a configuration.
  static String identifier(String configuration) {
    return configuration + "#1";
  }

  private String newToken() {
    return Bytes.random(32, random).toBase64Url();
  }
}
