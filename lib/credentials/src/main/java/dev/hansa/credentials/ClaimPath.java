package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where a claim stands in a credential: a claims path pointer, [OpenID4VP 1.0, section
/// 7](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-7).
public record ClaimPath(List<Segment> segments) {
  public static final int SEGMENTS_MAX = 16;
  public static final int NAME_MAX = 256;
  public static final int INDEX_MAX = 100_000;

  public ClaimPath {
    segments = List.copyOf(segments);
    if (segments.isEmpty() || segments.size() > SEGMENTS_MAX) {
      throw new IllegalArgumentException("a claim path has 1 to " + SEGMENTS_MAX + " parts");
    }
  }

  /// One step down: to a member of an object, to an element of an array, or to all its elements.
  public sealed interface Segment {
    record Name(String name) implements Segment {}

    record Index(int index) implements Segment {}

    record All() implements Segment {}
  }

  /// A path of member names.
  public static ClaimPath of(String... names) {
    return new ClaimPath(
        Arrays.stream(names).map(name -> (Segment) new Segment.Name(name)).toList());
  }

  /// Reads a path from outside: texts, `null` and integers.
  public static ClaimPath parse(JsonNode json) {
    if (!(json instanceof ArrayNode array) || array.isEmpty() || array.size() > SEGMENTS_MAX) {
      throw new MalformedInput("a claim path is an array of 1 to " + SEGMENTS_MAX + " parts");
    }
    var segments = new ArrayList<Segment>();
    for (var part : array) {
      segments.add(segment(part));
    }
    return new ClaimPath(segments);
  }

  private static Segment segment(JsonNode part) {
    if (part.isNull()) {
      return new Segment.All();
    }
    if (part.isTextual() && part.textValue().length() <= NAME_MAX) {
      return new Segment.Name(part.textValue());
    }
    if (part.isInt() && part.intValue() >= 0 && part.intValue() <= INDEX_MAX) {
      return new Segment.Index(part.intValue());
    }
    throw new MalformedInput(
        "a part of a claim path is a name, null, or an index from 0 to " + INDEX_MAX);
  }

  public ArrayNode toJson() {
    var array = Json.newArray();
    for (var segment : segments) {
      switch (segment) {
        case Segment.Name(var name) -> array.add(name);
        case Segment.Index(var index) -> array.add(index);
        case Segment.All() -> array.addNull();
      }
    }
    return array;
  }

  /// The path as people read it: `power[].function`.
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var segment : segments) {
      switch (segment) {
        case Segment.Name(var name) -> text.append(text.isEmpty() ? "" : ".").append(name);
        case Segment.Index(var index) -> text.append('[').append(index).append(']');
        case Segment.All() -> text.append("[]");
      }
    }
    return text.toString();
  }
}
