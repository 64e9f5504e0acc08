package dev.hansa.ledgerprotocol.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.BlockExecutor;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Members;
import dev.hansa.ledgerprotocol.local.MemoryStore;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Replays blocks from a genesis and says the app hash: `ReplayMain GENESIS BLOCKS`. BLOCKS is a
/// text file, one block a line: `{"time":"2026-…Z","requests":["<request text>", …]}`. With a
/// member `height`, a block counts also where it writes nothing, as under an engine whose every
/// block is kept. Two machines that print different hashes have found a trap.
public final class ReplayMain {
  private static final int LINE_MAX = 64 << 20;

  private ReplayMain() {}

  public static void main(String[] arguments) throws IOException {
    try (var out = new FileOutputStream(FileDescriptor.out)) {
      if (arguments.length != 2) {
        out.write(line("usage: ReplayMain GENESIS BLOCKS"));
        return;
      }
      out.write(line(replay(Path.of(arguments[0]), Path.of(arguments[1])).toHex()));
    }
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// The app hash after the last block.
  public static Bytes replay(Path genesisFile, Path blocksFile) throws IOException {
    var executor = new BlockExecutor(Genesis.load(genesisFile));
    var store = new MemoryStore();
    store.commit(executor.found(store).writes());
    try (BufferedReader lines = Files.newBufferedReader(blocksFile, StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var block = Json.parseObject(line, LINE_MAX);
        apply(
            executor, store, Members.instant(block, "time"), requests(block), block.has("height"));
      }
    }
    return store.head().orElseThrow().appHash();
  }

  private static void apply(
      BlockExecutor executor,
      MemoryStore store,
      Instant time,
      List<IndyRequest> requests,
      boolean everyBlock) {
    long height = store.head().orElseThrow().height() + 1;
    var result = executor.execute(store, height, time, requests);
    if (everyBlock) {
      store.commit(result.at(height, time).writes());
    } else if (result.isChange()) {
      store.commit(result.writes());
    }
  }

  private static List<IndyRequest> requests(JsonNode block) {
    var requests = new ArrayList<IndyRequest>();
    for (var text : Json.array(block, "requests", 100_000)) {
      if (!text.isTextual()) {
        throw new MalformedInput("the requests of a block are texts");
      }
      requests.add(IndyRequest.parse(text.textValue()));
    }
    return requests;
  }
}
