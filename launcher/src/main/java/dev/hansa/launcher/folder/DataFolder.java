package dev.hansa.launcher.folder;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A folder with one network in it. Addresses stand inside credentials, so the folder remembers the
/// ports for good.
///
/// ```
/// network.json    name, port base, hash of the genesis, whether its clock may be moved
/// genesis.json    what everyone checks the ledger against
/// lock            held by the process that runs the services
/// organisations/  a folder for each: organisation.json and its keys, mode 0600
/// wallets/        a folder for each person, machine or organisation that holds credentials
/// clients.json    services that let their users sign in here, with clients/ID.secret
/// services/       a folder for each service's own state
/// tls/            the network's certificate authority, where its addresses are https
/// logs/           hansa.log
/// ```
public final class DataFolder {
  private static final int FILE_MAX = 1 << 16;

  private static final Set<String> OURS =
      Set.of(
          "lock",
          ".gitignore",
          "genesis.json",
          "genesis.json.next",
          "network.json.next",
          "organisations",
          "wallets",
          "services",
          "tls",
          "logs");

  private final Path root;

  public DataFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  public Path root() {
    return root;
  }

  public Path genesis() {
    return root.resolve("genesis.json");
  }

  public Path log() {
    return root.resolve("logs").resolve("hansa.log");
  }

  public Path organisations() {
    return root.resolve("organisations");
  }

  public Path wallets() {
    return root.resolve("wallets");
  }

  /// The services that let their users sign in here; there is none until `hansa client add`.
  public Path clients() {
    return root.resolve("clients.json");
  }

  public Path service(String name) {
    return root.resolve("services").resolve(name);
  }

  /// Where the network's certificate authority is, if its addresses are https.
  public Path tls() {
    return root.resolve("tls");
  }

  Path lockFile() {
    return root.resolve("lock");
  }

  private Path networkFile() {
    return root.resolve("network.json");
  }

  /// What this folder holds; empty where nothing was founded.
  public Optional<NetworkFile> network() {
    if (!Files.exists(networkFile())) {
      return Optional.empty();
    }
    try {
      if (Files.size(networkFile()) > FILE_MAX) {
        throw new MalformedInput("the file is too long");
      }
      return Optional.of(
          NetworkFile.parse(
              Json.parseObject(Files.readString(networkFile(), StandardCharsets.UTF_8))));
    } catch (IOException | MalformedInput e) {
      throw new Stop(
          ExitCode.FOLDER, networkFile() + " cannot be read; restore it from a copy.", e);
    }
  }

  /// The network in this folder, for a command that needs one.
  public NetworkFile requireNetwork() {
    return network()
        .orElseThrow(() ->
            new Stop(
                ExitCode.FOLDER,
                "There is no network in "
                    + root
                    + ": start one with ./hansa up, or name its folder with --data."));
  }

  public void write(NetworkFile network) {
    writeWhole(networkFile(), network.toJson().toPrettyString());
  }

  /// Makes the folder, for its owner alone. A folder that holds other things is left as it is.
  public void create() {
    try {
      if (Files.exists(root) && !Files.exists(networkFile()) && !isEmptyButForUs()) {
        throw new Stop(
            ExitCode.FOLDER,
            root + " is not empty and holds no network; name another folder with --data.");
      }
      for (var folder :
          new Path[] {
            root, organisations(), wallets(), root.resolve("services"), tls(), root.resolve("logs")
          }) {
        if (!Files.isDirectory(folder)) {
          Files.createDirectories(
              folder,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
      }
      // Keys lie in here: a checkout around the folder must never offer to commit them.
      Files.writeString(root.resolve(".gitignore"), "*\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, "The folder " + root + " cannot be made or read.", e);
    }
  }

  /// Nothing but what a start makes before there is a network: one that was refused (a port in use)
  /// or interrupted leaves that behind, and the next one begins anew. A service that kept something
  /// means that there was a network.
  private boolean isEmptyButForUs() throws IOException {
    try (var entries = Files.list(root)) {
      if (!entries.map(entry -> entry.getFileName().toString()).allMatch(OURS::contains)) {
        return false;
      }
    }
    var services = root.resolve("services");
    if (!Files.isDirectory(services)) {
      return true;
    }
    try (var kept = Files.walk(services)) {
      return kept.noneMatch(Files::isRegularFile);
    }
  }

  /// Writes a file so that it is there whole or not at all.
  public static void writeWhole(Path file, String text) {
    try {
      var next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, text, StandardCharsets.UTF_8);
      var _ = Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
      try (var channel =
          java.nio.channels.FileChannel.open(next, java.nio.file.StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      var _ =
          Files.move(
              next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, file + " cannot be written.", e);
    }
  }
}
