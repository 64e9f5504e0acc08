package dev.hansa.issuer.domain;

import dev.hansa.identity.Vct;

/// The ways in which an issuer's people show who they are.
public record Logins(CredentialLogin byCredential, ProviderLogin atProvider) {
  public Login by(Login.Way way) {
    return switch (way) {
      case CREDENTIAL -> byCredential;
      case PROVIDER -> atProvider;
    };
  }

  /// Whether there is any type whose people can be asked.
  public boolean canAsk(Tenant tenant) {
    return byCredential.canAsk(tenant) || atProvider.canAsk(tenant);
  }

  public boolean canAsk(Tenant tenant, Vct wanted) {
    return by(tenant.policy().loginWay(wanted)).canAsk(tenant);
  }
}
