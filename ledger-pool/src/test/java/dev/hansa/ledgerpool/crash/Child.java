package dev.hansa.ledgerpool.crash;

import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.Outcome;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutionException;

/// A node in a process of its own, under load until it is killed or halts. It says each write once
/// it was acknowledged: `written NAME SEQNO`. Arguments: folder, name of the run.
final class Child {
  private static final int CLIENTS = 16;

  private final RunningNode node;
  private final String run;
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);

  private Child(RunningNode node, String run) {
    this.node = node;
    this.run = run;
  }

  public static void main(String[] arguments) throws Exception {
    try (var node =
        RunningNode.start(
            Path.of(arguments[0]),
            TestNetwork.GENESIS,
            TestNetwork.NODE,
            Clock.systemUTC(),
            1000,
            (checkpoint, requests, took) -> {})) {
      var child = new Child(node, arguments[1]);
      child.say("started");
      var clients = new Thread[CLIENTS];
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        clients[i] = Thread.ofVirtual().start(() -> child.write(number));
      }
      for (var client : clients) {
        client.join();
      }
      child.say("halted " + node.engine().halted().orElse("not at all"));
    }
  }

  private void write(int client) {
    try {
      for (int i = 0; ; i++) {
        var name = run + "-" + client + "-" + i;
        if (node.engine().submit(TestNetwork.nym(name)).get()
            instanceof Submission.Settled(Outcome.Written written, _)) {
          say("written " + name + " " + written.seqNo());
        } else {
          return;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void say(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
