package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The values of a bitstring, [Bitstring Status List
/// 1.0](https://www.w3.org/TR/vc-bitstring-status-list/): `size` bits each, the first in the
/// highest bits of the first byte.
public final class BitstringStatusList {
  public static final String ENTRY_TYPE = "BitstringStatusListEntry";
  public static final String CREDENTIAL_TYPE = "BitstringStatusListCredential";
  public static final String SUBJECT_TYPE = "BitstringStatusList";

  /// Section 6.1: fewer would tell the issuer too much of who looks.
  public static final int ENTRIES_MIN = 131_072;

  public static final int SIZE_MAX = 8;
  private static final int TEXT_MAX = 1 << 20;
  private static final int INDEX_DIGITS_MAX = 16;
  private static final int MESSAGE_MAX = 256;

  private final byte[] bits;

  private BitstringStatusList(byte[] bits) {
    this.bits = bits;
  }

  /// A list of zeros for so many entries of this size.
  public static BitstringStatusList ofZeros(int entries, int size) {
    if (entries < ENTRIES_MIN || size < 1 || size > SIZE_MAX) {
      throw new IllegalArgumentException("a bitstring has 131,072 entries of 1 to 8 bits at least");
    }
    return new BitstringStatusList(new byte[(int) (((long) entries * size + 7) / 8)]);
  }

  /// Reads a `BitstringStatusListEntry`.
  static StatusPlace.Bitstring readEntry(JsonNode entry) {
    if (!Json.text(entry, "type", 64).equals(ENTRY_TYPE)) {
      throw new MalformedInput("a credentialStatus is a " + ENTRY_TYPE);
    }
    var purpose = Json.text(entry, "statusPurpose", 32);
    int size = entry.has("statusSize") ? (int) Json.integer(entry, "statusSize", 1, SIZE_MAX) : 1;
    var messages = readMessages(entry, size);
    if (purpose.equals("message") && messages.isEmpty()) {
      throw new MalformedInput("a status of purpose message has a statusMessage for each value");
    }
    if (!Set.of("revocation", "suspension", "refresh", "message").contains(purpose)) {
      throw new MalformedInput("the statusPurpose is one of Bitstring Status List 1.0, 2.1");
    }
    return new StatusPlace.Bitstring(
        Vcdm.uri(entry, "statusListCredential"), index(entry), purpose, size);
  }

  private static long index(JsonNode entry) {
    var text = Json.text(entry, "statusListIndex", INDEX_DIGITS_MAX);
    if (text.isEmpty()
        || text.chars().anyMatch(c -> c < '0' || c > '9')
        || (text.length() > 1 && text.charAt(0) == '0')) {
      throw new MalformedInput("a statusListIndex is an integer from 0 on, as a text");
    }
    return Long.parseLong(text);
  }

  /// One message for each value that the size allows: section 2.1.
  private static Set<String> readMessages(JsonNode entry, int size) {
    var values = new HashSet<String>();
    if (!entry.has("statusMessage")) {
      if (size > 1) {
        throw new MalformedInput("a statusSize above 1 has a statusMessage for each value");
      }
      return values;
    }
    for (var message : Json.array(entry, "statusMessage", MESSAGE_MAX)) {
      var status = Json.text(message, "status", 8);
      var _ = Json.text(message, "message", 1024);
      if (!status.startsWith("0x") || !values.add(status.toLowerCase(java.util.Locale.ROOT))) {
        throw new MalformedInput("the status of a statusMessage is hexadecimal, each once");
      }
    }
    if (values.size() != 1 << size) {
      throw new MalformedInput("there is a statusMessage for each value that the size allows");
    }
    return values;
  }

  /// Reads an `encodedList`: multibase base64url (`u`) of GZIP, unpacked to a bounded length.
  static BitstringStatusList expand(String encoded) {
    if (!encoded.startsWith("u") || encoded.length() > TEXT_MAX) {
      throw new MalformedInput("an encodedList is multibase base64url, which starts with u");
    }
    var compressed = Bytes.fromBase64Url(encoded.substring(1)).toArray();
    var out = new ByteArrayOutputStream();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      var buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        // Before it is kept: a small text may unpack to any size.
        if (out.size() + count > StatusList.BYTES_MAX) {
          throw new MalformedInput(
              "an encodedList unpacks to at most " + StatusList.BYTES_MAX + " bytes");
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      throw new MalformedInput("an encodedList is whole GZIP data");
    }
    return new BitstringStatusList(out.toByteArray());
  }

  /// The `encodedList` of these values.
  public String encode() {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bits);
    } catch (IOException e) {
      throw new IllegalStateException("memory is written to", e);
    }
    return "u" + Bytes.copyOf(out.toByteArray()).toBase64Url();
  }

  /// Sets a value in place; for a list that its maker has not given away yet.
  public void set(long index, int size, int value) {
    if (!has(index, size) || value < 0 || value >= 1 << size) {
      throw new IllegalArgumentException("a status has its place in the list and fits its size");
    }
    for (int i = 0; i < size; i++) {
      long at = index * size + i;
      int mask = 0x80 >> (int) (at % 8);
      boolean isOne = (value >> (size - 1 - i) & 1) == 1;
      int octet = bits[(int) (at / 8)];
      bits[(int) (at / 8)] = (byte) (isOne ? octet | mask : octet & ~mask);
    }
  }

  private boolean has(long index, int size) {
    return index >= 0 && index < 8L * bits.length / size;
  }

  /// True if it is as long as the specification wants, for entries of this size.
  boolean isLongEnough(int size) {
    return 8L * bits.length / size >= ENTRIES_MIN;
  }

  /// The value at this place, if the list has it.
  Optional<Integer> value(long index, int size) {
    if (!has(index, size)) {
      return Optional.empty();
    }
    int value = 0;
    for (int i = 0; i < size; i++) {
      long at = index * size + i;
      value = value << 1 | (bits[(int) (at / 8)] >> (7 - (int) (at % 8)) & 1);
    }
    return Optional.of(value);
  }
}
