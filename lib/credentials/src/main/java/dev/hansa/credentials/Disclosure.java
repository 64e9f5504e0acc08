package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;

/// A disclosure, [RFC 9901, section 4.2](https://www.rfc-editor.org/rfc/rfc9901#section-4.2): salt,
/// name (of a member; an array's element has none) and value, as base64url of a JSON array.
public final class Disclosure {
  private static final int SALT_LENGTH = 16;
  private static final int SALT_MAX = 256;

  private final String encoded;
  private final String digest;
  private final Optional<String> name;
  private final JsonNode value;

  private Disclosure(String encoded, Optional<String> name, JsonNode value) {
    this.encoded = encoded;
    this.digest = Bytes.sha256(encoded.getBytes(StandardCharsets.US_ASCII)).toBase64Url();
    this.name = name;
    this.value = value;
  }

  static Disclosure parse(String encoded) {
    var json = Json.parse(Bytes.fromBase64Url(encoded).toUtf8());
    if (!(json instanceof ArrayNode array) || array.size() < 2 || array.size() > 3) {
      throw new MalformedInput("a disclosure is a JSON array of two or three elements");
    }
    var salt = array.get(0);
    if (!salt.isTextual() || salt.textValue().length() > SALT_MAX) {
      throw new MalformedInput("a disclosure begins with its salt, a text");
    }
    if (array.size() == 2) {
      return new Disclosure(encoded, Optional.empty(), array.get(1));
    }
    var name = array.get(1);
    if (!name.isTextual() || name.textValue().length() > ClaimPath.NAME_MAX) {
      throw new MalformedInput("the second of three elements of a disclosure is the claim's name");
    }
    return new Disclosure(encoded, Optional.of(name.textValue()), array.get(2));
  }

  static Disclosure ofMember(String name, JsonNode value, SecureRandom random) {
    return make(Json.newArray().add(salt(random)).add(name).add(value), Optional.of(name), value);
  }

  static Disclosure ofElement(JsonNode value, SecureRandom random) {
    return make(Json.newArray().add(salt(random)).add(value), Optional.empty(), value);
  }

  private static Disclosure make(ArrayNode array, Optional<String> name, JsonNode value) {
    return new Disclosure(Bytes.copyOf(Json.utf8(array)).toBase64Url(), name, value);
  }

  private static String salt(SecureRandom random) {
    return Bytes.random(SALT_LENGTH, random).toBase64Url();
  }

  /// The text that goes into a presentation.
  public String encoded() {
    return encoded;
  }

  /// The base64url SHA-256 of [#encoded], by which the issuer's payload refers to it.
  public String digest() {
    return digest;
  }

  public Optional<String> name() {
    return name;
  }

  JsonNode value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Disclosure that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  @Override
  public String toString() {
    return "Disclosure[hidden]";
  }
}
