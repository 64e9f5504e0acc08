package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a wallet says of itself when it fetches a request by POST, [OpenID4VP 1.0, sections 5.10
/// and 10](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-10). Members
/// that we do not know are ignored.
public record WalletMetadata(
    Optional<Set<String>> formats,
    Optional<Set<String>> prefixes,
    Optional<Set<String>> responseModes,
    Optional<Set<String>> signingAlgorithms,
    Optional<Set<String>> encryptionAlgorithms,
    Optional<Set<String>> encryptions,
    Optional<Recipient> recipient) {
  public static final int LENGTH_MAX = 16 * 1024;
  private static final int LIST_MAX = 32;
  private static final int KEYS_MAX = 16;
  private static final int NAME_MAX = 128;

  /// A wallet that says nothing of itself.
  public static final WalletMetadata NONE =
      new WalletMetadata(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// The key that the wallet wants its request encrypted to.
  public record Recipient(VerificationKey.P256 key, Optional<String> kid) {}

  public static WalletMetadata parse(String text) {
    var json = Json.parseObject(text, LENGTH_MAX);
    return new WalletMetadata(
        json.has("vp_formats_supported")
            ? Optional.of(names(Json.object(json, "vp_formats_supported")))
            : Optional.empty(),
        list(json, "client_id_prefixes_supported"),
        list(json, "response_modes_supported"),
        list(json, "request_object_signing_alg_values_supported"),
        list(json, "authorization_encryption_alg_values_supported"),
        list(json, "authorization_encryption_enc_values_supported"),
        recipient(json));
  }

  private static Set<String> names(ObjectNode formats) {
    var names = new HashSet<String>();
    formats.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Optional<Set<String>> list(ObjectNode json, String member) {
    if (!json.has(member)) {
      return Optional.empty();
    }
    var names = new HashSet<String>();
    for (var entry : Json.array(json, member, LIST_MAX)) {
      if (!entry.isTextual() || entry.textValue().length() > NAME_MAX) {
        throw new MalformedInput("the entries of " + member + " are short texts");
      }
      names.add(entry.textValue());
    }
    return Optional.of(names);
  }

  /// The first key that we can encrypt to; a wallet that has only others gets no request.
  private static Optional<Recipient> recipient(ObjectNode json) {
    if (!json.has("jwks")) {
      return Optional.empty();
    }
    for (JsonNode jwk : Json.array(Json.object(json, "jwks"), "keys", KEYS_MAX)) {
      if (jwk.path("crv").asText().equals("P-256")
          && !jwk.path("use").asText("enc").equals("sig")
          && jwk.path("alg").asText().equals(Jwe.ALGORITHM)) {
        var open = jwk.deepCopy();
        ((ObjectNode) open).remove("alg");
        if (VerificationKey.fromJwk(open) instanceof VerificationKey.P256 key) {
          var kid =
              jwk.has("kid")
                  ? Optional.of(Json.text(jwk, "kid", NAME_MAX))
                  : Optional.<String>empty();
          return Optional.of(new Recipient(key, kid));
        }
      }
    }
    throw new MalformedInput("the jwks of a wallet has a P-256 key for ECDH-ES");
  }

  /// Why this wallet cannot answer such a request, in a sentence.
  Optional<String> refusal(Manner manner, Set<String> asked) {
    if (lacks(prefixes, manner.prefix().text())) {
      return Optional.of("the wallet knows no client identifier prefix that is used here");
    }
    if (formats.isPresent() && !formats.get().containsAll(asked)) {
      return Optional.of("the wallet has the formats that are asked for");
    }
    if (lacks(signingAlgorithms, "ES256")) {
      return Optional.of("the wallet checks request objects signed by ES256");
    }
    if (lacks(responseModes, manner.responseMode().text())) {
      return Optional.of("the wallet answers by the response mode that is asked for");
    }
    if (manner.responseMode().isEncrypted()
        && (lacks(encryptionAlgorithms, Jwe.ALGORITHM) || encryptions(true).isEmpty())) {
      return Optional.of("the wallet encrypts by ECDH-ES and A128GCM or A256GCM");
    }
    return Optional.empty();
  }

  private static boolean lacks(Optional<Set<String>> known, String name) {
    return known.isPresent() && !known.get().contains(name);
  }

  /// The content encryptions that both sides have.
  List<Jwe.Encryption> encryptions(boolean encrypted) {
    var both = new ArrayList<Jwe.Encryption>();
    for (var each : Jwe.Encryption.values()) {
      if (encrypted && !lacks(encryptions, each.name())) {
        both.add(each);
      }
    }
    return both;
  }
}
