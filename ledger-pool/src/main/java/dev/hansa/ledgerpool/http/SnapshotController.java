package dev.hansa.ledgerpool.http;

import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.domain.Snapshots;
import dev.hansa.ledgerprotocol.snapshot.SnapshotManifest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/// The snapshots that the node keeps for those who join. Their chunks travel between the engines.
@Controller("/v1/snapshots")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SnapshotController {
  private final Snapshots snapshots;

  SnapshotController(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Operation(
      summary = "Which snapshots the node keeps for nodes that join, the newest first",
      description =
          "hash is the SHA-256 of the snapshot's manifest, the same on every node. Nobody signs the"
              + " list: whoever joins by a snapshot holds it against the app hash that the pool"
              + " signed.")
  @ApiResponse(responseCode = "200", description = "The list; empty where the node keeps none")
  @Get
  HttpResponse<String> list() {
    var json = Json.newObject();
    var array = json.putArray("snapshots");
    for (var manifest : snapshots.list()) {
      array
          .addObject()
          .put("height", manifest.height())
          .put("form", SnapshotManifest.FORM)
          .put("chunks", manifest.chunks().size())
          .put("hash", manifest.hash().toBase64Url());
    }
    return HttpResponse.ok(json.toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-cache");
  }
}
