package dev.hansa.launcher.run;

import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.folder.NetworkFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The settings that a service of this folder starts with: the same ones that it would read from
/// its file on a machine of its own.
public final class HouseSettings {
  /// One classpath holds the database's driver for all, so a context opens one only if it is told
  /// to.
  private static final Set<HouseService> WITH_STORE =
      EnumSet.of(
          HouseService.ISSUER,
          HouseService.VERIFIER,
          HouseService.MARKETPLACE_AUTH,
          HouseService.MARKETPLACE);

  private final DataFolder folder;
  private final NetworkFile network;

  /// How old a pool's checkpoint may be by a clock that a story moved on.
  public static final Duration FRESHNESS_OF_A_STORY = Duration.ofDays(400);

  private static final int PEER_NUMBER = 100;

  private final Map<HouseService, String> operators;
  private final List<String> poolNodes;
  private final Optional<Certificates> certificates;

  /// The PEM files of a network whose addresses are https: key and certificate of its services, and
  /// the certificate of its verifier's requests.
  public record Certificates(Path server, Path verifier) {}

  /// `operators` are the DIDs of those who operate verifier, marketplace-auth and marketplace;
  /// `poolNodes` the addresses of the stewards' nodes, none where the house's own node orders;
  /// `certificates` are there where the addresses are https.
  public HouseSettings(
      DataFolder folder,
      NetworkFile network,
      Map<HouseService, String> operators,
      List<String> poolNodes,
      Optional<Certificates> certificates) {
    this.folder = folder;
    this.network = network;
    this.operators = Map.copyOf(operators);
    this.poolNodes = List.copyOf(poolNodes);
    this.certificates = certificates;
  }

  /// Addresses of this machine for so many nodes of a pool, others for every port base.
  static List<String> poolHosts(int portBase, int count) {
    var hosts = new ArrayList<String>();
    for (int i = 1; i <= count; i++) {
      hosts.add("127.1." + (portBase / 10) % 250 + "." + i);
    }
    return hosts;
  }

  int portBase() {
    return network.portBase();
  }

  Path log() {
    return folder.log();
  }

  Map<String, Object> of(HouseService service) {
    var name = service.serviceName();
    var own = folder.service(name);
    var settings = new TreeMap<String, Object>();
    settings.put("hansa.service", name);
    settings.put("hansa.network", network.network());
    settings.put("hansa.genesis", folder.genesis().toString());
    var nodes = new ArrayList<String>();
    nodes.add(HouseService.LEDGER_POOL.url(network.addresses()));
    nodes.addAll(poolNodes);
    settings.put("hansa.ledger.nodes", String.join(",", nodes));
    if (!poolNodes.isEmpty()) {
      settings.put("hansa.peer-address", poolHosts(portBase(), PEER_NUMBER).getLast() + ":9701");
      if (network.storyClock()) {
        // The pool's time is the world's, however far the story has gone.
        settings.put("hansa.ledger.freshness", FRESHNESS_OF_A_STORY.toDays() + "d");
      }
    }
    settings.put("hansa.public-url", service.url(network.addresses()));
    settings.put("hansa.data", own.toString());
    settings.put("hansa.tls", network.tls());
    settings.put("micronaut.server.port", service.port(portBase()));
    certificates.ifPresent(files -> tls(service, files, settings));
    if (WITH_STORE.contains(service)) {
      settings.put("datasources.default.url", jdbcUrl(own));
    }
    if (service == HouseService.MARKETPLACE_AUTH && Files.exists(folder.clients())) {
      settings.put("auth.clients", folder.clients().toString());
    }
    for (var peer : HouseService.values()) {
      settings.put("hansa.urls." + peer.serviceName(), peer.url(network.addresses()));
    }
    operators.forEach((peer, did) -> settings.put("hansa.peers." + peer.serviceName(), did));
    var operator = operators.get(service);
    if (operator != null) {
      settings.put("hansa.operator.did", operator);
      settings.put("hansa.operator.keys", folder.organisations().resolve(name).toString());
    }
    return settings;
  }

  private void tls(HouseService service, Certificates files, Map<String, Object> settings) {
    settings.put("micronaut.server.ssl.enabled", true);
    settings.put("micronaut.server.ssl.port", service.port(portBase()));
    settings.put("micronaut.server.ssl.key-name", "house");
    settings.put("micronaut.certificate.file.house.path", files.server().toString());
    settings.put("micronaut.certificate.file.house.format", "PEM");
    if (service == HouseService.VERIFIER) {
      settings.put("verifier.x5c", files.verifier().toString());
      settings.put("verifier.client-id-prefix", "x509_hash");
    }
  }

  private static String jdbcUrl(Path own) {
    return Stream.of(
            "jdbc:h2:file:" + own.resolve("db"),
            "WRITE_DELAY=0",
            "MODE=PostgreSQL",
            "DATABASE_TO_LOWER=TRUE",
            "DEFAULT_NULL_ORDERING=HIGH",
            // The process closes its stores itself, in order.
            "DB_CLOSE_ON_EXIT=FALSE")
        .collect(Collectors.joining(";"));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "HouseSettings[%s]", folder.root());
  }
}
