package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A well-formed KB-JWT, [RFC 9901, section
/// 4.3](https://www.rfc-editor.org/rfc/rfc9901#section-4.3).
record KeyBinding(
    Jws jws,
    Instant issuedAt,
    String audience,
    String nonce,
    String sdHash,
    List<String> transactionDataHashes) {
  static final String TYPE = "kb+jwt";
  static final int LENGTH_MAX = 8192;
  static final int TEXT_MAX = 1024;
  static final int TRANSACTIONS_MAX = 16;

  static KeyBinding parse(String compact) {
    var jws = Jws.parse(compact, LENGTH_MAX);
    if (!jws.typ().equals(TYPE)) {
      throw new MalformedInput("the typ of a KB-JWT is " + TYPE);
    }
    var claims = jws.unverifiedClaims();
    return new KeyBinding(
        jws,
        Instant.ofEpochSecond(Json.integer(claims, "iat", 0, Json.INTEGER_MAX / 1_000_000)),
        Json.text(claims, "aud", TEXT_MAX),
        Json.text(claims, "nonce", TEXT_MAX),
        Json.text(claims, "sd_hash", TEXT_MAX),
        hashes(claims));
  }

  private static List<String> hashes(ObjectNode claims) {
    if (!claims.has("transaction_data_hashes")) {
      return List.of();
    }
    if (claims.has("transaction_data_hashes_alg")
        && !Json.text(claims, "transaction_data_hashes_alg", 64).equals(Disclosing.SHA_256)) {
      throw new MalformedInput("transaction_data_hashes_alg is sha-256");
    }
    var hashes = new ArrayList<String>();
    for (JsonNode hash : Json.array(claims, "transaction_data_hashes", TRANSACTIONS_MAX)) {
      if (!hash.isTextual()) {
        throw new MalformedInput("a hash of transaction data is a text");
      }
      hashes.add(hash.textValue());
    }
    return hashes;
  }
}
