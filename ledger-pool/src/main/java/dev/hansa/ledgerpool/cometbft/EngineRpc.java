package dev.hansa.ledgerpool.cometbft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.consensus.Header;
import dev.hansa.ledgerprotocol.consensus.Header.BlockId;
import dev.hansa.ledgerprotocol.consensus.SignedHeader;
import dev.hansa.ledgerprotocol.consensus.SignedHeader.Vote;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Locale;

/// The engine's own interface, JSON-RPC on an address of this machine: transactions go in, headers
/// with their votes come out. The engine answers with [EngineSilent] when it does not run, or does
/// not take part yet.
final class EngineRpc {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// An engine that is asked how it does says it at once, or is not well.
  private static final Duration ACCOUNT_TIMEOUT = Duration.ofSeconds(2);

  private static final int ANSWER_MAX = 1 << 22;
  private static final int COMMITTED = 2;

  private final URI address;
  private final HttpClient http;

  EngineRpc(URI address, HttpClient http) {
    this.address = address;
    this.http = http;
  }

  /// The engine gave no answer that helps; the message is one line.
  static final class EngineSilent extends Exception {
    private static final long serialVersionUID = 1L;

    EngineSilent(String why, Throwable cause) {
      super(why, cause);
    }

    EngineSilent(String why) {
      super(why);
    }
  }

  /// What became of a transaction that was handed in.
  enum Taken {
    TAKEN,
    /// It waits there already.
    KNOWN,
    /// The engine keeps no more.
    FULL,
    /// This node's own check refused it.
    REFUSED
  }

  Taken broadcast(ByteString transaction) throws EngineSilent {
    var parameters =
        Json.newObject().put("tx", Base64.getEncoder().encodeToString(transaction.toByteArray()));
    var answer = call("broadcast_tx_sync", parameters);
    if (answer.has("error")) {
      var why = errorOf(answer);
      if (why.contains("already exists in cache")) {
        return Taken.KNOWN;
      }
      if (why.contains("mempool is full")) {
        return Taken.FULL;
      }
      throw new EngineSilent(why);
    }
    return answer.path("result").path("code").asInt(1) == 0 ? Taken.TAKEN : Taken.REFUSED;
  }

  /// The header of a height, with the votes that committed it.
  SignedHeader commit(long height) throws EngineSilent {
    var answer = call("commit", Json.newObject().put("height", Long.toString(height)));
    if (answer.has("error")) {
      throw new EngineSilent(errorOf(answer));
    }
    try {
      return signedHeader(Json.object(Json.object(answer, "result"), "signed_header"));
    } catch (MalformedInput | DateTimeParseException | IllegalArgumentException e) {
      throw new EngineSilent("the engine's header has another form than this node knows", e);
    }
  }

  /// The engine's whole answer to a question, also where it is an error.
  ObjectNode ask(String method, ObjectNode parameters) throws EngineSilent {
    return call(method, parameters);
  }

  /// The engine's own account: `sync_info`, `validator_info`, `node_info`.
  ObjectNode status() throws EngineSilent {
    return result("status");
  }

  /// The engine's peers.
  ObjectNode peers() throws EngineSilent {
    return result("net_info");
  }

  private ObjectNode result(String method) throws EngineSilent {
    var answer = call(method, Json.newObject(), ACCOUNT_TIMEOUT);
    if (answer.get("result") instanceof ObjectNode result) {
      return result;
    }
    throw new EngineSilent(errorOf(answer));
  }

  private static String errorOf(JsonNode answer) {
    var error = answer.path("error");
    var said = error.path("message").asText("") + ": " + error.path("data").asText("");
    return said.length() > 300 ? said.substring(0, 300) : said;
  }

  private ObjectNode call(String method, ObjectNode parameters) throws EngineSilent {
    return call(method, parameters, TIMEOUT);
  }

  private ObjectNode call(String method, ObjectNode parameters, Duration timeout)
      throws EngineSilent {
    var body = Json.newObject().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    body.set("params", parameters);
    try {
      var response =
          http.send(
              HttpRequest.newBuilder(address)
                  .timeout(timeout)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(Json.utf8(body)))
                  .build(),
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX));
      return Json.parseObject(new String(response.body(), StandardCharsets.UTF_8), ANSWER_MAX);
    } catch (IOException e) {
      throw new EngineSilent("the engine does not answer", e);
    } catch (MalformedInput e) {
      throw new EngineSilent("the engine's answer is no JSON object", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineSilent("waiting for the engine was interrupted", e);
    }
  }

  private static SignedHeader signedHeader(ObjectNode json) {
    var header = Json.object(json, "header");
    var commit = Json.object(json, "commit");
    var votes = new ArrayList<Vote>();
    for (var vote : commit.path("signatures")) {
      if (vote.path("block_id_flag").asInt() == COMMITTED) {
        votes.add(
            new Vote(
                hex(vote, "validator_address"),
                Instant.parse(vote.path("timestamp").asText()),
                Bytes.copyOf(Base64.getDecoder().decode(vote.path("signature").asText()))));
      }
    }
    return new SignedHeader(
        header(header), commit.path("round").asLong(), blockId(commit.path("block_id")), votes);
  }

  private static Header header(JsonNode json) {
    return new Header(
        json.path("version").path("block").asLong(),
        json.path("version").path("app").asLong(),
        json.path("chain_id").asText(),
        json.path("height").asLong(),
        Instant.parse(json.path("time").asText()),
        blockId(json.path("last_block_id")),
        hex(json, "last_commit_hash"),
        hex(json, "data_hash"),
        hex(json, "validators_hash"),
        hex(json, "next_validators_hash"),
        hex(json, "consensus_hash"),
        hex(json, "app_hash"),
        hex(json, "last_results_hash"),
        hex(json, "evidence_hash"),
        hex(json, "proposer_address"));
  }

  private static BlockId blockId(JsonNode json) {
    var parts = json.path("parts");
    return new BlockId(hex(json, "hash"), parts.path("total").asLong(), hex(parts, "hash"));
  }

  private static Bytes hex(JsonNode json, String member) {
    return Bytes.fromHex(json.path(member).asText().toLowerCase(Locale.ROOT));
  }
}
