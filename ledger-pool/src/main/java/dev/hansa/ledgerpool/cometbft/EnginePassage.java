package dev.hansa.ledgerpool.cometbft;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerpool.cometbft.EngineRpc.EngineSilent;
import dev.hansa.ledgerprotocol.Members;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/// Passes on to the engine what a light client asks for, and nothing else: headers with their
/// votes, validators, the parameters of consensus. What was asked is written anew, so nothing
/// reaches the engine but a method of these and numbers.
public final class EnginePassage {
  /// No question is longer, in characters.
  public static final int QUESTION_MAX = 1024;

  /// How many questions are passed on in a second; a joining node asks some ten.
  static final int QUESTIONS_A_SECOND = 100;

  private static final long SECOND = 1_000_000_000L;
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,15}");
  private static final Set<String> METHODS = Set.of("commit", "validators", "consensus_params");
  private static final Set<String> PARAMETERS = Set.of("height", "page", "per_page");

  private final EngineRpc rpc;
  private final LongSupplier nanoTime;
  private long second;
  private int asked;

  EnginePassage(EngineRpc rpc, LongSupplier nanoTime) {
    this.rpc = rpc;
    this.nanoTime = nanoTime;
    this.second = nanoTime.getAsLong();
  }

  /// What became of a question.
  public sealed interface Passed {
    /// The engine's own answer, also where it is an error.
    record Answered(String body) implements Passed {}

    /// More was asked in this second than is passed on.
    record TooMany() implements Passed {}

    /// The engine does not run, or says nothing.
    record Silent() implements Passed {}
  }

  /// Throws [MalformedInput] for a question that is none of those that are passed on.
  public Passed ask(String question) {
    if (question.length() > QUESTION_MAX) {
      throw new MalformedInput("a question has at most " + QUESTION_MAX + " characters");
    }
    var json = Json.parseObject(question, QUESTION_MAX);
    Members.requireOnly(json, "jsonrpc", "id", "method", "params");
    var method = Json.text(json, "method", 32);
    if (!Json.text(json, "jsonrpc", 3).equals("2.0") || !METHODS.contains(method)) {
      throw new MalformedInput(
          "a question is JSON-RPC 2.0, for commit, validators or consensus_params");
    }
    var id = Json.integer(json, "id", -1, Json.INTEGER_MAX);
    var parameters = parameters(json);
    if (!enter()) {
      return new Passed.TooMany();
    }
    try {
      var answer = rpc.ask(method, parameters);
      return new Passed.Answered(answer.put("id", id).toString());
    } catch (EngineSilent e) {
      return new Passed.Silent();
    }
  }

  private static ObjectNode parameters(ObjectNode json) {
    var parameters = Json.newObject();
    if (json.has("params")) {
      var given = Json.object(json, "params");
      for (var name : (Iterable<String>) given::fieldNames) {
        number(given, name).ifPresent(number -> parameters.put(name, number));
      }
    }
    return parameters;
  }

  private static Optional<String> number(ObjectNode given, String name) {
    if (!PARAMETERS.contains(name)) {
      throw new MalformedInput("the parameters of a question are height, page and per_page");
    }
    var value = given.get(name);
    if (value.isNull()) {
      return Optional.empty();
    }
    var text = value.asText("");
    if (!NUMBER.matcher(text).matches()) {
      throw new MalformedInput("a parameter of a question is a number from 1");
    }
    return Optional.of(text);
  }

  private synchronized boolean enter() {
    long now = nanoTime.getAsLong();
    if (now - second >= SECOND) {
      second = now;
      asked = 0;
    }
    asked++;
    return asked <= QUESTIONS_A_SECOND;
  }
}
