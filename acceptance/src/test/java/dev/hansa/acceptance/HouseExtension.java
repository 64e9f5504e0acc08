package dev.hansa.acceptance;

import dev.hansa.launcher.run.HouseService;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One house with the story's cast for all test classes of a run: it takes seconds to found.
final class HouseExtension implements ParameterResolver {
  static final String SHOP = "shop";

  /// An issuer whose people log in at the house's own sign-in.
  static final String ISSUER = "grid";

  /// Where the shop's users come back to; its port is known before the shop runs.
  private record Kept(RunningHouse house, int shopPort) implements AutoCloseable {
    @Override
    public void close() {
      house.close();
    }
  }

  /// The port on which the shop of [RelyingPartyTest] is registered.
  record ShopPort(int port) {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    var type = parameter.getParameter().getType();
    return type == RunningHouse.class || type == ShopPort.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    var kept =
        extension
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(HouseExtension.class))
            .getOrComputeIfAbsent("house", _ -> found(), Kept.class);
    return parameter.getParameter().getType() == RunningHouse.class
        ? kept.house()
        : new ShopPort(kept.shopPort());
  }

  private static Kept found() {
    try {
      var folder = Files.createTempDirectory("hansa-acceptance-");
      var house = RunningHouse.start(folder.resolve("data"));
      var _ = house.cli("cast");
      int shopPort = RunningHouse.freePorts();
      var _ =
          house.cli(
              "client",
              "add",
              SHOP,
              "--name",
              "The shop on the corner",
              "--redirect-uri",
              "http://127.0.0.1:" + shopPort + "/oauth/callback/hansa");
      var _ =
          house.cli(
              "client",
              "add",
              ISSUER,
              "--name",
              "The grid company",
              "--redirect-uri",
              house.url(HouseService.ISSUER) + "/" + ISSUER + "/login/callback");
      // The sign-in reads its clients when it starts, and everything is still there afterwards.
      house.close();
      house.start();
      return new Kept(house, shopPort);
    } catch (Exception e) {
      throw new IllegalStateException("the house could not be founded", e);
    }
  }
}
