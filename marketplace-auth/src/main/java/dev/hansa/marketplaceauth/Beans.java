package dev.hansa.marketplaceauth;

import dev.hansa.identity.Accreditations;
import dev.hansa.identity.Did;
import dev.hansa.marketplaceauth.domain.Asking;
import dev.hansa.marketplaceauth.domain.Clients;
import dev.hansa.marketplaceauth.domain.Ids;
import dev.hansa.marketplaceauth.domain.LoginStore;
import dev.hansa.marketplaceauth.domain.Logins;
import dev.hansa.marketplaceauth.domain.Members;
import dev.hansa.marketplaceauth.domain.Presentations;
import dev.hansa.marketplaceauth.domain.Pseudonyms;
import dev.hansa.marketplaceauth.domain.Rests;
import dev.hansa.marketplaceauth.domain.Sessions;
import dev.hansa.marketplaceauth.domain.Showings;
import dev.hansa.marketplaceauth.domain.Standings;
import dev.hansa.marketplaceauth.domain.StatusSource;
import dev.hansa.marketplaceauth.domain.TokenExchange;
import dev.hansa.marketplaceauth.domain.Tokens;
import dev.hansa.marketplaceauth.domain.Upholding;
import dev.hansa.marketplaceauth.peers.HttpPresentations;
import dev.hansa.marketplaceauth.store.ClientsFile;
import dev.hansa.marketplaceauth.store.JdbcLogins;
import dev.hansa.marketplaceauth.store.JdbcMembers;
import dev.hansa.marketplaceauth.store.JdbcRests;
import dev.hansa.marketplaceauth.store.JdbcSessions;
import dev.hansa.marketplaceauth.store.JdbcShowings;
import dev.hansa.marketplaceauth.store.SecretFile;
import dev.hansa.receipts.PolicySet;
import dev.hansa.servicekit.Jdbc;
import dev.hansa.servicekit.OperatorKeys;
import dev.hansa.servicekit.PeerClient;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/// Joins the parts.
@Factory
final class Beans {
  @Singleton
  AuthConfig config(
      @Value("${hansa.public-url}") String publicUrl,
      @Value("${hansa.peers.marketplace}") String marketplaces,
      @Value("${hansa.urls.marketplace}") String marketplaceUrl,
      @Value("${hansa.urls.verifier}") String verifierUrl,
      @Value("${auth.session-lifetime}") Duration sessionLifetime,
      @Value("${auth.open-logins-max}") int openLoginsMax) {
    return new AuthConfig(
        URI.create(publicUrl),
        Arrays.stream(marketplaces.split(",", -1))
            .map(String::strip)
            .map(Did::parse)
            .collect(Collectors.toSet()),
        marketplaceUrl,
        verifierUrl,
        sessionLifetime,
        openLoginsMax);
  }

  @Singleton
  Jdbc jdbc(DataSource source) {
    return new Jdbc(source);
  }

  @Singleton
  Members members(Jdbc jdbc) {
    return new JdbcMembers(jdbc);
  }

  @Singleton
  Showings showings(Jdbc jdbc) {
    return new JdbcShowings(jdbc);
  }

  @Singleton
  Sessions sessions(Jdbc jdbc) {
    return new JdbcSessions(jdbc);
  }

  @Singleton
  LoginStore loginStore(Jdbc jdbc) {
    return new JdbcLogins(jdbc);
  }

  @Singleton
  Rests rests(Jdbc jdbc) {
    return new JdbcRests(jdbc);
  }

  @Singleton
  Upholding upholding(Rests rests, Members members, Standings standings, Clock clock) {
    return new Upholding(rests, members, standings, clock);
  }

  @Singleton
  Ids ids(SecureRandom random) {
    return new Ids(random);
  }

  @Singleton
  Pseudonyms pseudonyms(
      @Value("${auth.secret-file:}") String file,
      @Value("${hansa.data}") String data,
      SecureRandom random) {
    var path = file.isEmpty() ? Path.of(data, "marketplace-auth.secret") : Path.of(file);
    return new Pseudonyms(SecretFile.readOrCreate(path, random));
  }

  @Singleton
  Clients clients(@Value("${auth.clients:}") String file, AuthConfig config) {
    return ClientsFile.load(
        file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)), config.marketplaceUrl());
  }

  @Singleton
  Presentations presentations(PeerClient peer, AuthConfig config) {
    return new HttpPresentations(peer, config.verifierUrl());
  }

  @Singleton
  Standings standings(StatusSource statuses, Accreditations accreditations, Clock clock) {
    return new Standings(statuses, accreditations, clock);
  }

  @Singleton
  PolicySet policies() {
    return PolicySet.load(resource("mkt.cedarschema"), resource("policies.cedar"));
  }

  private static String resource(String name) {
    try (var stream = Beans.class.getResourceAsStream("/policies/" + name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Singleton
  Logins logins(
      LoginStore store,
      Sessions sessions,
      Members members,
      Presentations presentations,
      Standings standings,
      Pseudonyms pseudonyms,
      Ids ids,
      Clock clock,
      AuthConfig config) {
    return new Logins(
        store,
        sessions,
        members,
        presentations,
        standings,
        pseudonyms,
        ids,
        clock,
        new Logins.Rules(config.sessionLifetime(), config.openLoginsMax(), config.publicUrl()));
  }

  @Singleton
  Asking asking(
      Presentations presentations,
      Showings showings,
      Members members,
      Pseudonyms pseudonyms,
      Ids ids,
      Clock clock) {
    return new Asking(presentations, showings, members, pseudonyms, ids, clock);
  }

  @Singleton
  Tokens tokens(AuthConfig config, OperatorKeys keys, Pseudonyms pseudonyms, Ids ids, Clock clock) {
    return new Tokens(
        config.issuer(), keys.assertionName(), keys.assertion(), pseudonyms, ids, clock);
  }

  @Singleton
  TokenExchange tokenExchange(
      Sessions sessions,
      Members members,
      Standings standings,
      Tokens tokens,
      Ids ids,
      Clock clock,
      AuthConfig config) {
    return new TokenExchange(
        sessions, members, standings, tokens, ids, clock, config.marketplaceUrl());
  }
}
