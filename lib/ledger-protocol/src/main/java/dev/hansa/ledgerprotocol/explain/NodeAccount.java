package dev.hansa.ledgerprotocol.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Members;
import dev.hansa.ledgerprotocol.RulesSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a node says of itself. Nobody signs it: it helps an operator and proves nothing.
///
/// `at` is the node's clock; `height`, `appHash` and `blockTime` are of its last block;
/// `committedAgo` is how long ago it kept that block; `waiting` requests of at most `waitingMax`
/// wait since `waitingFor` (as many as may, if one found no place within the last five seconds);
/// `freeBytes` is the room on its disk; `rules` is not said by nodes of older programs.
public record NodeAccount(
    String alias,
    Instant at,
    long height,
    String appHash,
    Instant blockTime,
    Duration committedAgo,
    Optional<String> halted,
    boolean validator,
    int waiting,
    int waitingMax,
    Duration waitingFor,
    long freeBytes,
    Optional<EngineAccount> engine,
    List<Peer> peers,
    Optional<RulesAccount> rules) {
  private static final int PEERS_MAX = 200;
  private static final int TEXT_MAX = 600;

  public NodeAccount {
    peers = List.copyOf(peers);
  }

  /// The engine beside a node: whether its process runs, how often it was started, the version and
  /// height it says, whether it fetches blocks still, and what it complained of last.
  public record EngineAccount(
      boolean running,
      int starts,
      boolean answers,
      String version,
      long height,
      boolean catchingUp,
      Optional<String> complaint) {}

  /// Which version of the rules counts for the node's next block, which is planned for later, and
  /// up to which its program has them.
  public record RulesAccount(long version, Optional<RulesSchedule.Upgrade> upgrade, long highest) {
    /// The upgrade that is planned and that the program lacks.
    public Optional<RulesSchedule.Upgrade> missing() {
      return upgrade.filter(planned -> planned.version() > highest);
    }
  }

  /// Another node that the ledger names.
  public record Peer(String alias, boolean validator, boolean connected) {}

  /// Reads an account from outside.
  public static NodeAccount parse(ObjectNode json) {
    var peers = new ArrayList<Peer>();
    for (var peer : Json.array(json, "peers", PEERS_MAX)) {
      peers.add(
          new Peer(
              Json.text(peer, "alias", TEXT_MAX),
              Members.bool(peer, "validator"),
              Members.bool(peer, "connected")));
    }
    return MalformedInput.unless(() ->
        new NodeAccount(
            Json.text(json, "alias", TEXT_MAX),
            Members.instant(json, "at"),
            Json.integer(json, "height", 0, Json.INTEGER_MAX),
            Json.text(json, "appHash", 64),
            Members.instant(json, "blockTime"),
            millis(json, "committedAgoMillis"),
            optional(json, "halted"),
            Members.bool(json, "validator"),
            (int) Json.integer(json, "waiting", 0, Integer.MAX_VALUE),
            (int) Json.integer(json, "waitingMax", 0, Integer.MAX_VALUE),
            millis(json, "waitingForMillis"),
            Json.integer(json, "freeBytes", 0, Long.MAX_VALUE),
            json.has("engine")
                ? Optional.of(engine(Json.object(json, "engine")))
                : Optional.empty(),
            peers,
            json.has("rules") ? Optional.of(rules(Json.object(json, "rules"))) : Optional.empty()));
  }

  private static RulesAccount rules(ObjectNode json) {
    return new RulesAccount(
        Json.integer(json, "version", 1, Json.INTEGER_MAX),
        json.has("upgrade")
            ? Optional.of(
                new RulesSchedule.Upgrade(
                    Json.integer(json.get("upgrade"), "version", 1, Json.INTEGER_MAX),
                    Json.integer(json.get("upgrade"), "height", 1, Json.INTEGER_MAX)))
            : Optional.empty(),
        Json.integer(json, "highest", 1, Json.INTEGER_MAX));
  }

  private static EngineAccount engine(ObjectNode json) {
    return new EngineAccount(
        Members.bool(json, "running"),
        (int) Json.integer(json, "starts", 0, Integer.MAX_VALUE),
        Members.bool(json, "answers"),
        json.path("version").asText(""),
        Json.integer(json, "height", 0, Json.INTEGER_MAX),
        Members.bool(json, "catchingUp"),
        optional(json, "complaint"));
  }

  private static Duration millis(JsonNode json, String member) {
    return Duration.ofMillis(Json.integer(json, member, 0, Json.INTEGER_MAX));
  }

  private static Optional<String> optional(JsonNode json, String member) {
    return json.has(member) ? Optional.of(Json.text(json, member, TEXT_MAX)) : Optional.empty();
  }

  public ObjectNode toJson() {
    var json =
        Json.newObject()
            .put("alias", alias)
            .put("at", at.toString())
            .put("height", height)
            .put("appHash", appHash)
            .put("blockTime", blockTime.toString())
            .put("committedAgoMillis", committedAgo.toMillis())
            .put("validator", validator)
            .put("waiting", waiting)
            .put("waitingMax", waitingMax)
            .put("waitingForMillis", waitingFor.toMillis())
            .put("freeBytes", freeBytes);
    halted.ifPresent(why -> json.put("halted", why));
    engine.ifPresent(said -> {
      var object =
          json.putObject("engine")
              .put("running", said.running())
              .put("starts", said.starts())
              .put("answers", said.answers())
              .put("version", said.version())
              .put("height", said.height())
              .put("catchingUp", said.catchingUp());
      said.complaint().ifPresent(words -> object.put("complaint", words));
    });
    rules.ifPresent(said -> {
      var object =
          json.putObject("rules").put("version", said.version()).put("highest", said.highest());
      said.upgrade()
          .ifPresent(planned ->
              object
                  .putObject("upgrade")
                  .put("version", planned.version())
                  .put("height", planned.height()));
    });
    var array = json.putArray("peers");
    peers.forEach(peer ->
        array
            .addObject()
            .put("alias", peer.alias())
            .put("validator", peer.validator())
            .put("connected", peer.connected()));
    return json;
  }
}
