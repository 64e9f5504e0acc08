package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The authorization code flow, [OpenID4VCI 1.0, section
/// 5](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): a wallet pushes
/// its request, the person shows a credential, agrees, and the wallet gets a code.
public final class Authorizing {
  /// How long a pushed request waits for the browser, and how long the person may take.
  public static final Duration PUSHED = Duration.ofSeconds(90);

  private static final Duration PERSON = Duration.ofMinutes(10);
  private static final Duration CODE = Duration.ofSeconds(60);

  private final Authorizations authorizations;
  private final Issuances issuances;
  private final Logins logins;
  private final IssuerSecret secret;
  private final Clock clock;
  private final SecureRandom random;

  public Authorizing(
      Authorizations authorizations,
      Issuances issuances,
      Logins logins,
      IssuerSecret secret,
      Clock clock,
      SecureRandom random) {
    this.authorizations = authorizations;
    this.issuances = issuances;
    this.logins = logins;
    this.secret = secret;
    this.clock = clock;
    this.random = random;
  }

  public boolean isOpen(Tenant tenant) {
    return logins.canAsk(tenant);
  }

  /// Keeps a request; the answer is its id.
  public String push(Tenant tenant, AuthorizationRequest request) {
    var id = chance();
    authorizations.push(
        new Authorization.Pushed(id, tenant.name(), request, clock.instant().plus(PUSHED)));
    return id;
  }

  /// The request, as long as its time lasts.
  public Optional<Authorization> find(Tenant tenant, String id) {
    return authorizations
        .find(tenant.name(), id)
        .filter(found -> clock.instant().isBefore(found.expires()));
  }

  /// Asks for the credential, for the browser with this cookie alone. Empty if it began before.
  public Optional<Authorization.Asking> begin(
      Tenant tenant, Authorization.Pushed pushed, String cookie, String purpose, URI back) {
    var asked = logins.ask(tenant, tenant.policy().loginWith(), purpose, back);
    var asking =
        new Authorization.Asking(
            pushed.id(),
            pushed.tenant(),
            pushed.request(),
            clock.instant().plus(PERSON),
            browser(cookie),
            asked.login(),
            asked.link());
    return authorizations.ask(asking) ? Optional.of(asking) : Optional.empty();
  }

  /// Whether the cookie is that of the browser that began.
  public boolean isBrowser(String known, String cookie) {
    return Bytes.utf8(known).equalsInConstantTime(Bytes.utf8(browser(cookie)));
  }

  private String browser(String cookie) {
    return secret.mark("browser", cookie);
  }

  /// A value for the form of this browser's page, so that no other page can send it.
  public String formKey(String cookie) {
    return secret.mark("form", cookie);
  }

  /// What became of showing a credential.
  public sealed interface Showing {
    record Waiting() implements Showing {}

    /// It was shown; the browser that did so has not come back yet.
    record Elsewhere() implements Showing {}

    record Refused(String sentence) implements Showing {}

    /// The issuer has nothing of this type for whoever that is.
    record NothingForYou() implements Showing {}

    record Known(Authorization.Consenting consenting) implements Showing {}
  }

  /// Looks whether the credential was shown. `responseCode` is what the browser brought back.
  public Showing look(Tenant tenant, Authorization.Asking asking, Optional<String> responseCode) {
    return switch (logins.find(tenant, asking.login())) {
      case Logins.Answer.Waiting _ -> new Showing.Waiting();
      case Logins.Answer.Expired _ ->
          new Showing.Refused("The time to show your credential is over.");
      case Logins.Answer.Refused(var sentence) -> new Showing.Refused(sentence);
      case Logins.Answer.Shown(var subject, var code) -> {
        if (!tenant.policy().crossDevice() && !isSame(code, responseCode)) {
          yield new Showing.Elsewhere();
        }
        yield known(tenant, asking, subject);
      }
    };
  }

  private static boolean isSame(Optional<String> code, Optional<String> brought) {
    return code.isPresent()
        && brought.isPresent()
        && Bytes.utf8(code.get()).equalsInConstantTime(Bytes.utf8(brought.get()));
  }

  private Showing known(Tenant tenant, Authorization.Asking asking, Did subject) {
    var now = clock.instant();
    var mark = holderMark(secret, tenant.name(), subject);
    var request = asking.request();
    var offered =
        request.issuance().isPresent()
            ? issuances
                .find(tenant.name(), request.issuance().get())
                .filter(found -> isFor(found, mark, now))
            : issuances.findForHolder(tenant.name(), mark, request.configuration(), now);
    if (offered.isEmpty() || !offered.get().about().vct().equals(request.configuration())) {
      return new Showing.NothingForYou();
    }
    var consenting =
        new Authorization.Consenting(
            asking.id(),
            asking.tenant(),
            request,
            asking.expires(),
            asking.browser(),
            offered.get().about().id());
    return authorizations.consent(consenting)
        ? new Showing.Known(consenting)
        : new Showing.Waiting();
  }

  private static boolean isFor(Issuance issuance, String mark, Instant now) {
    return issuance instanceof Issuance.Offered offered
        && offered.isOpen(now)
        && offered.terms().holder().equals(Optional.of(mark));
  }

  /// The holder's DID, as far as it is kept.
  static String holderMark(IssuerSecret secret, TenantName tenant, Did holder) {
    return secret.mark("holder", tenant + "\n" + holder);
  }

  /// What the wallet would get, for the person to read before agreeing. Empty if it is gone.
  public Optional<ObjectNode> claims(Tenant tenant, Authorization.Consenting consenting) {
    return issuances.find(tenant.name(), consenting.issuance()).stream()
        .filter(Issuance.Offered.class::isInstance)
        .map(Issuance.Offered.class::cast)
        .filter(offered -> offered.isOpen(clock.instant()))
        .flatMap(offered ->
            secret.open(offered.about().id(), "", offered.terms().sealedClaims()).stream())
        .map(Json::parseObject)
        .findFirst();
  }

  /// The person agreed: a code. Empty if that was said before.
  public Optional<String> agree(Authorization.Consenting consenting) {
    var code = chance();
    var granted =
        new Authorization.Granted(
            consenting.id(),
            consenting.tenant(),
            consenting.request(),
            clock.instant().plus(CODE),
            consenting.browser(),
            consenting.issuance(),
            AccessToken.hash(code));
    return authorizations.grant(granted) ? Optional.of(code) : Optional.empty();
  }

  public void end(Authorization authorization) {
    authorizations.end(authorization);
  }

  /// A new cookie, code or name that nobody guesses.
  public String chance() {
    return Bytes.random(32, random).toBase64Url();
  }
}
