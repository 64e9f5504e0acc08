package dev.hansa.ledgerpool.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.domain.LedgerStore;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.replay.ReplayMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/// Executes a store's blocks again, from the genesis on.
public final class Replays {
  private Replays() {}

  public static Bytes appHash(Genesis genesis, LedgerStore store) throws IOException {
    var folder = Files.createTempDirectory("replay");
    var blocks = writeFiles(genesis, store, folder);
    return ReplayMain.replay(folder.resolve("genesis.json"), blocks);
  }

  /// Writes what `ReplayMain` takes, and returns the file of blocks.
  public static Path writeFiles(Genesis genesis, LedgerStore store, Path folder)
      throws IOException {
    var _ =
        Files.writeString(folder.resolve("genesis.json"), genesis.text(), StandardCharsets.UTF_8);
    var lines = new ArrayList<String>();
    long height = store.checkpoint().orElseThrow().height();
    for (long h = 1; h <= height; h++) {
      var block = store.block(h).orElseThrow().toJson();
      var line = Json.newObject().put("height", h).put("time", block.get("time").textValue());
      line.set("requests", block.get("requests"));
      lines.add(line.toString());
    }
    return Files.write(folder.resolve("blocks.jsonl"), lines, StandardCharsets.UTF_8);
  }
}
