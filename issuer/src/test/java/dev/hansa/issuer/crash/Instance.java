package dev.hansa.issuer.crash;

import dev.hansa.credentials.Catalogue;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidMethods;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.Secret;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Authorizations;
import dev.hansa.issuer.domain.Authorizing;
import dev.hansa.issuer.domain.Caretaking;
import dev.hansa.issuer.domain.CodeRedeeming;
import dev.hansa.issuer.domain.CredentialFormat;
import dev.hansa.issuer.domain.CredentialLogin;
import dev.hansa.issuer.domain.Drafts;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.IssuerSecret;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.IssuingRights;
import dev.hansa.issuer.domain.Login;
import dev.hansa.issuer.domain.Logins;
import dev.hansa.issuer.domain.Nonces;
import dev.hansa.issuer.domain.Noticing;
import dev.hansa.issuer.domain.Offering;
import dev.hansa.issuer.domain.OpenIdProviders;
import dev.hansa.issuer.domain.Presentations;
import dev.hansa.issuer.domain.ProviderLogin;
import dev.hansa.issuer.domain.ProviderPolicy;
import dev.hansa.issuer.domain.Redeeming;
import dev.hansa.issuer.domain.Releasing;
import dev.hansa.issuer.domain.StatusIndex;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TypeCatalogue;
import dev.hansa.issuer.domain.onboarding.Beginning;
import dev.hansa.issuer.domain.onboarding.Caseworker;
import dev.hansa.issuer.domain.onboarding.Onboarding;
import dev.hansa.issuer.domain.onboarding.OnboardingCases;
import dev.hansa.issuer.domain.onboarding.Waits;
import dev.hansa.issuer.store.JdbcAuthorizations;
import dev.hansa.issuer.store.JdbcIssuances;
import dev.hansa.issuer.store.JdbcOnboardingCases;
import dev.hansa.issuer.store.JdbcStatusLists;
import dev.hansa.ledgerprotocol.LedgerAccreditations;
import dev.hansa.ledgerprotocol.LedgerCredentialTypes;
import dev.hansa.ledgerprotocol.LedgerDids;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/// One instance of the issuer on a store: everything that it knows, it has from there.
final class Instance {
  private static final Secret SHARED = Secret.copyOf(new byte[IssuerSecret.LENGTH]);

  final IssuerSecret secret;
  final Nonces nonces;
  final Issuances issuances;
  final Offering offering;
  final Redeeming redeeming;
  final Issuing issuing;
  final Caretaking caretaking;
  final Releasing releasing;
  final Noticing noticing;
  final Authorizing authorizing;
  final CodeRedeeming codes;
  final OnboardingCases cases;
  final Caseworker caseworker;
  final Beginning beginning;
  final Onboarding onboarding;
  final Waits waits;

  /// While it is set, the ledger does not answer.
  final AtomicBoolean ledgerAway = new AtomicBoolean();

  /// A verifier to which the holder has shown already who it is.
  private record ShownBy(Did holder) implements Presentations {
    @Override
    public boolean canAsk(Tenant tenant) {
      return true;
    }

    @Override
    public Login.Asked ask(Tenant tenant, Vct vct, String purpose, URI back) {
      return new Login.Asked("login", "openid4vp://login");
    }

    @Override
    public Presentations.Shown find(Tenant tenant, String login) {
      return new Presentations.Shown.Subject(holder, Optional.of("code"));
    }
  }

  private Logins logins(Authorizations authorizations, Did holder) {
    return new Logins(
        new CredentialLogin(new ShownBy(holder)),
        new ProviderLogin(new NoProviders(), authorizations, secret, new SecureRandom()));
  }

  /// No policy here names a provider.
  private record NoProviders() implements OpenIdProviders {
    @Override
    public URI authenticationRequest(Tenant tenant, ProviderPolicy provider, Handshake handshake) {
      throw new AssertionError("no policy here names a provider");
    }

    @Override
    public Redeemed redeem(
        Tenant tenant,
        ProviderPolicy provider,
        Handshake handshake,
        String code,
        Optional<String> iss) {
      return new Redeemed.Silent();
    }
  }

  Instance(DataSource store, LocalLedger ledger, Clock clock, SecureRandom random, Did holder) {
    var client = ledger.client();
    var catalogue = new TypeCatalogue(Catalogue.hansa());
    var dids = DidMethods.withLedger(new LedgerDids(client, clock));
    DidResolver resolver =
        (did, version) -> {
          if (ledgerAway.get()) {
            throw new LedgerUnavailable("the ledger is away");
          }
          return dids.resolve(did, version);
        };
    var rights =
        new IssuingRights(
            catalogue,
            new LedgerCredentialTypes(client, clock),
            new LedgerAccreditations(client, clock),
            resolver);
    this.secret = new IssuerSecret(SHARED, random);
    this.nonces = new Nonces(secret, random, Duration.ofMinutes(5));
    var lists = new JdbcStatusLists(store, random, clock, StatusIndex.PLACES_MIN);
    this.issuances = new JdbcIssuances(store, lists);
    var format = new CredentialFormat(catalogue, random);
    var tokenLifetime = Duration.ofMinutes(5);
    this.offering =
        new Offering(rights, catalogue, issuances, secret, clock, random, Duration.ofHours(24));
    this.redeeming = new Redeeming(issuances, secret, clock, random, tokenLifetime);
    this.issuing =
        new Issuing(
            new Drafts(rights, catalogue, format, secret),
            catalogue,
            issuances,
            nonces,
            secret,
            clock);
    this.caretaking = new Caretaking(issuances, clock);
    this.releasing = new Releasing(issuances, clock);
    this.noticing = new Noticing(issuances, secret, clock);
    var authorizations = new JdbcAuthorizations(store);
    this.authorizing =
        new Authorizing(
            authorizations,
            issuances,
            logins(authorizations, holder),
            offering,
            secret,
            clock,
            random);
    this.codes = new CodeRedeeming(authorizations, issuances, clock, random, tokenLifetime);
    this.cases = new JdbcOnboardingCases(store, secret);
    this.caseworker = new Caseworker(cases, resolver, offering, releasing, issuances, clock);
    this.beginning = new Beginning(cases, caseworker, offering, secret, clock);
    this.onboarding = new Onboarding(cases, caseworker, clock);
    this.waits = new Waits(issuances, offering);
  }
}
