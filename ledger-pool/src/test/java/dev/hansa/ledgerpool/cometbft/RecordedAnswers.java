package dev.hansa.ledgerpool.cometbft;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.ShortDid;
import dev.hansa.ledgerprotocol.SubLedger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes `vectors/pool/recorded` again: `RecordedAnswers FOLDER` lets four real nodes order a few
/// writes and keeps what they answered.
final class RecordedAnswers {
  private final Path folder;
  private final TestPool pool;

  private RecordedAnswers(Path folder, TestPool pool) {
    this.folder = folder;
    this.pool = pool;
  }

  public static void main(String[] arguments) throws Exception {
    var work = Files.createTempDirectory("recorded");
    try (var pool = new TestPool(work, TestEngine.program("0.39"), 4)) {
      for (int i = 1; i <= 4; i++) {
        var _ = pool.start(i);
      }
      new RecordedAnswers(Path.of(arguments[0]), pool).record();
    }
    // The pool's threads end with it.
    System.exit(0);
  }

  private void record() throws Exception {
    Files.createDirectories(folder);
    for (var name : new String[] {"recorded-1", "recorded-2", "recorded-3"}) {
      var _ = pool.write(1, TestNetwork.nym(name));
    }
    var written = pool.write(2, TestNetwork.nym("recorded-4"));
    var reads = pool.node(2).reads();
    keep("state", "a DID is there", reads.state(SubLedger.DOMAIN, key("recorded-2")));
    keep("absence", "a DID is not there", reads.state(SubLedger.DOMAIN, key("nobody")));
    keep("list", "the config's auth rules", reads.list(SubLedger.CONFIG, Bytes.utf8("1:")));
    keep(
        "transaction",
        "what was written last",
        reads.transaction(SubLedger.DOMAIN, written.seqNo()).orElseThrow());
    var index = Json.newObject();
    index
        .putArray("files")
        .add("absence.json")
        .add("list.json")
        .add("state.json")
        .add("transaction.json");
    write("index", index);
  }

  private static Bytes key(String name) {
    return Nym.key(ShortDid.of(TestNetwork.did(TestNetwork.key(name))));
  }

  private void keep(String name, String says, ObjectNode answer) throws Exception {
    var json =
        Json.newObject()
            .put("says", says)
            .put("source", "What a node of a pool under CometBFT 0.39.4 answered")
            .put("now", answer.at("/checkpoint/signedAt").textValue())
            .put("holds", true);
    json.set("genesis", pool.genesis().toJson());
    json.set("answer", answer);
    write(name, json);
  }

  private void write(String name, ObjectNode json) throws Exception {
    Files.writeString(
        folder.resolve(name + ".json"), json.toPrettyString() + "\n", StandardCharsets.UTF_8);
  }
}
