package dev.hansa.issuer.domain;

import java.time.Instant;

/// The life of an authorization request: pushed, asked who the person is, that answer looked at,
/// asked to agree, given a code. `browser` is the keyed hash of the cookie of the browser that
/// began; no other goes on.
public sealed interface Authorization {
  String id();

  TenantName tenant();

  AuthorizationRequest request();

  Instant expires();

  /// Waits for the browser.
  record Pushed(String id, TenantName tenant, AuthorizationRequest request, Instant expires)
      implements Authorization {}

  /// The person is to show who they are in this way: there under `login`, opened by `link`.
  record Asking(
      String id,
      TenantName tenant,
      AuthorizationRequest request,
      Instant expires,
      String browser,
      Login.Way way,
      String login,
      String link)
      implements Authorization {}

  /// The browser came back from a provider, whose answer one request has in hand. Whatever ends
  /// that request unheard, the answer counts no second time.
  record Answering(
      String id, TenantName tenant, AuthorizationRequest request, Instant expires, String browser)
      implements Authorization {}

  /// We know that this offer is theirs, and ask whether the wallet shall have it.
  record Consenting(
      String id,
      TenantName tenant,
      AuthorizationRequest request,
      Instant expires,
      String browser,
      String issuance)
      implements Authorization {}

  /// There is a code, of which we keep the hash.
  record Granted(
      String id,
      TenantName tenant,
      AuthorizationRequest request,
      Instant expires,
      String browser,
      String issuance,
      String code)
      implements Authorization {}

  /// It came to an end: code used, or refused.
  record Over(String id, TenantName tenant, AuthorizationRequest request, Instant expires)
      implements Authorization {}
}
