package dev.hansa.ledgerpool;

import dev.hansa.ledgerprotocol.NodeEntry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the way to other nodes is broken now. The engine believes in a connection for a minute
/// and a half after nothing comes through it any more (its ping is fixed); a new connection to
/// where the other listens for peers shows it at once. A node that never could be reached that way,
/// as it stands behind a gateway, is not called lost for it.
final class Reach {
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  /// Who asks often asks the network no more often than this.
  private static final Duration KEPT = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger("ledger-pool");

  private final Set<String> reachedOnce = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private Set<String> lost = Set.of();
  private long lookedAt = System.nanoTime() - KEPT.toNanos();

  /// The aliases of those among these nodes that could be reached before and cannot be now. Takes
  /// as long as one connection, at most 1.5 s.
  Set<String> lost(List<NodeEntry> nodes) {
    lock.lock();
    try {
      if (System.nanoTime() - lookedAt >= KEPT.toNanos()) {
        lost = look(nodes);
        lookedAt = System.nanoTime();
      }
      return lost;
    } finally {
      lock.unlock();
    }
  }

  private Set<String> look(List<NodeEntry> nodes) {
    Map<String, Future<Boolean>> asked = new HashMap<>();
    var away = new HashSet<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var node : nodes) {
        asked.put(node.alias(), threads.submit(() -> answers(node)));
      }
      for (var one : asked.entrySet()) {
        if (one.getValue().get()) {
          reachedOnce.add(one.getKey());
        } else if (reachedOnce.contains(one.getKey())) {
          away.add(one.getKey());
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a connection is made or not", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Set.copyOf(away);
  }

  private static boolean answers(NodeEntry node) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(node.host(), node.port()), Math.toIntExact(PATIENCE.toMillis()));
      return true;
    } catch (IOException e) {
      LOG.debug("{} is not reached: {}", node.alias(), e.getMessage());
      return false;
    }
  }
}
