package dev.hansa.ledgerpool;

import dev.hansa.identity.VerificationKey;
import dev.hansa.ledgerpool.cometbft.EngineWatch;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.explain.NodeAccount;
import dev.hansa.ledgerprotocol.explain.NodeAccount.EngineAccount;
import dev.hansa.ledgerprotocol.explain.NodeAccount.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a node says of itself to its operator.
public final class NodeAccounts {
  private static final String NAMELESS = "this node";

  private final RunningNode node;
  private final Genesis genesis;
  private final VerificationKey key;
  private final Path data;
  private final int waitingMax;
  private final Clock clock;
  private final Reach reach = new Reach();

  NodeAccounts(
      RunningNode node,
      Genesis genesis,
      VerificationKey key,
      Path data,
      int waitingMax,
      Clock clock) {
    this.node = node;
    this.genesis = genesis;
    this.key = key;
    this.data = data;
    this.waitingMax = waitingMax;
    this.clock = clock;
  }

  /// The nodes that the ledger names beside this one.
  List<NodeEntry> others() {
    return entries().stream().filter(entry -> !entry.key().equals(key)).toList();
  }

  private List<NodeEntry> entries() {
    return genesis.isPool() ? node.pool().nodes() : List.of();
  }

  public NodeAccount look() {
    var last = node.lastBlock();
    var entries = entries();
    var own = entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    var others = others();
    var lost = reach.lost(others);
    var seen = node.watch().map(EngineWatch::look);
    return new NodeAccount(
        own.map(NodeEntry::alias).orElse(NAMELESS),
        clock.instant(),
        last.height(),
        last.appHash().toHex(),
        last.time(),
        node.committedAgo(),
        node.engine().halted(),
        own.map(NodeEntry::isValidator).orElse(!genesis.isPool()),
        seen.filter(EngineWatch.Seen::fullLately)
            .map(_ -> waitingMax)
            .orElseGet(node.engine()::waiting),
        waitingMax,
        seen.map(EngineWatch.Seen::waitingFor).orElse(Duration.ZERO),
        freeBytes(),
        seen.map(NodeAccounts::engine),
        others.stream()
            .map(entry ->
                new Peer(
                    entry.alias(),
                    entry.isValidator(),
                    !lost.contains(entry.alias()) && isConnected(entry, seen)))
            .toList(),
        Optional.of(node.rules()));
  }

  private static boolean isConnected(NodeEntry entry, Optional<EngineWatch.Seen> seen) {
    return seen.flatMap(EngineWatch.Seen::answer)
        .filter(answer -> entry.p2p().filter(answer.peers()::contains).isPresent())
        .isPresent();
  }

  private static EngineAccount engine(EngineWatch.Seen seen) {
    var answer = seen.answer();
    return new EngineAccount(
        seen.running(),
        seen.starts(),
        answer.isPresent(),
        answer.map(EngineWatch.Answer::version).orElse(""),
        answer.map(EngineWatch.Answer::height).orElse(0L),
        answer.map(EngineWatch.Answer::catchingUp).orElse(false),
        seen.complaint());
  }

  private long freeBytes() {
    try {
      return Files.getFileStore(data).getUsableSpace();
    } catch (IOException e) {
      // A folder that cannot be looked at is found out by the next write.
      return Long.MAX_VALUE;
    }
  }
}
