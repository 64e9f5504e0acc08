package dev.hansa.issuer.http;

import dev.hansa.identity.Did;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.issuer.domain.Tenants;
import dev.hansa.servicekit.Problem;
import dev.hansa.servicekit.ProblemException;
import dev.hansa.servicekit.RequestAuthenticator;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;

/// Finds the issuer that an address names, and lets its operator in.
@Singleton
final class TenantDoor {
  private final Tenants tenants;
  private final RequestAuthenticator authenticator;

  TenantDoor(Tenants tenants, RequestAuthenticator authenticator) {
    this.tenants = tenants;
    this.authenticator = authenticator;
  }

  /// The issuer of this name; a name that is none ends as a 404.
  Tenant find(String name) {
    try {
      return tenants.find(TenantName.parse(name)).orElseThrow(TenantDoor::unknown);
    } catch (MalformedInput e) {
      throw unknown();
    }
  }

  /// Whoever calls.
  Did caller(HttpRequest<?> request, String body) {
    return authenticator.caller(request, body);
  }

  static ProblemException notTheIssuer() {
    return new ProblemException(
        Problem.of(HttpStatus.FORBIDDEN, "not-the-issuer", "Only the issuer itself may do this"));
  }

  /// The issuer of this name, when its own DID calls; another DID ends as a 403.
  Tenant operator(HttpRequest<?> request, String name, String body) {
    var tenant = find(name);
    if (!authenticator.caller(request, body).equals(tenant.did())) {
      throw notTheIssuer();
    }
    return tenant;
  }

  private static ProblemException unknown() {
    return new ProblemException(
        Problem.of(HttpStatus.NOT_FOUND, "unknown-issuer", "There is no such issuer here"));
  }
}
