package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Ed25519;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The files under `vectors/`.
final class Vectors {
  private Vectors() {}

  static ObjectNode read(String name) {
    return Json.parseObject(text(name), 4 << 20);
  }

  static String text(String name) {
    try (var in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A file of the vectors as a path; they may be in a folder or in a jar.
  static Path copy(String name, Path folder) throws IOException {
    var file = folder.resolve(Path.of(name).getFileName());
    Files.writeString(file, text(name), StandardCharsets.UTF_8);
    return file;
  }

  /// The names of the JSON files in a folder of the vectors, which its `index.json` lists.
  static Stream<String> in(String folder) {
    List<String> names =
        Json.array(read(folder + "/index.json"), "files", 1000)
            .valueStream()
            .map(name -> folder + "/" + name.asText())
            .toList();
    return names.stream();
  }

  static Signer signer(String seedOf32Characters) {
    var seed = seedOf32Characters.getBytes(StandardCharsets.US_ASCII);
    return PrivateKeys.fromJwk(
        Json.newObject()
            .put("kty", "OKP")
            .put("crv", "Ed25519")
            .put("x", Bytes.copyOf(Ed25519.publicKey(seed)).toBase64Url())
            .put("d", Bytes.copyOf(seed).toBase64Url()));
  }

  static Path folder(String property) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(System.getProperty(property)));
  }
}
