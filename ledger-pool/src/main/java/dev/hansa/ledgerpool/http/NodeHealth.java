package dev.hansa.ledgerpool.http;

import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.NotInStep;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/// Up while the node takes and serves; down, with the reason, once it has halted.
@Singleton
final class NodeHealth implements HealthIndicator {
  private static final String NAME = "ledger";

  private final Engine engine;

  NodeHealth(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(look());
  }

  private HealthResult look() {
    var halted = engine.halted();
    if (halted.isPresent()) {
      return HealthResult.builder(NAME, HealthStatus.DOWN)
          .details(Map.of("halted", halted.orElseThrow()))
          .build();
    }
    try {
      return HealthResult.builder(NAME, HealthStatus.UP)
          .details(Map.of("height", engine.checkpoint().height()))
          .build();
    } catch (NotInStep e) {
      return HealthResult.builder(NAME, HealthStatus.DOWN)
          .details(Map.of("notInStep", String.valueOf(e.getMessage())))
          .build();
    }
  }
}
