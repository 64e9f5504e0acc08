package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Invariant;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What the catalogue's types are called where people read it, in English, German and Swedish.
public final class TypeNames {
  private static final String FILE = "/dev/hansa/issuer/type-names.json";

  private final ObjectNode names;

  public TypeNames() {
    try (var stream = Objects.requireNonNull(TypeNames.class.getResourceAsStream(FILE))) {
      this.names = Json.parseObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A name and a sentence in one language.
  public record TypeName(String locale, String name, String description) {}

  /// The names of this type, English first.
  public List<TypeName> of(Vct vct) {
    var found = new ArrayList<TypeName>();
    for (var entry : names.properties()) {
      if (Vct.hansa(entry.getKey()).equals(vct)) {
        entry
            .getValue()
            .forEach(each ->
                found.add(
                    new TypeName(
                        Json.text(each, "locale", 35),
                        Json.text(each, "name", 200),
                        Json.text(each, "description", 400))));
      }
    }
    Invariant.holds(!found.isEmpty(), "every type of the catalogue has a name");
    return found;
  }
}
