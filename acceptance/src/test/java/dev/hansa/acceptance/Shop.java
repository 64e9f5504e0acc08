package dev.hansa.acceptance;

import dev.hansa.launcher.run.HouseService;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;

/// The service of somebody else that [HouseExtension] registered, running.
record Shop(ApplicationContext context, String url) implements AutoCloseable {
  static Shop open(RunningHouse house, HouseExtension.ShopPort port) throws IOException {
    var secret =
        Files.readString(
            house.data().resolve("clients").resolve(HouseExtension.SHOP + ".secret"),
            StandardCharsets.UTF_8);
    var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(
                Map.of(
                    "shop",
                    "true",
                    "micronaut.server.host",
                    "127.0.0.1",
                    "micronaut.server.port",
                    port.port(),
                    "micronaut.security.authentication",
                    "idtoken",
                    "micronaut.security.oauth2.clients.hansa.client-id",
                    HouseExtension.SHOP,
                    "micronaut.security.oauth2.clients.hansa.client-secret",
                    secret,
                    "micronaut.security.oauth2.clients.hansa.openid.issuer",
                    house.url(HouseService.MARKETPLACE_AUTH)))
            .build()
            .start();
    var _ = context.getBean(EmbeddedServer.class).start();
    return new Shop(context, "http://127.0.0.1:" + port.port());
  }

  @Override
  public void close() {
    context.close();
  }
}
