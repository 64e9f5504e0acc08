package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The authorization code flow, [OpenID4VCI 1.0, section
/// 5](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): a wallet pushes
/// its request, the person shows who they are, agrees, and the wallet gets a code.
public final class Authorizing {
  /// How long a pushed request waits for the browser, and how long the person may take.
  public static final Duration PUSHED = Duration.ofSeconds(90);

  private static final Duration PERSON = Duration.ofMinutes(10);
  private static final Duration CODE = Duration.ofSeconds(60);

  private final Authorizations authorizations;
  private final Issuances issuances;
  private final Logins logins;
  private final Offering offering;
  private final IssuerSecret secret;
  private final Clock clock;
  private final SecureRandom random;

  public Authorizing(
      Authorizations authorizations,
      Issuances issuances,
      Logins logins,
      Offering offering,
      IssuerSecret secret,
      Clock clock,
      SecureRandom random) {
    this.authorizations = authorizations;
    this.issuances = issuances;
    this.logins = logins;
    this.offering = offering;
    this.secret = secret;
    this.clock = clock;
    this.random = random;
  }

  /// Whether there is any type whose people can be asked who they are.
  public boolean isOpen(Tenant tenant) {
    return logins.canAsk(tenant);
  }

  /// Whether those who get this type can be asked who they are.
  public boolean isOpen(Tenant tenant, Vct wanted) {
    return logins.canAsk(tenant, wanted);
  }

  /// Why nobody could ever show to be the holder of this offer; empty if somebody can.
  public Optional<Refusal> unreachable(Tenant tenant, IssueRequest request) {
    var way = tenant.policy().loginWay(request.vct());
    var provider = tenant.policy().loginAt().map(ProviderPolicy::issuer);
    boolean reachable =
        request
            .holder()
            .map(holder ->
                switch (holder) {
                  case Holder.OfDid _ -> way == Login.Way.CREDENTIAL;
                  case Holder.AtProvider at ->
                      way == Login.Way.PROVIDER && provider.equals(Optional.of(at.provider()));
                  case Holder.OfLogin _ -> false;
                })
            .orElse(true);
    if (!reachable) {
      return Optional.of(
          new Refusal(
              "holder",
              way == Login.Way.PROVIDER
                  ? "who gets this type logs in: holder has the provider and the subject there"
                  : "who gets this type shows a credential: holder is a DID"));
    }
    return request.holder().isEmpty() || logins.canAsk(tenant, request.vct())
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                "authorization-code",
                way == Login.Way.PROVIDER
                    ? "the issuer has a key to show the provider who it is"
                    : "the issuer has a verifier and a key to ask it who comes"));
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

  /// Asks who the person is, for the browser with this cookie alone. Empty if it began before. May
  /// throw if whoever is asked does not answer; the request then still waits for the browser.
  public Optional<Authorization.Asking> begin(
      Tenant tenant, Authorization.Pushed pushed, String cookie, String purpose, URI back) {
    var wanted = pushed.request().configuration();
    var way = tenant.policy().loginWay(wanted);
    var asked = logins.by(way).ask(tenant, new Login.Question(pushed.id(), wanted, purpose, back));
    var asking =
        new Authorization.Asking(
            pushed.id(),
            pushed.tenant(),
            pushed.request(),
            clock.instant().plus(PERSON),
            browser(cookie),
            way,
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

  /// What became of asking who the person is.
  public sealed interface Showing {
    record Waiting() implements Showing {}

    /// It was shown; the browser that did so has not come back yet.
    record Elsewhere() implements Showing {}

    /// What came back belongs to another request, and changes nothing.
    record Foreign() implements Showing {}

    /// `sentence` is for the person, `rule` for the log.
    record Refused(Login.Fault fault, String sentence, String rule) implements Showing {}

    /// The issuer has nothing of this type for whoever that is.
    record NothingForYou() implements Showing {}

    /// What the provider says of the person makes no credential of this type.
    record NotMade(String rule) implements Showing {}

    record Known(Authorization.Consenting consenting) implements Showing {}
  }

  /// Looks whether the person showed who they are, and whether something is there for them.
  public Showing look(Tenant tenant, Authorization.Asking asking, Login.Brought brought) {
    return switch (logins.by(asking.way()).find(tenant, asking, brought)) {
      case Login.Answer.Waiting _ -> new Showing.Waiting();
      case Login.Answer.Elsewhere _ -> new Showing.Elsewhere();
      case Login.Answer.Foreign _ -> new Showing.Foreign();
      case Login.Answer.Refused(var fault, var sentence, var rule) ->
          new Showing.Refused(fault, sentence, rule);
      case Login.Answer.Known(var holder, var claims) -> known(tenant, asking, holder, claims);
    };
  }

  private Showing known(
      Tenant tenant, Authorization.Asking asking, Holder holder, ObjectNode known) {
    var now = clock.instant();
    var mark = holder.mark(secret, tenant.name());
    var request = asking.request();
    var offered =
        request.issuance().isPresent()
            ? issuances
                .find(tenant.name(), request.issuance().get())
                .filter(found -> isFor(found, mark, now))
            : issuances.findForHolder(tenant.name(), mark, request.configuration(), now);
    if (offered.isPresent() && offered.get().about().vct().equals(request.configuration())) {
      return consenting(asking, offered.get().about().id());
    }
    return tenant
        .policy()
        .loginAt()
        .filter(_ -> asking.way() == Login.Way.PROVIDER && request.issuance().isEmpty())
        .flatMap(provider -> Optional.ofNullable(provider.made().get(request.configuration())))
        .map(claims -> make(tenant, asking, claims.fill(known), claims))
        .orElseGet(Showing.NothingForYou::new);
  }

  /// Offers what the policy makes for whoever logs in, for this one login alone.
  private Showing make(
      Tenant tenant, Authorization.Asking asking, LoginClaims.Filled filled, LoginClaims made) {
    return switch (filled) {
      case LoginClaims.Filled.Missing _ -> new Showing.NotMade("the claims that the policy uses");
      case LoginClaims.Filled.Claims(var claims) -> {
        var wish =
            new IssueRequest(
                "login." + asking.id(),
                asking.request().configuration(),
                claims,
                made.validity(),
                false,
                Optional.of(new Holder.OfLogin(asking.id())),
                false,
                Optional.empty());
        yield switch (offering.offer(tenant, wish)) {
          case Offering.Outcome.Offered(var offered) -> consenting(asking, offered.about().id());
          case Offering.Outcome.AlreadyThere(var issuance) ->
              consenting(asking, issuance.about().id());
          case Offering.Outcome.RequestIdTaken _ -> new Showing.NotMade("one offer a login");
          case Offering.Outcome.Refused(var refusal) -> new Showing.NotMade(refusal.rule());
          case Offering.Outcome.ClaimsRefused(var refusals) ->
              new Showing.NotMade(
                  refusals.stream().map(Refusal::rule).findFirst().orElse("claims"));
        };
      }
    };
  }

  private Showing consenting(Authorization.Asking asking, String issuance) {
    var consenting =
        new Authorization.Consenting(
            asking.id(),
            asking.tenant(),
            asking.request(),
            asking.expires(),
            asking.browser(),
            issuance);
    return authorizations.consent(consenting)
        ? new Showing.Known(consenting)
        : new Showing.Waiting();
  }

  private static boolean isFor(Issuance issuance, String mark, Instant now) {
    return issuance instanceof Issuance.Offered offered
        && offered.isOpen(now)
        && offered.terms().holder().equals(Optional.of(mark));
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

  /// The person did not agree. What was offered for this login alone is taken back with it.
  public void decline(Tenant tenant, Authorization.Consenting consenting) {
    authorizations.end(consenting);
    var mark = new Holder.OfLogin(consenting.id()).mark(secret, tenant.name());
    issuances
        .find(tenant.name(), consenting.issuance())
        .filter(found -> isFor(found, mark, clock.instant()))
        .ifPresent(found -> {
          var _ = issuances.withdraw(tenant.name(), found.about().id(), clock.instant());
        });
  }

  /// A new cookie, code or name that nobody guesses.
  public String chance() {
    return Bytes.random(32, random).toBase64Url();
  }
}
