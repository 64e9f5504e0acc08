package dev.hansa.launcher.run;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.BindException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running services. Each is a context of its own; what they share is the process and the
/// clock.
public final class House implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("house");

  private final HouseSettings settings;
  private final Clock clock;
  private final Supplier<HttpClient> http;
  private final Deque<Running> running = new ArrayDeque<>();

  /// `http` makes a service's way out to the others.
  public House(HouseSettings settings, Clock clock, Supplier<HttpClient> http) {
    this.settings = settings;
    this.clock = clock;
    this.http = http;
  }

  private record Running(HouseService service, ApplicationContext context) {}

  /// Starts one service. If it cannot start, all that run are stopped and the sentence says which.
  public void start(HouseService service, Object... beans) {
    var context =
        ApplicationContext.builder()
            .environments(service.serviceName())
            .deduceEnvironment(false)
            .banner(false)
            .properties(settings.of(service))
            .build();
    var _ = context.registerSingleton(Clock.class, clock, null, false);
    var _ = context.registerSingleton(HttpClient.class, http.get(), null, false);
    for (var bean : beans) {
      var _ = context.registerSingleton(bean, false);
    }
    running.push(new Running(service, context));
    try {
      var _ = context.start();
      var _ = context.getBean(EmbeddedServer.class).start();
    } catch (RuntimeException e) {
      LOG.error("{} did not start", service.serviceName(), e);
      close();
      throw new Stop(
          cause(e) instanceof BindException ? ExitCode.PORTS : ExitCode.FAULT,
          "The service "
              + service.serviceName()
              + " could not start, so all were stopped: "
              + firstLine(cause(e))
              + " (more in "
              + settings.log()
              + ").",
          e);
    }
  }

  /// Stops what runs, the last first.
  @Override
  public synchronized void close() {
    while (!running.isEmpty()) {
      var last = running.pop();
      try {
        last.context().close();
      } catch (RuntimeException e) {
        LOG.error("{} did not stop cleanly", last.service().serviceName(), e);
      }
    }
  }

  static Throwable cause(Throwable e) {
    var cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  static String firstLine(Throwable cause) {
    var message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
    return message.length() > 300 ? message.substring(0, 300) : message;
  }
}
