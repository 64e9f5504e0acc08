package dev.hansa.issuer.domain;

import dev.hansa.identity.Vct;

/// What an issuer asks of wallets beyond what it must. The plain one takes every wallet.
/// `loginWith` is the type that a person shows to get at their offers; `crossDevice` lets them show
/// it from another device than the one whose wallet asks, which whoever sends links can abuse.
public record IssuerPolicy(
    boolean dpopRequired,
    Vct loginWith,
    boolean crossDevice,
    boolean encryptionRequired,
    ClientPolicy clients,
    KeyAttestationPolicy keyAttestation,
    ApprovalPolicy approval) {
  public static final IssuerPolicy PLAIN =
      new IssuerPolicy(
          false,
          Vct.hansa("participant"),
          false,
          false,
          ClientPolicy.ANYBODY,
          KeyAttestationPolicy.NONE,
          ApprovalPolicy.NONE);
}
