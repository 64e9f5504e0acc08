package dev.hansa.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes vectors. They are files that stay as they are; this writes those that are not there yet.
final class Vectors {
  private final Path folder;
  private final List<String> names = new ArrayList<>();
  private final ObjectNode world = WorldJson.write(new World());

  Vectors(Path folder) {
    this.folder = folder;
  }

  void write(String name, String source, String expected, Draft draft) throws IOException {
    write(name, source, expected, draft, draft.presented());
  }

  void write(String name, String source, String expected, Draft draft, String presentation)
      throws IOException {
    var json =
        Json.newObject()
            .put("name", name)
            .put("source", source)
            .put("expected", expected)
            .put("presentation", presentation);
    var expectation =
        json.putObject("expectation")
            .put("requireHolderBinding", draft.requireHolderBinding)
            .put("now", draft.now.toString());
    draft.nonce.ifPresent(nonce -> expectation.put("nonce", nonce));
    draft.audience.ifPresent(audience -> expectation.put("audience", audience));
    draft.query.ifPresent(query -> expectation.set("query", query));
    if (!draft.transactionData.isEmpty()) {
      var list = expectation.putArray("transactionData");
      draft.transactionData.forEach(list::add);
    }
    var differs = Json.newObject();
    for (var member : WorldJson.write(draft.world).properties()) {
      if (!member.getValue().equals(world.get(member.getKey()))) {
        differs.set(member.getKey(), member.getValue());
      }
    }
    if (!differs.isEmpty()) {
      json.set("world", differs);
    }
    if (names.contains(name)) {
      throw new IllegalStateException("a vector's name stands once: " + name);
    }
    names.add(name);
    put(name, json);
  }

  List<String> names() {
    return List.copyOf(names);
  }

  void finish() throws IOException {
    put("world", world);
    var index = Json.newObject();
    var list = index.putArray("vectors");
    names.stream().sorted().forEach(list::add);
    put("index", index);
  }

  /// What is there stays: its signatures would be others, and say the same.
  private void put(String name, ObjectNode json) throws IOException {
    if (Files.exists(folder.resolve(name + ".json")) && !name.equals("index")) {
      return;
    }
    Files.writeString(
        folder.resolve(name + ".json"), json.toPrettyString() + "\n", StandardCharsets.UTF_8);
  }
}
