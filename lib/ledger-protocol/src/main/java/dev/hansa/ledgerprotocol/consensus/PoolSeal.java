package dev.hansa.ledgerprotocol.consensus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Members;
import java.util.ArrayList;
import java.util.List;

/// How a pool vouches for a checkpoint: the next block's header, which names the app hash, with the
/// votes of more than two thirds of the validators, and each change of the validators since the
/// genesis.
public record PoolSeal(SignedHeader signed, Validators validators, List<Step> trail) {
  /// No trail is longer; a reader of a network with more changes begins at a pinned checkpoint.
  public static final int TRAIL_MAX = 256;

  public PoolSeal {
    trail = List.copyOf(trail);
    if (trail.size() > TRAIL_MAX) {
      throw new IllegalArgumentException("a trail has at most " + TRAIL_MAX + " steps");
    }
  }

  /// A header, signed by the validators of its time, that names those that follow at once.
  public record Step(SignedHeader signed, Validators next) {}

  /// Reads a seal from outside. It is believed by nobody until [PoolTrust] said so.
  public static PoolSeal parse(ObjectNode json) {
    Members.requireOnly(json, "signed", "validators", "trail");
    var trail = new ArrayList<Step>();
    for (var step : Json.array(json, "trail", TRAIL_MAX)) {
      Members.requireOnly(step, "signed", "next");
      trail.add(
          new Step(
              SignedHeader.parse(Json.object(step, "signed")), Validators.parse(step, "next")));
    }
    return MalformedInput.unless(() ->
        new PoolSeal(
            SignedHeader.parse(Json.object(json, "signed")),
            Validators.parse(json, "validators"),
            trail));
  }

  public ObjectNode toJson() {
    var json = Json.newObject();
    json.set("signed", signed.toJson());
    json.set("validators", validators.toJson());
    var array = json.putArray("trail");
    for (var step : trail) {
      var entry = array.addObject();
      entry.set("signed", step.signed().toJson());
      entry.set("next", step.next().toJson());
    }
    return json;
  }
}
