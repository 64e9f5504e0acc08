package dev.hansa.launcher.pool;

import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.launcher.acts.Organisations;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.GenesisBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A consortium's folder on the day it begins: `genesis.json` for everyone, `organisations/` with
/// the keys of trustees and stewards, `nodes/` with a folder for each steward's machine.
public final class PoolFolder {
  public static final int STEWARDS_MIN = Genesis.VALIDATORS_MIN;
  public static final int STEWARDS_MAX = 25;
  public static final int TRUSTEES_MAX = 25;

  private static final int PEER_PORT = 9701;
  private static final int HTTP_PORT = 9703;

  private final Path root;

  public PoolFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  public Path root() {
    return root;
  }

  public Path genesis() {
    return root.resolve("genesis.json");
  }

  public Genesis requireGenesis() {
    try {
      return Genesis.load(genesis());
    } catch (IOException | MalformedInput e) {
      throw new Stop(ExitCode.FOLDER, genesis() + " is no genesis file of a pool.", e);
    }
  }

  /// The folders of the nodes that are here, in the order of their names.
  public List<NodeFolder> nodes() {
    var folder = root.resolve("nodes");
    if (!Files.isDirectory(folder)) {
      throw new Stop(
          ExitCode.FOLDER, "There is no pool in " + root + ": hansa pool init makes one.");
    }
    try (var entries = Files.list(folder)) {
      return entries
          .filter(entry -> Files.exists(entry.resolve("node.json")))
          .sorted(Comparator.comparing(PoolFolder::order))
          .map(NodeFolder::new)
          .toList();
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, folder + " cannot be read.", e);
    }
  }

  // node2 before node10.
  private static String order(Path node) {
    var name = String.valueOf(node.getFileName());
    return String.format(Locale.ROOT, "%03d%s", name.length(), name);
  }

  /// Makes keys, genesis and node folders. `hosts` has a host for each steward, in their order.
  public Genesis init(
      String network, int trustees, List<String> hosts, SecureRandom random, Clock clock) {
    if (Files.exists(genesis())) {
      throw new Stop(
          ExitCode.FOLDER, "There is a network in " + root + " already; name another folder.");
    }
    var organisations = new Organisations(root.resolve("organisations"), network, random);
    var builder = new GenesisBuilder(network, clock.instant());
    for (int i = 1; i <= trustees; i++) {
      builder.trustee(verkey(organisations.findOrCreate("trustee-" + i, "Trustee " + i)));
    }
    var stewards = new ArrayList<Organisation>();
    for (int i = 1; i <= hosts.size(); i++) {
      var steward = organisations.findOrCreate("steward-" + i, "Steward " + i);
      stewards.add(steward);
      builder.steward(verkey(steward));
    }
    for (int i = 1; i <= hosts.size(); i++) {
      var keys = node(i).keys(random);
      builder.node(
          "Node" + i,
          keys.node(),
          stewards.get(i - 1).did(),
          hosts.get(i - 1),
          PEER_PORT,
          HTTP_PORT,
          keys.peerId());
    }
    var genesis = builder.buildPool();
    for (int i = 1; i <= hosts.size(); i++) {
      node(i).write(genesis, addresses(hosts.get(i - 1)));
    }
    // Last: a folder with it is whole.
    DataFolder.writeWhole(genesis(), genesis.text());
    return genesis;
  }

  /// Where a node on this host listens.
  public static NodeFolder.Addresses addresses(String host) {
    return new NodeFolder.Addresses(host + ":" + HTTP_PORT, host + ":" + PEER_PORT);
  }

  private NodeFolder node(int number) {
    return new NodeFolder(root.resolve("nodes").resolve("node" + number));
  }

  private static Ed25519Key verkey(Organisation organisation) {
    if (organisation.nym().publicKey() instanceof Ed25519Key key) {
      return key;
    }
    throw new Stop(ExitCode.FOLDER, "A key nym.jwk is an Ed25519 key.");
  }
}
