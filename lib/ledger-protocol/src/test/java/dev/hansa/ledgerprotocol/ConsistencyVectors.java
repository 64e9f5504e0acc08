package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.util.Map;
import java.util.function.Consumer;

/// Fills `vectors/ledger/consistency`: true answers about two sizes of the story's domain log, and
/// lies with one defect each. `older` and `newer` are roots as in a checkpoint.
final class ConsistencyVectors {
  private final TestNetwork net;
  private final Map<String, ObjectNode> files;

  ConsistencyVectors(TestNetwork net, Map<String, ObjectNode> files) {
    this.net = net;
    this.files = files;
  }

  void fill() {
    long size = net.store.head().orElseThrow().roots(SubLedger.DOMAIN).size();
    for (var sizes :
        new long[][] {{1, 1}, {1, 2}, {2, 3}, {3, 7}, {4, 8}, {6, 7}, {7, 8}, {8, 9}, {5, size}}) {
      put("grown-" + sizes[0] + "-" + sizes[1], "none", null, sizes[0], sizes[1], _ -> {});
    }
    put("whole", "none", null, size, size, _ -> {});
    var rewritten = Unproved.Reason.REWRITTEN;
    var malformed = Unproved.Reason.MALFORMED_ANSWER;
    var other = Unproved.Reason.OTHER_QUESTION;
    put("hash-changed", "a bit of a hash is flipped", rewritten, 3, 7, v -> change(path(v), 1));
    put(
        "hash-missing",
        "the last hash is left out",
        rewritten,
        3,
        7,
        v -> {
          var _ = path(v).remove(path(v).size() - 1);
        });
    put("hash-too-many", "a hash stands twice", rewritten, 3, 7, v -> path(v).add(path(v).get(0)));
    put(
        "path-where-none-is",
        "equal logs have a path",
        rewritten,
        4,
        4,
        v -> path(v).add(v.get("newer").get("logRoot")));
    put(
        "old-transaction-rewritten",
        "the older log had another root",
        rewritten,
        3,
        7,
        v -> Json.object(v, "older").put("logRoot", TestNetwork.hash("other").toBase64Url()));
    put(
        "newer-rewritten",
        "the newer log has another root",
        rewritten,
        3,
        7,
        v -> Json.object(v, "newer").put("logRoot", TestNetwork.hash("other").toBase64Url()));
    put(
        "same-size-other-root",
        "a log as long as before has another root",
        rewritten,
        4,
        4,
        v -> Json.object(v, "newer").put("logRoot", TestNetwork.hash("other").toBase64Url()));
    put(
        "other-first",
        "the answer is about another older log",
        other,
        3,
        7,
        v -> Json.object(v, "answer").put("first", 4));
    put(
        "other-second",
        "the answer is about another newer log",
        other,
        3,
        7,
        v -> Json.object(v, "answer").put("second", 8));
    put(
        "other-ledger",
        "the answer is about another ledger",
        other,
        3,
        7,
        v -> Json.object(v, "answer").put("ledger", 0));
    put(
        "turned",
        "the shorter log comes second",
        malformed,
        3,
        7,
        v -> Json.object(v, "answer").put("first", 7).put("second", 3));
    put(
        "from-nothing",
        "first is 0",
        malformed,
        3,
        7,
        v -> Json.object(v, "answer").put("first", 0));
    put(
        "hash-short",
        "a hash has 31 bytes",
        malformed,
        3,
        7,
        v -> {
          var _ = path(v).set(0, Bytes.copyOf(new byte[31]).toBase64Url());
        });
    put(
        "member-more",
        "there is a member that nobody knows",
        malformed,
        3,
        7,
        v -> Json.object(v, "answer").put("more", true));
    put(
        "path-missing",
        "there is no path",
        malformed,
        3,
        7,
        v -> {
          var _ = Json.object(v, "answer").remove("path");
        });
  }

  private static ArrayNode path(ObjectNode vector) {
    return (ArrayNode) vector.get("answer").get("path");
  }

  private static void change(ArrayNode path, int index) {
    var bytes = Bytes.fromBase64Url(path.get(index).textValue()).toArray();
    bytes[31] ^= 1;
    var _ = path.set(index, Bytes.copyOf(bytes).toBase64Url());
  }

  private void put(
      String name,
      String defect,
      Unproved.@org.jspecify.annotations.Nullable Reason reason,
      long first,
      long second,
      Consumer<ObjectNode> lie) {
    var vector = Json.newObject().put("defect", defect);
    if (reason != null) {
      var _ = vector.put("reason", reason.code());
    }
    vector.set("older", roots(first));
    vector.set("newer", roots(second));
    vector.set(
        "answer",
        LedgerAnswers.consistency(
                net.store, net.checkpoint(net.now()), SubLedger.DOMAIN, first, second)
            .orElseThrow());
    lie.accept(vector);
    files.put(name, vector);
  }

  private ObjectNode roots(long size) {
    var root = MerkleLog.root(size, Block.nodes(net.store, SubLedger.DOMAIN));
    return Json.newObject()
        .put("ledger", SubLedger.DOMAIN.code())
        .put("size", size)
        .put("logRoot", root.toBase64Url());
  }
}
