package dev.hansa.ledgerpool.cometbft;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.cometbft.EngineRpc.EngineSilent;
import dev.hansa.ledgerpool.domain.LedgerApplication;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How the engine beside a node does, as it says itself.
public final class EngineWatch {
  private final EngineRpc rpc;
  private final EngineChild child;
  private final LedgerApplication application;
  private final Waitings waitings;

  EngineWatch(EngineRpc rpc, EngineChild child, LedgerApplication application, Waitings waitings) {
    this.rpc = rpc;
    this.child = child;
    this.application = application;
    this.waitings = waitings;
  }

  /// What was seen: whether its process runs and how often it was started, and, where it answers,
  /// its height, whether it still fetches blocks, and the identifiers of the peers it is connected
  /// to; how long the oldest request waits, whether one found no place within the last five
  /// seconds, and what the engine complained of last.
  public record Seen(
      boolean running,
      int starts,
      long pid,
      Optional<Answer> answer,
      Duration waitingFor,
      boolean fullLately,
      Optional<String> complaint) {}

  /// `address` is the validator address of its key.
  public record Answer(
      String version,
      long height,
      String lastBlockTime,
      boolean catchingUp,
      Bytes address,
      List<String> peers) {
    public Answer {
      peers = List.copyOf(peers);
    }
  }

  public Seen look() {
    return new Seen(
        child.isRunning(),
        child.starts(),
        child.pid(),
        answer(),
        waitings.oldest(),
        waitings.wasFullLately(),
        child.complaint());
  }

  /// The number of its process, 0 if there is none; asks the engine nothing.
  long pid() {
    return child.pid();
  }

  /// What the engine said last on its own.
  public List<String> lastLines() {
    return child.lastLines();
  }

  /// Who takes part in consensus.
  public Validators validators() {
    return application.validators();
  }

  private Optional<Answer> answer() {
    try {
      var status = rpc.status();
      var peers = new ArrayList<String>();
      for (JsonNode peer : rpc.peers().path("peers")) {
        peers.add(peer.path("node_info").path("id").asText(""));
      }
      var sync = status.path("sync_info");
      var address = status.path("validator_info").path("address").asText("");
      return Optional.of(
          new Answer(
              status.path("node_info").path("version").asText(""),
              sync.path("latest_block_height").asLong(0),
              sync.path("latest_block_time").asText(""),
              sync.path("catching_up").asBoolean(true),
              Bytes.fromHex(address.toLowerCase(Locale.ROOT)),
              peers));
    } catch (EngineSilent e) {
      return Optional.empty();
    }
  }
}
