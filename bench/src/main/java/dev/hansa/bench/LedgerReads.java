package dev.hansa.bench;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.launcher.run.Founding;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DIDs read from the node with the proof of what stands there. An answer counts if its proof was
/// checked, or if it is byte for byte one whose proof was.
final class LedgerReads implements Measurement {
  private static final double TARGET = 5_000;

  @Override
  public String name() {
    return "reads";
  }

  @Override
  public String what() {
    return "DID reads with proof over HTTP, " + Limits.BARE_CLIENTS + " clients";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var network = stand.house().network();
    var url = stand.house().url(HouseService.LEDGER_POOL);
    var genesis = Founding.requireGenesis(network.folder(), network.file());
    var dids = network.organisations().list().stream().map(Organisation::did).toList();
    var connections = new ArrayList<RawHttp>();
    try {
      var clients = new ArrayList<Rate.Operation>();
      for (int i = 0; i < Limits.BARE_CLIENTS; i++) {
        var connection = new RawHttp(url);
        connections.add(connection);
        var given = new Given();
        var client = new LedgerClient(genesis, given, network.clock());
        clients.add(reader(connection, dids, network.file().network(), given, client, url));
      }
      stand.say(dids.size() + " DIDs are read");
      double rate = Rate.of(stand.measured(), stand.measured(), clients);
      return perSecond(rate, TARGET, stand.limits().bareEndpoint());
    } finally {
      Limits.close(connections);
    }
  }

  private static Rate.Operation reader(
      RawHttp connection,
      List<Did> dids,
      String network,
      Given given,
      LedgerClient client,
      java.net.URI url) {
    var keys = dids.stream().map(did -> Nym.key(DidIndy.id(did, network))).toList();
    var requests =
        keys.stream().map(key -> RawHttp.get(url, "/v1/state/1/" + key.toBase64Url())).toList();
    var proved = new byte[keys.size()][];
    var next = new int[1];
    return () -> {
      int i = next[0]++ % keys.size();
      var answer = connection.exchange(requests.get(i));
      Measurement.require(answer.status() == 200, "a DID's state is answered with 200");
      if (!Arrays.equals(answer.body(), proved[i])) {
        given.answer = answer;
        Measurement.require(
            client.state(SubLedger.DOMAIN, keys.get(i)).value().isPresent(),
            "the proof shows that the DID is there");
        proved[i] = answer.body();
      }
    };
  }

  /// Gives the ledger's client an answer that is there already, to be proved.
  private static final class Given implements LedgerTransport {
    private RawHttp.@Nullable Answer answer;

    @Override
    public Answer state(SubLedger ledger, Bytes key) {
      var last = answer;
      if (last == null) {
        throw new LedgerUnavailable("nothing was answered yet");
      }
      return new Answer(last.status(), Json.parseObject(last.text()));
    }

    @Override
    public Answer submit(String request) {
      throw new LedgerUnavailable("only a state is read here");
    }

    @Override
    public Answer list(SubLedger ledger, Bytes prefix) {
      throw new LedgerUnavailable("only a state is read here");
    }

    @Override
    public Answer transaction(SubLedger ledger, long seqNo) {
      throw new LedgerUnavailable("only a state is read here");
    }

    @Override
    public Answer checkpoint() {
      throw new LedgerUnavailable("only a state is read here");
    }

    @Override
    public Answer consistency(SubLedger ledger, long first, long second) {
      throw new LedgerUnavailable("only a state is read here");
    }
  }
}
