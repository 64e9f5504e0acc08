package dev.hansa.launcher.acts;

import dev.hansa.identity.Json;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.folder.LocalAuthority;
import dev.hansa.launcher.folder.NetworkFile;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.launcher.run.HouseSettings;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerClient;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/// A running network as a client sees it: where its services are, what time it has, and whose keys
/// are here.
public record Network(
    DataFolder folder,
    NetworkFile file,
    HttpClient http,
    Clock clock,
    SecureRandom random,
    Calls calls,
    Organisations organisations) {

  /// Connects a command of its own process: asks the start page for the network's time, which may
  /// be ahead of the system's.
  public static Network connect(DataFolder folder, Clock system, SecureRandom random) {
    var file = folder.requireNetwork();
    var http = newHttp(folder, file);
    var page = HouseService.START_PAGE.url(file.addresses());
    var time = new Calls(http, system, random).get(page + "/clock").orRefusal();
    var ahead = Duration.ofMillis(Json.integer(time, "aheadMillis", 0, Json.INTEGER_MAX));
    return of(folder, file, http, Clock.offset(system, ahead), random);
  }

  public static Network of(
      DataFolder folder, NetworkFile file, HttpClient http, Clock clock, SecureRandom random) {
    return new Network(
        folder,
        file,
        http,
        clock,
        random,
        new Calls(http, clock, random),
        new Organisations(folder.organisations(), file.network(), random));
  }

  /// A way out that follows no redirects, for whoever calls nobody of a network with https
  /// addresses.
  public static HttpClient newHttp() {
    return builder(Duration.ofSeconds(3)).build();
  }

  /// The way out of a network's own services and commands: where its addresses are https, they
  /// trust its authority besides those whom the JDK trusts.
  public static HttpClient newHttp(DataFolder folder, NetworkFile file) {
    return file.tls()
        // A busy machine takes its time for a first handshake.
        ? builder(Duration.ofSeconds(10))
            .sslContext(Trust.with(LocalAuthority.readCertificate(folder)))
            .build()
        : newHttp();
  }

  private static HttpClient.Builder builder(Duration connectMax) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(connectMax)
        .followRedirects(HttpClient.Redirect.NEVER);
  }

  /// How old a checkpoint may be. A pool keeps the world's time, also where a story moves its own.
  public Duration freshness(Genesis genesis) {
    return genesis.isPool() && file.storyClock()
        ? HouseSettings.FRESHNESS_OF_A_STORY
        : LedgerClient.FRESHNESS_MAX;
  }

  public String url(HouseService service) {
    return service.url(file.addresses());
  }
}
