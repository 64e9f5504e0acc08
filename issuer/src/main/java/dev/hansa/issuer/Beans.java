package dev.hansa.issuer;

import dev.hansa.credentials.Catalogue;
import dev.hansa.identity.Accreditations;
import dev.hansa.identity.CredentialTypes;
import dev.hansa.identity.DidResolver;
import dev.hansa.issuer.domain.AttestationChallenges;
import dev.hansa.issuer.domain.Authorizations;
import dev.hansa.issuer.domain.Authorizing;
import dev.hansa.issuer.domain.Caretaking;
import dev.hansa.issuer.domain.CodeRedeeming;
import dev.hansa.issuer.domain.CredentialFormat;
import dev.hansa.issuer.domain.CredentialLogin;
import dev.hansa.issuer.domain.DirectIssuing;
import dev.hansa.issuer.domain.DpopNonces;
import dev.hansa.issuer.domain.Drafts;
import dev.hansa.issuer.domain.EncryptionKeys;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.IssuerSecret;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.IssuingRights;
import dev.hansa.issuer.domain.Logins;
import dev.hansa.issuer.domain.Nonces;
import dev.hansa.issuer.domain.Noticing;
import dev.hansa.issuer.domain.OfferDocuments;
import dev.hansa.issuer.domain.Offering;
import dev.hansa.issuer.domain.OpenIdProviders;
import dev.hansa.issuer.domain.Presentations;
import dev.hansa.issuer.domain.ProviderLogin;
import dev.hansa.issuer.domain.Redeeming;
import dev.hansa.issuer.domain.Releasing;
import dev.hansa.issuer.domain.StatusLists;
import dev.hansa.issuer.domain.Tenants;
import dev.hansa.issuer.domain.TypeCatalogue;
import dev.hansa.issuer.domain.TypeNames;
import dev.hansa.issuer.domain.onboarding.Beginning;
import dev.hansa.issuer.domain.onboarding.Caseworker;
import dev.hansa.issuer.domain.onboarding.Onboarding;
import dev.hansa.issuer.domain.onboarding.OnboardingCases;
import dev.hansa.issuer.domain.onboarding.Waits;
import dev.hansa.issuer.peers.HttpOpenIdProviders;
import dev.hansa.issuer.peers.HttpPresentations;
import dev.hansa.issuer.store.FolderTenants;
import dev.hansa.issuer.store.JdbcAuthorizations;
import dev.hansa.issuer.store.JdbcEncryptionKeys;
import dev.hansa.issuer.store.JdbcIssuances;
import dev.hansa.issuer.store.JdbcOnboardingCases;
import dev.hansa.issuer.store.JdbcStatusLists;
import dev.hansa.issuer.store.SecretFile;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Joins the parts.
@Factory
final class Beans {
  /// With the context, so that a value that cannot work stops the start.
  @Context
  IssuerConfig config(
      @Value("${hansa.public-url}") String publicUrl,
      @Value("${issuer.tenants}") String tenants,
      @Value("${issuer.secret-file}") String secretFile,
      @Value("${issuer.offer-lifetime}") Duration offerLifetime,
      @Value("${issuer.token-lifetime}") Duration tokenLifetime,
      @Value("${issuer.nonce-lifetime}") Duration nonceLifetime,
      @Value("${issuer.status-list-places}") int statusListPlaces) {
    return new IssuerConfig(
        URI.create(publicUrl),
        Path.of(tenants),
        Path.of(secretFile),
        offerLifetime,
        tokenLifetime,
        nonceLifetime,
        statusListPlaces);
  }

  @Context
  IssuerSecret secret(IssuerConfig config, SecureRandom random) throws IOException {
    return new IssuerSecret(SecretFile.readOrCreate(config.secretFile(), random), random);
  }

  @Singleton
  Tenants tenants(IssuerConfig config) {
    return new FolderTenants(config.tenants(), config.publicUrl());
  }

  @Singleton
  TypeCatalogue catalogue() {
    return new TypeCatalogue(Catalogue.hansa());
  }

  @Singleton
  TypeNames typeNames() {
    return new TypeNames();
  }

  @Singleton
  CredentialFormat format(TypeCatalogue catalogue, SecureRandom random) {
    return new CredentialFormat(catalogue, random);
  }

  @Singleton
  Issuances issuances(DataSource source, JdbcStatusLists lists) {
    return new JdbcIssuances(source, lists);
  }

  @Singleton
  JdbcStatusLists statusListStore(
      DataSource source, SecureRandom random, Clock clock, IssuerConfig config) {
    return new JdbcStatusLists(source, random, clock, config.statusListPlaces());
  }

  @Singleton
  IssuingRights rights(
      TypeCatalogue catalogue,
      CredentialTypes types,
      Accreditations accreditations,
      DidResolver resolver) {
    return new IssuingRights(catalogue, types, accreditations, resolver);
  }

  @Singleton
  Nonces nonces(IssuerSecret secret, SecureRandom random, IssuerConfig config) {
    return new Nonces(secret, random, config.nonceLifetime());
  }

  @Singleton
  Authorizations authorizations(DataSource source) {
    return new JdbcAuthorizations(source);
  }

  @Singleton
  Presentations presentations(
      @Property(name = "hansa.urls.verifier") @Nullable String verifier,
      HttpClient http,
      Clock clock,
      SecureRandom random) {
    return new HttpPresentations(Optional.ofNullable(verifier), http, clock, random);
  }

  /// Where the issuer itself is on loopback, a provider may be there too.
  @Singleton
  OpenIdProviders openIdProviders(
      IssuerConfig config, HttpClient http, Clock clock, SecureRandom random) {
    return new HttpOpenIdProviders(
        http, "http".equals(config.publicUrl().getScheme()), clock, random);
  }

  @Singleton
  Logins logins(
      Presentations presentations,
      OpenIdProviders providers,
      Authorizations authorizations,
      IssuerSecret secret,
      SecureRandom random) {
    return new Logins(
        new CredentialLogin(presentations),
        new ProviderLogin(providers, authorizations, secret, random));
  }

  @Singleton
  Authorizing authorizing(
      Authorizations authorizations,
      Issuances issuances,
      Logins logins,
      Offering offering,
      IssuerSecret secret,
      Clock clock,
      SecureRandom random) {
    return new Authorizing(authorizations, issuances, logins, offering, secret, clock, random);
  }

  @Singleton
  CodeRedeeming codeRedeeming(
      Authorizations authorizations,
      Issuances issuances,
      Clock clock,
      SecureRandom random,
      IssuerConfig config) {
    return new CodeRedeeming(authorizations, issuances, clock, random, config.tokenLifetime());
  }

  @Singleton
  AttestationChallenges attestationChallenges(IssuerSecret secret, SecureRandom random) {
    return new AttestationChallenges(secret, random);
  }

  @Singleton
  DpopNonces dpopNonces(IssuerSecret secret, SecureRandom random) {
    return new DpopNonces(secret, random);
  }

  @Singleton
  Noticing noticing(Issuances issuances, IssuerSecret secret, Clock clock) {
    return new Noticing(issuances, secret, clock);
  }

  @Singleton
  Offering offering(
      IssuingRights rights,
      TypeCatalogue catalogue,
      Issuances issuances,
      IssuerSecret secret,
      Clock clock,
      SecureRandom random,
      IssuerConfig config) {
    return new Offering(
        rights, catalogue, issuances, secret, clock, random, config.offerLifetime());
  }

  @Singleton
  OfferDocuments offerDocuments(Issuances issuances, IssuerSecret secret, Clock clock) {
    return new OfferDocuments(issuances, secret, clock);
  }

  @Singleton
  Redeeming redeeming(
      Issuances issuances,
      IssuerSecret secret,
      Clock clock,
      SecureRandom random,
      IssuerConfig config) {
    return new Redeeming(issuances, secret, clock, random, config.tokenLifetime());
  }

  @Singleton
  Drafts drafts(
      IssuingRights rights, TypeCatalogue catalogue, CredentialFormat format, IssuerSecret secret) {
    return new Drafts(rights, catalogue, format, secret);
  }

  @Singleton
  EncryptionKeys encryptionKeys(DataSource source, IssuerSecret secret, SecureRandom random) {
    return new EncryptionKeys(new JdbcEncryptionKeys(source), secret, random);
  }

  @Singleton
  Releasing releasing(Issuances issuances, Clock clock) {
    return new Releasing(issuances, clock);
  }

  @Singleton
  Issuing issuing(
      Drafts drafts,
      TypeCatalogue catalogue,
      Issuances issuances,
      Nonces nonces,
      IssuerSecret secret,
      Clock clock) {
    return new Issuing(drafts, catalogue, issuances, nonces, secret, clock);
  }

  @Singleton
  DirectIssuing directIssuing(
      Offering offering,
      Drafts drafts,
      TypeCatalogue catalogue,
      Issuances issuances,
      IssuerSecret secret) {
    return new DirectIssuing(offering, drafts, catalogue, issuances, secret);
  }

  @Singleton
  StatusLists statusLists(JdbcStatusLists store, CredentialFormat format, Clock clock) {
    return new StatusLists(store, format, clock);
  }

  @Singleton
  Caretaking caretaking(Issuances issuances, Clock clock) {
    return new Caretaking(issuances, clock);
  }

  @Singleton
  OnboardingCases onboardingCases(DataSource source, IssuerSecret secret) {
    return new JdbcOnboardingCases(source, secret);
  }

  @Singleton
  Caseworker caseworker(
      OnboardingCases cases,
      DidResolver resolver,
      Offering offering,
      Releasing releasing,
      Issuances issuances,
      Clock clock) {
    return new Caseworker(cases, resolver, offering, releasing, issuances, clock);
  }

  @Singleton
  Beginning beginning(
      OnboardingCases cases,
      Caseworker caseworker,
      Offering offering,
      IssuerSecret secret,
      Clock clock) {
    return new Beginning(cases, caseworker, offering, secret, clock);
  }

  @Singleton
  Onboarding onboarding(OnboardingCases cases, Caseworker caseworker, Clock clock) {
    return new Onboarding(cases, caseworker, clock);
  }

  @Singleton
  Waits waits(Issuances issuances, Offering offering) {
    return new Waits(issuances, offering);
  }
}
