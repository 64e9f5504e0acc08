package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.util.Optional;

/// Which version of the rules counts at which height, as the config state says under
/// [Keys#RULES_UPGRADE]: `{"version":1,"next":{"version":2,"height":400}}`. `version` counts below
/// the height of `next`, and where there is no `next`, at every height. A ledger that never planned
/// an upgrade has no such value, and counts by the version of its genesis.
public record RulesSchedule(long version, Optional<Upgrade> next) {
  /// Before anything was planned.
  public static final RulesSchedule OF_GENESIS =
      new RulesSchedule(Genesis.RULES_VERSION, Optional.empty());

  /// A version and the first height at which it counts.
  public record Upgrade(long version, long height) {}

  /// Reads the state's value, or its absence.
  public static RulesSchedule read(Optional<Bytes> value) {
    return value
        .map(StateJson::read)
        .map(json ->
            new RulesSchedule(
                Json.integer(json, "version", 1, Json.INTEGER_MAX),
                json.has("next")
                    ? Optional.of(
                        new Upgrade(
                            Json.integer(json.get("next"), "version", 1, Json.INTEGER_MAX),
                            Json.integer(json.get("next"), "height", 1, Json.INTEGER_MAX)))
                    : Optional.empty()))
        .orElse(OF_GENESIS);
  }

  /// What a ledger says after its last block.
  public static RulesSchedule of(LedgerReader committed) {
    var root = committed.head().orElseThrow().roots(SubLedger.CONFIG).stateRoot();
    return read(new Trie(root, committed::trieNode).get(Keys.RULES_UPGRADE));
  }

  public Bytes stateValue() {
    var json = Json.newObject().put("version", version);
    next.ifPresent(upgrade ->
        json.putObject("next").put("version", upgrade.version()).put("height", upgrade.height()));
    return StateJson.write(json);
  }

  /// The version that counts at a height.
  public long at(long height) {
    return next.filter(upgrade -> height >= upgrade.height()).map(Upgrade::version).orElse(version);
  }

  /// From which height on the version counts that counts at a height, as far as this value says: 0
  /// if it says no more.
  public long since(long height) {
    return next.map(Upgrade::height).filter(begin -> height >= begin).orElse(0L);
  }

  /// The upgrade that lies ahead of a height and can be cancelled there.
  public Optional<Upgrade> pendingAt(long height) {
    return next.filter(upgrade -> height < upgrade.height());
  }
}
