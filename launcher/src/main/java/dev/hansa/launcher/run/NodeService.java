package dev.hansa.launcher.run;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.pool.NodeFolder;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/// One node of a pool as this process: the service ledger-pool over its folder.
public final class NodeService implements AutoCloseable {
  private final ApplicationContext context;

  private NodeService(ApplicationContext context) {
    this.context = context;
  }

  public static NodeService start(NodeFolder node) {
    return start(node, Clock.systemUTC());
  }

  /// The same, but a node that has nothing yet begins with a snapshot of another.
  public static NodeService startBySnapshot(NodeFolder node) {
    var settings = new TreeMap<>(node.settings());
    settings.put("hansa.join-by", "snapshot");
    return start(node, settings, Clock.systemUTC());
  }

  /// `parts` are parts of the service that its context would make otherwise.
  public static NodeService start(NodeFolder node, Clock clock, Object... parts) {
    return start(node, node.settings(), clock, parts);
  }

  private static NodeService start(
      NodeFolder node, Map<String, Object> settings, Clock clock, Object... parts) {
    System.setProperty("hansa.log.file", node.log().toString());
    var context =
        ApplicationContext.builder()
            .environments(HouseService.LEDGER_POOL.serviceName())
            .deduceEnvironment(false)
            .banner(false)
            .properties(settings)
            .build();
    var _ = context.registerSingleton(Clock.class, clock, null, false);
    for (var part : parts) {
      var _ = context.registerSingleton(part);
    }
    try {
      var _ = context.start();
      var _ = context.getBean(EmbeddedServer.class).start();
      return new NodeService(context);
    } catch (RuntimeException e) {
      context.close();
      throw new Stop(ExitCode.FOLDER, House.firstLine(House.cause(e)), e);
    }
  }

  @Override
  public synchronized void close() {
    context.close();
  }
}
