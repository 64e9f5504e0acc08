package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.run.ClockKeeper;
import dev.hansa.launcher.run.HouseService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;

/// The network's clock.
public final class StoryTime {
  private final Network network;

  public StoryTime(Network network) {
    this.network = network;
  }

  public ObjectNode now() {
    return network.calls().get(network.url(HouseService.START_PAGE) + "/clock").orRefusal();
  }

  public ObjectNode advance(Duration by) {
    return network
        .calls()
        .send(
            HttpRequest.newBuilder(
                    URI.create(network.url(HouseService.START_PAGE) + "/clock/advance"))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(
                        Json.utf8(Json.newObject().put("seconds", by.toSeconds())))))
        .orRefusal();
  }

  private String token() {
    var file = network.folder().root().resolve(ClockKeeper.TOKEN_FILE);
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8).strip() : "none";
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, file + " cannot be read.", e);
    }
  }
}
