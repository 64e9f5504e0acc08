package dev.hansa.receipts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A receipt with all that a reader needs to check it without asking anybody: one file of canonical
/// JSON (RFC 8785). The checksum tells a damaged file from a false one; what is true is told by
/// signatures and proofs.
record ReceiptFile(
    String receipt,
    Commitments opened,
    SortedMap<String, String> statusTokens,
    Optional<PolicyTexts> policies,
    Place place,
    ObjectNode genesis,
    ObjectNode ledger) {
  static final String FORMAT = "hansa-receipt-file/1";
  static final int LENGTH_MAX = 16 * Json.LENGTH_MAX;
  private static final int PATH_MAX = 64;
  private static final int TOKENS_MAX = CredentialEvidence.COUNT_MAX;

  private static final Set<String> MEMBERS =
      Set.of("format", "receipt", "opened", "statusTokens", "log", "genesis", "ledger", "checksum");

  record PolicyTexts(String schema, String policies) {}

  /// Where the receipt stands in the log of this size, and the audit path to its root.
  record Place(long index, long treeSize, List<Bytes> path) {
    Place {
      path = List.copyOf(path);
    }
  }

  static ReceiptFile parse(Bytes file) {
    if (file.length() > LENGTH_MAX) {
      throw new MalformedInput("a receipt's file has at most " + LENGTH_MAX + " bytes");
    }
    var json = Json.parseObject(file.toUtf8(), LENGTH_MAX);
    if (!Json.canonical(json).equals(file)) {
      throw new MalformedInput("a receipt's file is canonical JSON");
    }
    for (var member : json.properties()) {
      if (!MEMBERS.contains(member.getKey()) && !member.getKey().equals("policies")) {
        throw new MalformedInput("a receipt's file has no member that we do not know");
      }
    }
    var checksum = Json.text(json, "checksum", 64);
    if (!checksum.equals(checksum(json))) {
      throw new MalformedInput("the checksum of a receipt's file is over all the rest");
    }
    if (!Json.text(json, "format", 64).equals(FORMAT)) {
      throw new MalformedInput("a receipt's file is of format " + FORMAT);
    }
    return new ReceiptFile(
        Json.text(json, "receipt", ReceiptClaims.JWS_MAX),
        Commitments.parse(Json.object(json, "opened")),
        tokens(Json.object(json, "statusTokens")),
        json.has("policies")
            ? Optional.of(policies(Json.object(json, "policies")))
            : Optional.empty(),
        place(Json.object(json, "log")),
        Json.object(json, "genesis"),
        Json.object(json, "ledger"));
  }

  private static SortedMap<String, String> tokens(ObjectNode json) {
    if (json.size() > TOKENS_MAX) {
      throw new MalformedInput("a receipt rests on at most " + TOKENS_MAX + " status lists");
    }
    var tokens = new TreeMap<String, String>();
    for (var member : json.properties()) {
      var token = member.getValue();
      if (!token.isTextual()
          || !Bytes.utf8(token.textValue()).sha256().toBase64Url().equals(member.getKey())) {
        throw new MalformedInput("a status list token stands under its hash");
      }
      tokens.put(member.getKey(), token.textValue());
    }
    return tokens;
  }

  private static PolicyTexts policies(ObjectNode json) {
    requireMembers(json, 2);
    return new PolicyTexts(
        Json.text(json, "schema", PolicySet.TEXT_MAX),
        Json.text(json, "policies", PolicySet.TEXT_MAX));
  }

  private static Place place(ObjectNode json) {
    requireMembers(json, 3);
    var path = new ArrayList<Bytes>();
    for (var hash : Json.array(json, "path", PATH_MAX)) {
      path.add(Bytes.fromBase64Url(hash.asText()));
    }
    return new Place(
        Json.integer(json, "index", 0, Json.INTEGER_MAX),
        Json.integer(json, "treeSize", 1, Json.INTEGER_MAX),
        path);
  }

  private static void requireMembers(ObjectNode json, int count) {
    if (json.size() != count) {
      throw new MalformedInput("a receipt's file has no member that we do not know");
    }
  }

  Bytes toBytes() {
    var json = Json.newObject().put("format", FORMAT).put("receipt", receipt);
    json.set("opened", opened.toJson());
    var tokens = json.putObject("statusTokens");
    statusTokens.forEach(tokens::put);
    policies.ifPresent(texts ->
        json.putObject("policies").put("schema", texts.schema()).put("policies", texts.policies()));
    var log = json.putObject("log").put("index", place.index()).put("treeSize", place.treeSize());
    var path = log.putArray("path");
    place.path().forEach(hash -> path.add(hash.toBase64Url()));
    json.set("genesis", genesis);
    json.set("ledger", ledger);
    json.put("checksum", checksum(json));
    return Json.canonical(json);
  }

  /// SHA-256 over the canonical file without its checksum.
  static String checksum(ObjectNode json) {
    var rest = json.deepCopy();
    rest.remove("checksum");
    return Json.hash(rest).toBase64Url();
  }

  ReceiptFile withLedger(ObjectNode answers) {
    return new ReceiptFile(receipt, opened, statusTokens, policies, place, genesis, answers);
  }

  @Override
  public String toString() {
    return "ReceiptFile[hidden]";
  }
}
