package dev.hansa.receipts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The ledger's answers to certain questions, recorded from nodes or read from a receipt's file.
/// Nobody believes them: they go through the same client that checks the proofs of a node.
final class RecordedLedger implements LedgerTransport {
  static final int ANSWERS_MAX = 256;

  private final @Nullable LedgerTransport node;
  private final Map<String, ObjectNode> answers;
  private final Set<String> asked = new TreeSet<>();

  private RecordedLedger(@Nullable LedgerTransport node, Map<String, ObjectNode> answers) {
    this.node = node;
    this.answers = answers;
  }

  /// Asks the node, and remembers its last answer to each question.
  static RecordedLedger recording(LedgerTransport node) {
    return new RecordedLedger(node, new TreeMap<>());
  }

  /// Reads what [#toJson] wrote.
  static RecordedLedger of(ObjectNode json) {
    if (json.size() > ANSWERS_MAX) {
      throw new MalformedInput("a file has at most " + ANSWERS_MAX + " answers of the ledger");
    }
    var answers = new TreeMap<String, ObjectNode>();
    for (var member : json.properties()) {
      answers.put(member.getKey(), Json.object(json, member.getKey()));
    }
    return new RecordedLedger(null, answers);
  }

  ObjectNode toJson() {
    var json = Json.newObject();
    answers.forEach(json::set);
    return json;
  }

  /// True if somebody asked for every answer: then nothing stands in the file that no check covers.
  boolean allAsked() {
    return asked.containsAll(answers.keySet());
  }

  private Answer answer(String question, Function<LedgerTransport, Answer> ask) {
    asked.add(question);
    if (node != null) {
      var answer = ask.apply(node);
      if (answer.status() == 200) {
        answers.put(question, answer.body());
      }
      return answer;
    }
    var known = answers.get(question);
    if (known == null) {
      throw new LedgerUnavailable("the file has the ledger's answer to each question");
    }
    return new Answer(200, known.deepCopy());
  }

  @Override
  public Answer submit(String request) {
    throw new LedgerUnavailable("a reader writes nothing");
  }

  @Override
  public Answer state(SubLedger ledger, Bytes key) {
    return answer(
        "state/" + ledger.code() + "/" + key.toBase64Url(), from -> from.state(ledger, key));
  }

  @Override
  public Answer list(SubLedger ledger, Bytes prefix) {
    return answer(
        "list/" + ledger.code() + "/" + prefix.toBase64Url(), from -> from.list(ledger, prefix));
  }

  @Override
  public Answer transaction(SubLedger ledger, long seqNo) {
    return answer(
        "transaction/" + ledger.code() + "/" + seqNo, from -> from.transaction(ledger, seqNo));
  }

  @Override
  public Answer checkpoint() {
    return answer("checkpoint", LedgerTransport::checkpoint);
  }

  /// Asked by a client that reads on for long. It is no part of what a file proves: each of its
  /// answers leads to a checkpoint of its own.
  @Override
  public Answer consistency(SubLedger ledger, long first, long second) {
    if (node == null) {
      throw new LedgerUnavailable("a file has no consistency proofs");
    }
    return node.consistency(ledger, first, second);
  }

  @Override
  public List<LedgerTransport> nodes() {
    return node == null
        ? List.of(this)
        : node.nodes().stream()
            .<LedgerTransport>map(each -> new RecordedLedger(each, answers))
            .toList();
  }
}
