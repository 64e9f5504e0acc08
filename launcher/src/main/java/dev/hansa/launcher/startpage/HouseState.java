package dev.hansa.launcher.startpage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.folder.Addresses;
import dev.hansa.launcher.run.HouseService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks every service of this process over HTTP, as a stranger would: how it does, and what API it
/// has.
final class HouseState {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient http;
  private final Addresses addresses;

  HouseState(HttpClient http, Addresses addresses) {
    this.http = http;
    this.addresses = addresses;
  }

  record ServiceState(
      HouseService service, String url, boolean healthy, Optional<String> openApi) {}

  List<ServiceState> services() {
    var states = new ArrayList<ServiceState>();
    for (var service : HouseService.values()) {
      var url = service.url(addresses);
      var healthy =
          service == HouseService.START_PAGE
              || get(url + "/health")
                  .filter(body -> body.path("status").asText().equals("UP"))
                  .isPresent();
      states.add(
          new ServiceState(
              service,
              url,
              healthy,
              OpenApiFiles.of(service).map(file -> url + "/swagger/" + file)));
    }
    return states;
  }

  /// The ledger's signed checkpoint, as the node gives it.
  Optional<ObjectNode> checkpoint() {
    return get(HouseService.LEDGER_POOL.url(addresses) + "/v1/checkpoint");
  }

  private Optional<ObjectNode> get(String url) {
    try {
      var response =
          http.send(
              HttpRequest.newBuilder(URI.create(url))
                  .timeout(TIMEOUT)
                  .header("Accept", "application/json")
                  .build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return response.statusCode() == 200
          ? Optional.of(Json.parseObject(response.body()))
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
