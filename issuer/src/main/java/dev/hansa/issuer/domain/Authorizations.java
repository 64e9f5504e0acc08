package dev.hansa.issuer.domain;

import java.time.Instant;
import java.util.Optional;

/// Where authorization requests are kept. Every step is one statement or one transaction: of two
/// who take it at once, one wins.
public interface Authorizations {
  void push(Authorization.Pushed pushed);

  Optional<Authorization> find(TenantName tenant, String id);

  Optional<Authorization> findByCode(TenantName tenant, String codeHash);

  /// True for one caller only: it was pushed, and is asking now.
  boolean ask(Authorization.Asking asking);

  /// True for one caller only: it was asking under this login, and has its answer in hand now.
  boolean answer(Authorization.Asking asking);

  /// True if it was asking, or had an answer in hand, and asks for consent now.
  boolean consent(Authorization.Consenting consenting);

  /// True for one caller only: consent was asked, and there is this code now.
  boolean grant(Authorization.Granted granted);

  /// Ends it; a code that it has is worth nothing from now on.
  void end(Authorization authorization);

  /// Uses the code up and gives the offer its token: both or neither. True for one caller only.
  boolean redeem(Authorization.Granted granted, Issuance.Authorised authorised, Instant now);

  /// Takes the token back that the code gave, as the code came a second time; what was issued by
  /// then stays.
  void distrust(Authorization over);

  /// Forgets requests that are over. Returns how many.
  int sweep(Instant now);
}
