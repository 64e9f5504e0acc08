package dev.hansa.launcher.acts;

import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.run.Founding;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.EvidenceFolder;
import dev.hansa.ledgerprotocol.HttpLedgerTransport;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.Unproved;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// Reads the ledger and believes nothing but proofs that end in the genesis of the data folder.
public final class LedgerReading {
  private final LedgerClient client;

  public LedgerReading(Network network) {
    var genesis = Founding.requireGenesis(network.folder(), network.file());
    this.client =
        new LedgerClient(
            genesis,
            new HttpLedgerTransport(
                List.of(URI.create(network.url(HouseService.LEDGER_POOL))), network.http()),
            network.clock(),
            network.freshness(genesis),
            new EvidenceFolder(
                network.folder().root().resolve("evidence"),
                LoggerFactory.getLogger("evidence")::error));
  }

  /// How many transactions each ledger has, each of them proved.
  public record Verified(Checkpoint checkpoint, Map<String, Long> transactions) {}

  public Checkpoint checkpoint() {
    try {
      return client.checkpoint();
    } catch (LedgerUnavailable e) {
      throw unproved(e, "the checkpoint");
    }
  }

  public Verified verifyAll() {
    var checkpoint = checkpoint();
    var counts = new LinkedHashMap<String, Long>();
    for (var ledger : SubLedger.ALL) {
      long size = checkpoint.roots(ledger).size();
      var name = ledger.name().toLowerCase(Locale.ROOT);
      for (long seqNo = 1; seqNo <= size; seqNo++) {
        try {
          var _ = client.transaction(ledger, seqNo);
        } catch (LedgerUnavailable e) {
          throw unproved(e, "transaction " + seqNo + " of the " + name + " ledger");
        }
      }
      counts.put(name, size);
    }
    return new Verified(checkpoint, counts);
  }

  private static RuntimeException unproved(LedgerUnavailable e, String what) {
    if (e.getCause() instanceof Unproved unproved) {
      return new Stop(
          ExitCode.REFUSED,
          "The ledger does not hold: "
              + what
              + " is not proved ("
              + unproved.reason().code()
              + ").",
          e);
    }
    return e;
  }
}
