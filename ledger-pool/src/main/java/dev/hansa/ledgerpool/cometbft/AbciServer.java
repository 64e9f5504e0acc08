package dev.hansa.ledgerpool.cometbft;

import dev.hansa.abci.Request;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerprotocol.rules.RulesVersionMissing;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the engine on a unix socket, [ABCI 2.0](https://docs.cometbft.com/v0.38/spec/abci/):
/// varint-delimited messages, answers in the order of the questions. The engine opens four
/// connections; each has a thread. What was answered is sent when the engine asks for it (`Flush`).
final class AbciServer implements AutoCloseable {
  /// Unix socket paths are short.
  static final int PATH_LENGTH_MAX = 107;

  private static final int BUFFER = 1 << 16;
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private final Path path;
  private final ServerSocketChannel listener;
  private final AbciHandler handler;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

  private AbciServer(Path path, ServerSocketChannel listener, AbciHandler handler) {
    this.path = path;
    this.listener = listener;
    this.handler = handler;
  }

  /// Listens. A socket that a process left behind is taken away first.
  static AbciServer listen(Path path, AbciHandler handler) {
    if (path.toString().length() > PATH_LENGTH_MAX) {
      throw new CannotServe(
          "The path of the engine's socket is longer than "
              + PATH_LENGTH_MAX
              + " characters; give this node a folder (hansa.data) with a shorter path.");
    }
    try {
      var _ = Files.deleteIfExists(path);
      var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      var _ = listener.bind(UnixDomainSocketAddress.of(path));
      var server = new AbciServer(path, listener, handler);
      var _ = Thread.ofPlatform().name("abci").daemon().start(server::accept);
      return server;
    } catch (IOException e) {
      throw new CannotServe("The engine's socket in the node's folder cannot be made.", e);
    }
  }

  private void accept() {
    try {
      for (int number = 1; listener.isOpen(); number++) {
        var connection = listener.accept();
        var _ = connections.add(connection);
        var _ = Thread.ofPlatform().name("abci-" + number).daemon().start(() -> serve(connection));
      }
    } catch (IOException e) {
      LOG.debug("the engine's socket was closed", e);
    }
  }

  private void serve(SocketChannel connection) {
    try (connection;
        var in = new BufferedInputStream(Channels.newInputStream(connection), BUFFER);
        var out = new BufferedOutputStream(Channels.newOutputStream(connection), BUFFER)) {
      for (var request = Request.parseDelimitedFrom(in);
          request != null;
          request = Request.parseDelimitedFrom(in)) {
        handler.answer(request).writeDelimitedTo(out);
        if (request.getValueCase() == Request.ValueCase.FLUSH) {
          out.flush();
        }
      }
    } catch (IOException e) {
      LOG.debug("a connection of the engine ended", e);
    } catch (RulesVersionMissing e) {
      // The node halts and has said why.
      LOG.debug("a block is not executed", e);
    } catch (RuntimeException | Error e) {
      LOG.error("a message of the engine could not be answered", e);
    } finally {
      var _ = connections.remove(connection);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var connection : connections) {
        connection.close();
      }
      var _ = Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("the engine's socket did not close cleanly", e);
    }
  }
}
