package dev.hansa.launcher.pool;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;

/// Everything that one node needs, to be carried to its machine as a whole:
///
/// ```
/// node.json       where it listens for clients and, if the ledger does not say, for peers
/// genesis.json    where its network begins
/// node.jwk        signs its votes (0600); never on two machines at once
/// transport.jwk   by which its peers know it (0600)
/// store/ engine/  made by the node
/// ```
public final class NodeFolder {
  private static final int FILE_MAX = 4096;
  private static final int PORT_MAX = 65_535;

  private final Path root;

  public NodeFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /// `host:port` each.
  public record Addresses(String http, String peer) {
    public Addresses {
      requireAddress(http);
      requireAddress(peer);
    }

    private static void requireAddress(String address) {
      int colon = address.lastIndexOf(':');
      if (colon < 1
          || !address.substring(colon + 1).matches("[1-9][0-9]{0,4}")
          || Integer.parseInt(address.substring(colon + 1)) > PORT_MAX) {
        throw new Stop(
            ExitCode.USAGE,
            "An address reads host:port, such as 10.0.0.7:9703, with a port up to 65535.");
      }
    }

    String peerHost() {
      return peer.substring(0, peer.lastIndexOf(':'));
    }

    int peerPort() {
      return Integer.parseInt(peer.substring(peer.lastIndexOf(':') + 1));
    }

    String httpHost() {
      return http.substring(0, http.lastIndexOf(':'));
    }

    int httpPort() {
      return Integer.parseInt(http.substring(http.lastIndexOf(':') + 1));
    }
  }

  public Path root() {
    return root;
  }

  public Path log() {
    return root.resolve("node.log");
  }

  /// The keys of a node, made if there are none.
  record Keys(Ed25519Key node, Ed25519Key transport) {
    String peerId() {
      return Validators.address(transport).toHex();
    }
  }

  Keys keys(SecureRandom random) {
    try {
      if (!Files.isDirectory(root)) {
        Files.createDirectories(
            root,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return new Keys(key("node.jwk", random), key("transport.jwk", random));
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, "The keys of a node cannot be made in " + root + ".", e);
    }
  }

  private Ed25519Key key(String file, SecureRandom random) throws IOException {
    if (PrivateKeys.readOrCreateEd25519(root.resolve(file), random).publicKey()
        instanceof Ed25519Key key) {
      return key;
    }
    throw new Stop(ExitCode.FOLDER, root.resolve(file) + " is not an Ed25519 key.");
  }

  /// The key that this node votes with.
  public Ed25519Key votingKey() {
    return existingKeys().node();
  }

  /// Where this node is, for a NODE request.
  public RequestBuilder describe(RequestBuilder request) {
    var addresses = addresses();
    return request.at(
        addresses.peerHost(),
        addresses.peerPort(),
        addresses.httpHost(),
        addresses.httpPort(),
        existingKeys().peerId());
  }

  private Keys existingKeys() {
    // Says so where there is no node; only then are there keys to read.
    var _ = addresses();
    return keys(new SecureRandom());
  }

  /// Makes the folder of a node that the ledger does not name yet: an observer. A folder that has a
  /// node is left as it is: with another genesis its store and its engine would not fit any more.
  public void create(Genesis genesis, Addresses addresses, SecureRandom random) {
    if (Files.exists(root.resolve("node.json"))) {
      throw new Stop(
          ExitCode.FOLDER, "There is a node in " + root + " already; name another folder.");
    }
    var _ = keys(random);
    write(genesis, addresses);
  }

  void write(Genesis genesis, Addresses addresses) {
    DataFolder.writeWhole(root.resolve("genesis.json"), genesis.text());
    DataFolder.writeWhole(
        root.resolve("node.json"),
        Json.newObject()
            .put("http", addresses.http())
            .put("peer", addresses.peer())
            .toPrettyString());
  }

  public Addresses addresses() {
    var file = root.resolve("node.json");
    try {
      var json = Json.parseObject(Files.readString(file, StandardCharsets.UTF_8), FILE_MAX);
      return new Addresses(Json.text(json, "http", 260), Json.text(json, "peer", 260));
    } catch (IOException | MalformedInput e) {
      throw new Stop(
          ExitCode.FOLDER,
          "There is no node in " + root + ": hansa pool init or hansa node init makes one.",
          e);
    }
  }

  public String url() {
    return "http://" + addresses().http();
  }

  /// What the service starts with.
  public Map<String, Object> settings() {
    var addresses = addresses();
    var settings = new TreeMap<String, Object>();
    settings.put("hansa.service", "ledger-pool");
    settings.put("hansa.data", root.toString());
    settings.put("hansa.genesis", root.resolve("genesis.json").toString());
    settings.put("hansa.peer-address", addresses.peer());
    settings.put("micronaut.server.host", addresses.httpHost());
    settings.put("micronaut.server.port", addresses.httpPort());
    return settings;
  }
}
