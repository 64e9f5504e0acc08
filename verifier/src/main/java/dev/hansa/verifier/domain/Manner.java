package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;

/// The way in which something is asked: under which of the verifier's names, how the request gets
/// to the wallet and the answer back, and whether wallet and browser are on one device.
public record Manner(
    ClientIdPrefix prefix, ResponseMode responseMode, Passing passing, boolean sameDevice) {
  public static final Manner USUAL =
      new Manner(
          ClientIdPrefix.DECENTRALIZED_IDENTIFIER,
          ResponseMode.DIRECT_POST,
          Passing.REFERENCE,
          false);

  private static final int TEXT_MAX = 64;

  /// How the request gets to the wallet, [OpenID4VP 1.0, section
  /// 5.4](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-5.4).
  public enum Passing {
    VALUE,
    REFERENCE,
    /// By reference; the wallet may say what it can do, and gives a nonce of its own (section
    /// 5.10).
    REFERENCE_POST
  }

  public Manner {
    if (!prefix.isSigned() && passing != Passing.VALUE) {
      throw new IllegalArgumentException(
          "a request under redirect_uri is not signed, so it is passed by value");
    }
    boolean viaBrowser = responseMode.isDcApi();
    if (viaBrowser
        ? passing != Passing.VALUE || sameDevice || prefix == ClientIdPrefix.REDIRECT_URI
        : prefix == ClientIdPrefix.ORIGIN) {
      throw new IllegalArgumentException(
          "by dc_api a request is passed by value, signed or under origin, and under origin by dc_api alone");
    }
    // The wallet has the client's metadata from elsewhere, and would refuse ours.
    if (prefix == ClientIdPrefix.PRE_REGISTERED && responseMode.isEncrypted()) {
      throw new IllegalArgumentException(
          "a pre-registered client sends no metadata, so no key for one request");
    }
  }

  /// Reads the members of a request to ask: `client_id_prefix`, `response_mode`, `request_by`,
  /// `request_uri_method` and `same_device`, all of which may be left out; `usual` is the prefix of
  /// the name that this verifier asks under then.
  static Manner parse(ObjectNode json, ClientIdPrefix usual) {
    var mode =
        json.has("response_mode")
            ? ResponseMode.parse(Json.text(json, "response_mode", TEXT_MAX))
            : USUAL.responseMode();
    var prefix =
        json.has("client_id_prefix")
            ? ClientIdPrefix.parse(Json.text(json, "client_id_prefix", TEXT_MAX))
            : mode.isDcApi() ? ClientIdPrefix.ORIGIN : usual;
    var passing = passing(json, prefix.isSigned() && !mode.isDcApi());
    boolean sameDevice = flag(json, "same_device");
    return MalformedInput.unless(() -> new Manner(prefix, mode, passing, sameDevice));
  }

  private static Passing passing(ObjectNode json, boolean byReference) {
    var by =
        json.has("request_by")
            ? Json.text(json, "request_by", TEXT_MAX)
            : byReference ? "reference" : "value";
    var method =
        json.has("request_uri_method") ? Json.text(json, "request_uri_method", TEXT_MAX) : "get";
    return switch (by + " " + method) {
      case "value get" -> Passing.VALUE;
      case "reference get" -> Passing.REFERENCE;
      case "reference post" -> Passing.REFERENCE_POST;
      default ->
          throw new MalformedInput(
              "request_by is value or reference, and request_uri_method is get, or post with reference");
    };
  }

  static boolean flag(ObjectNode json, String member) {
    var node = json.get(member);
    if (node != null && !node.isBoolean()) {
      throw new MalformedInput("the member " + member + " is true or false");
    }
    return node != null && node.booleanValue();
  }

  ObjectNode toJson() {
    return Json.newObject()
        .put("prefix", prefix.name())
        .put("responseMode", responseMode.name())
        .put("passing", passing.name())
        .put("sameDevice", sameDevice);
  }

  static Manner restore(ObjectNode json) {
    return new Manner(
        ClientIdPrefix.valueOf(json.path("prefix").asText()),
        ResponseMode.valueOf(json.path("responseMode").asText()),
        Passing.valueOf(json.path("passing").asText()),
        json.path("sameDevice").asBoolean());
  }
}
