package dev.hansa.issuer.domain;

import dev.hansa.identity.Vct;
import java.util.Optional;

/// What an issuer asks of wallets beyond what it must. The plain one takes every wallet.
/// `loginWith` is the type that a person shows to get at their offers; `crossDevice` lets them show
/// it from another device than the one whose wallet asks, which whoever sends links can abuse.
/// Types that `loginAt` names are got by logging in there instead.
public record IssuerPolicy(
    boolean dpopRequired,
    Vct loginWith,
    boolean crossDevice,
    boolean encryptionRequired,
    ClientPolicy clients,
    KeyAttestationPolicy keyAttestation,
    ApprovalPolicy approval,
    Optional<ProviderPolicy> loginAt) {
  public static final IssuerPolicy PLAIN =
      new IssuerPolicy(
          false,
          Vct.hansa("participant"),
          false,
          false,
          ClientPolicy.ANYBODY,
          KeyAttestationPolicy.NONE,
          ApprovalPolicy.NONE,
          Optional.empty());

  /// How the people who get credentials of this type show who they are.
  public Login.Way loginWay(Vct wanted) {
    return loginAt.filter(provider -> provider.asks(wanted)).isPresent()
        ? Login.Way.PROVIDER
        : Login.Way.CREDENTIAL;
  }
}
