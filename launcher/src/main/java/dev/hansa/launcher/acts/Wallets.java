package dev.hansa.launcher.acts;

import dev.hansa.identity.DidMethods;
import dev.hansa.identity.DidResolver;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.folder.LocalAuthority;
import dev.hansa.launcher.run.Founding;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.ledgerprotocol.HttpLedgerTransport;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerDids;
import dev.hansa.wallet.Wallet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The wallets of a data folder. Who asks a wallet for something is proved by the ledger, whose
/// genesis is in the folder.
public final class Wallets {
  private final Network network;
  private final DidResolver resolver;

  public Wallets(Network network) {
    this.network = network;
    var genesis = Founding.requireGenesis(network.folder(), network.file());
    var client =
        new LedgerClient(
            genesis,
            new HttpLedgerTransport(
                List.of(URI.create(network.url(HouseService.LEDGER_POOL))), network.http()),
            network.clock(),
            network.freshness(genesis));
    this.resolver = DidMethods.withLedger(new LedgerDids(client, network.clock()));
  }

  /// A wallet that is there, or a new one.
  public OpenWallet create(String name) {
    Organisations.requireName(name);
    var folder = folder(name);
    try {
      if (network.file().tls()) {
        trustAuthority(folder.resolve("trust"));
      }
      return new OpenWallet(
          name,
          folder,
          Wallet.open(folder, network.random(), network.clock(), network.http(), resolver),
          network);
    } catch (IOException e) {
      throw new Stop(
          ExitCode.FOLDER, "The wallet " + name + " cannot be opened: " + e.getMessage(), e);
    }
  }

  /// So that it knows who asks: the verifier by its certificate.
  private void trustAuthority(Path trust) throws IOException {
    var file = trust.resolve("network.pem");
    if (!Files.exists(file)) {
      Files.createDirectories(
          trust,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      var _ = Files.copy(LocalAuthority.certificate(network.folder()), file);
    }
  }

  /// A wallet that is there.
  public OpenWallet open(String name) {
    Organisations.requireName(name);
    if (!Files.isDirectory(folder(name))) {
      throw new Stop(
          ExitCode.FOLDER,
          "There is no wallet "
              + name
              + " in this data folder; ./hansa wallet list shows them, ./hansa wallet create makes one.");
    }
    return create(name);
  }

  /// The holder of this wallet, signed in to the market.
  public SignedIn signedIn(String name) {
    return open(name).signedIn();
  }

  public List<String> names() {
    try (var folders = Files.list(network.folder().wallets())) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> String.valueOf(folder.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, network.folder().wallets() + " cannot be read.", e);
    }
  }

  private Path folder(String name) {
    return network.folder().wallets().resolve(name);
  }
}
