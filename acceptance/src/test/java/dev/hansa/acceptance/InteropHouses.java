package dev.hansa.acceptance;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A house with http addresses and one with https, each founded once for all classes of a run that
/// ask for it, with the story's cast.
abstract class InteropHouses implements ParameterResolver {
  private final boolean tls;

  private InteropHouses(boolean tls) {
    this.tls = tls;
  }

  /// `hansa up`.
  static final class Plain extends InteropHouses {
    Plain() {
      super(false);
    }
  }

  /// `hansa up --tls`.
  static final class Tls extends InteropHouses {
    Tls() {
      super(true);
    }
  }

  private static final class Kept implements AutoCloseable {
    private final Map<Boolean, RunningHouse> houses = new HashMap<>();

    synchronized RunningHouse house(boolean tls) {
      return houses.computeIfAbsent(tls, InteropHouses::found);
    }

    @Override
    public synchronized void close() {
      houses.values().forEach(RunningHouse::close);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    return parameter.getParameter().getType() == RunningHouse.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    return extension
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(InteropHouses.class))
        .getOrComputeIfAbsent("houses", _ -> new Kept(), Kept.class)
        .house(tls);
  }

  private static RunningHouse found(boolean tls) {
    try {
      var data = Files.createTempDirectory("hansa-interop-").resolve("data");
      var house = tls ? RunningHouse.start(data, "--tls") : RunningHouse.start(data);
      var _ = house.cli("cast");
      return house;
    } catch (Exception e) {
      throw new IllegalStateException("the house could not be founded", e);
    }
  }
}
