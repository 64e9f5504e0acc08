package dev.hansa.launcher.run;

import dev.hansa.credentials.Catalogue;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationKey;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.LedgerActs;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.launcher.acts.Organisations;
import dev.hansa.launcher.folder.Addresses;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.folder.NetworkFile;
import dev.hansa.launcher.pool.PoolFolder;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.GenesisBuilder;
import dev.hansa.ledgerprotocol.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Founds a network in a folder: keys, genesis, operators, credential types. Every step looks first
/// whether it is done, so a founding that was cut off goes on where it stood.
public final class Founding {
  public static final List<String> TRUSTEES = List.of("trustee-1", "trustee-2", "trustee-3");
  public static final String STEWARD = "steward-1";

  private static final Map<HouseService, String> OPERATORS =
      Map.of(
          HouseService.VERIFIER, "Hansa Verifier",
          HouseService.MARKETPLACE_AUTH, "Hansa Marketplace Sign-in",
          HouseService.MARKETPLACE, "Hansa Marketplace");

  private final DataFolder folder;
  private final SecureRandom random;

  public Founding(DataFolder folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /// What came of writing to the ledger: how many types, and at what height it ended.
  public record Result(int types, long height) {}

  /// Makes the keys and the genesis of a new network.
  public NetworkFile makeGenesis(
      String name, Addresses addresses, boolean storyClock, Clock clock) {
    int portBase = addresses.portBase();
    var organisations = new Organisations(folder.organisations(), name, random);
    var builder = new GenesisBuilder(name, clock.instant());
    int number = 1;
    for (var trustee : TRUSTEES) {
      builder.trustee(verkey(organisations.findOrCreate(trustee, "Trustee " + number++).nym()));
    }
    var steward = organisations.findOrCreate(STEWARD, "Steward 1");
    builder.steward(verkey(steward.nym()));
    OPERATORS.forEach((service, displayName) -> {
      var _ = organisations.findOrCreate(service.serviceName(), displayName);
    });
    var genesis =
        builder
            .node(
                "Node1",
                verkey(nodeKey()),
                steward.did(),
                "127.0.0.1",
                HouseService.LEDGER_POOL.port(portBase),
                HouseService.LEDGER_POOL.port(portBase))
            .build();
    DataFolder.writeWhole(folder.genesis(), genesis.text());
    return newNetwork(name, addresses, genesis, storyClock);
  }

  /// Makes the keys and the genesis of a network that a pool of stewards on this machine orders.
  public NetworkFile makePoolGenesis(
      String name, Addresses addresses, boolean storyClock, List<String> hosts, Clock clock) {
    var genesis = new PoolFolder(folder.root()).init(name, TRUSTEES.size(), hosts, random, clock);
    var organisations = new Organisations(folder.organisations(), name, random);
    OPERATORS.forEach((service, displayName) -> {
      var _ = organisations.findOrCreate(service.serviceName(), displayName);
    });
    // The house's own node follows the pool and has no vote.
    var _ = nodeKey();
    try {
      var _ =
          PrivateKeys.readOrCreateEd25519(
              nodeKeyFile(folder).resolveSibling("transport.jwk"), random);
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, "The node's key cannot be made: " + e.getMessage(), e);
    }
    return newNetwork(name, addresses, genesis, storyClock);
  }

  private static NetworkFile newNetwork(
      String name, Addresses addresses, Genesis genesis, boolean storyClock) {
    return new NetworkFile(
        name,
        addresses.portBase(),
        addresses.tls(),
        genesis.hash().toBase64Url(),
        false,
        storyClock,
        Duration.ZERO);
  }

  /// The file that ledger-pool signs its checkpoints with.
  public static Path nodeKeyFile(DataFolder folder) {
    return folder.service(HouseService.LEDGER_POOL.serviceName()).resolve("node.jwk");
  }

  private Signer nodeKey() {
    try {
      return PrivateKeys.readOrCreateEd25519(nodeKeyFile(folder), random);
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, "The node's key cannot be made: " + e.getMessage(), e);
    }
  }

  /// That the genesis is the one that this folder was founded with.
  public static Genesis requireGenesis(DataFolder folder, NetworkFile network) {
    try {
      var genesis = Genesis.load(folder.genesis());
      if (genesis.hash().toBase64Url().equals(network.genesisHash())
          && genesis.network().equals(network.network())) {
        return genesis;
      }
      throw new Stop(
          ExitCode.FOLDER,
          folder.genesis()
              + " belongs to another network than this folder's; put the right one back.");
    } catch (IOException | MalformedInput e) {
      throw new Stop(ExitCode.FOLDER, folder.genesis() + " cannot be read.", e);
    }
  }

  /// The DIDs of those who operate services.
  public static Map<HouseService, String> operators(Organisations organisations) {
    var dids = new EnumMap<HouseService, String>(HouseService.class);
    for (var service : OPERATORS.keySet()) {
      dids.put(service, organisations.require(service.serviceName()).did().toString());
    }
    return dids;
  }

  /// Writes the operators' DIDs, each with the role ENDORSER from a trustee.
  public long writeOperators(Network network) {
    var acts = new LedgerActs(network);
    var trustee = network.organisations().require(TRUSTEES.getFirst());
    long height = 0;
    for (var service :
        List.of(HouseService.VERIFIER, HouseService.MARKETPLACE_AUTH, HouseService.MARKETPLACE)) {
      var operator = network.organisations().require(service.serviceName());
      if (acts.resolve(operator.did()).isEmpty()) {
        height = acts.createDid(operator, Role.ENDORSER, trustee).height();
      }
    }
    return height;
  }

  /// Writes the catalogue's types, each signed by two trustees.
  public Result writeTypes(Network network) {
    var acts = new LedgerActs(network);
    List<Organisation> two =
        List.of(
            network.organisations().require(TRUSTEES.get(0)),
            network.organisations().require(TRUSTEES.get(1)));
    var there = new HashSet<String>();
    network
        .calls()
        .get(network.url(HouseService.DID_REGISTRY) + "/credential-types")
        .orRefusal()
        .path("types")
        .forEach(type -> there.add(Json.text(type, "vct", Vct.LENGTH_MAX)));
    int written = 0;
    long height = 0;
    for (var type : Catalogue.hansa().types()) {
      if (!there.contains(type.vct().value())) {
        height =
            acts.credentialType(
                    type.vct(),
                    type.schemaHash(),
                    type.presentationSchemaHash(),
                    type.typeMetadataHash(),
                    type.issuedBy(),
                    two)
                .height();
        written++;
      }
    }
    return new Result(written, height);
  }

  private static VerificationKey.Ed25519Key verkey(Signer signer) {
    if (signer.publicKey() instanceof VerificationKey.Ed25519Key key) {
      return key;
    }
    throw new Stop(ExitCode.FOLDER, "A key nym.jwk is an Ed25519 key.");
  }
}
