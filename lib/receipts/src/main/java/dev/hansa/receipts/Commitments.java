package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.security.SecureRandom;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a receipt says without saying it: for each name a salted hash, and beside the receipt the
/// salts and values that open them. Whoever loses these loses the content; the receipt stays true.
final class Commitments {
  static final int SALT_LENGTH = 24;
  static final int COUNT_MAX = 32;

  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z]{0,31}");

  private final SortedMap<String, Opened> opened;

  private Commitments(SortedMap<String, Opened> opened) {
    this.opened = opened;
  }

  private record Opened(String salt, JsonNode value) {}

  static Commitments to(Map<String, JsonNode> values, SecureRandom random) {
    var opened = new TreeMap<String, Opened>();
    values.forEach((name, value) -> {
      var salt = Bytes.random(SALT_LENGTH, random).toBase64Url();
      opened.put(requireName(name), new Opened(salt, value));
    });
    return new Commitments(opened);
  }

  /// Reads `{name: {"salt":…,"value":…}}`.
  static Commitments parse(ObjectNode json) {
    if (json.size() > COUNT_MAX) {
      throw new MalformedInput("a receipt has at most " + COUNT_MAX + " commitments");
    }
    var opened = new TreeMap<String, Opened>();
    for (var member : json.properties()) {
      var body = member.getValue();
      var value = body.get("value");
      if (body.size() != 2 || value == null) {
        throw new MalformedInput("an opened commitment is a salt and a value");
      }
      var salt = Json.text(body, "salt", 64);
      if (Bytes.fromBase64Url(salt).length() != SALT_LENGTH) {
        throw new MalformedInput("a salt has " + SALT_LENGTH + " bytes");
      }
      opened.put(
          MalformedInput.unless(() -> requireName(member.getKey())), new Opened(salt, value));
    }
    return new Commitments(opened);
  }

  private static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a commitment's name is up to 32 letters");
    }
    return name;
  }

  /// The hashes, as the receipt carries them.
  ObjectNode hashes() {
    var json = Json.newObject();
    opened.forEach((name, open) -> json.put(name, hash(name, open)));
    return json;
  }

  ObjectNode toJson() {
    var json = Json.newObject();
    opened.forEach(
        (name, open) -> json.putObject(name).put("salt", open.salt()).set("value", open.value()));
    return json;
  }

  JsonNode value(String name) {
    var open = opened.get(name);
    if (open == null) {
      throw new MalformedInput("the commitment " + name + " is opened");
    }
    return open.value();
  }

  private static String hash(String name, Opened open) {
    var preimage = Json.newObject().put("name", name).put("salt", open.salt());
    preimage.set("value", open.value());
    return Json.hash(preimage).toBase64Url();
  }
}
