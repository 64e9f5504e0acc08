package dev.hansa.launcher.startpage;

import dev.hansa.identity.Json;
import dev.hansa.launcher.folder.Addresses;
import dev.hansa.launcher.run.HouseService;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// `/`: the page for people; `/state`: the same for scripts.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class StartPageController {
  /// The page loads nothing from anywhere.
  private static final String CSP =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final HouseState house;
  private final String network;
  private final Clock clock;
  private final String template;

  StartPageController(
      HttpClient http,
      Clock clock,
      @Value("${hansa.network}") String network,
      @Value("${micronaut.server.port}") int portBase,
      @Value("${hansa.tls}") boolean tls) {
    this.house = new HouseState(http, new Addresses(portBase, tls));
    this.network = network;
    this.clock = clock;
    this.template = read();
  }

  @Get("/")
  @Produces(MediaType.TEXT_HTML)
  HttpResponse<String> page() {
    var rows =
        house.services().stream()
            .filter(state -> state.service() != HouseService.START_PAGE)
            .map(StartPageController::row)
            .collect(Collectors.joining());
    var checkpoint = house.checkpoint();
    var values =
        Map.of(
            "network", escape(network),
            "services", rows,
            "height",
                escape(checkpoint.map(c -> c.path("height").asText()).orElse("does not answer")),
            "appHash", escape(checkpoint.map(c -> c.path("appHash").asText()).orElse("")),
            "now", escape(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
    var page = template;
    for (var value : values.entrySet()) {
      page = page.replace("{{" + value.getKey() + "}}", value.getValue());
    }
    return HttpResponse.ok(page)
        .header("Content-Security-Policy", CSP)
        .header("Cache-Control", "no-store");
  }

  @Get("/state")
  @Produces(MediaType.APPLICATION_JSON)
  HttpResponse<String> state() {
    var json = Json.newObject().put("network", network).put("time", clock.instant().toString());
    house.checkpoint().ifPresent(checkpoint -> json.set("checkpoint", checkpoint));
    var services = json.putArray("services");
    for (var state : house.services()) {
      var one =
          services
              .addObject()
              .put("name", state.service().serviceName())
              .put("url", state.url())
              .put("healthy", state.healthy());
      state.openApi().ifPresent(url -> one.put("openApi", url));
    }
    return HttpResponse.ok(json.toString()).header("Cache-Control", "no-store");
  }

  private static String row(HouseState.ServiceState state) {
    return String.format(
        Locale.ROOT,
        "<tr><td><a href=\"%s\">%s</a><td>%s<td class=\"%s\">%s<td>%s<td><a href=\"%s/health\">health</a>%n",
        home(state),
        state.service().serviceName(),
        escape(state.service().says()),
        state.healthy() ? "up" : "down",
        state.healthy() ? "runs" : "does not answer",
        state.openApi().map(url -> "<a href=\"" + escape(url) + "\">OpenAPI</a>").orElse(""),
        state.url());
  }

  /// A page of each service that says something without a login.
  private static String home(HouseState.ServiceState state) {
    return state.url()
        + switch (state.service()) {
          case LEDGER_POOL -> "/v1/checkpoint";
          case DID_REGISTRY -> "/credential-types";
          case ISSUER, VERIFIER -> "/health";
          case MARKETPLACE_AUTH -> "/.well-known/openid-configuration";
          case MARKETPLACE -> "/offerings";
          case START_PAGE -> "/";
        };
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String read() {
    try (var in = StartPageController.class.getResourceAsStream("start-page.html")) {
      if (in == null) {
        throw new IllegalStateException("the start page is part of this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the start page cannot be read", e);
    }
  }
}
