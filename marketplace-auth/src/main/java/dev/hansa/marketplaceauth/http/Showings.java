package dev.hansa.marketplaceauth.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.marketplaceauth.domain.Refusal;
import dev.hansa.marketplaceauth.domain.Showing;

/// What a showing of credentials looks like from outside, whatever it is for.
final class Showings {
  private Showings() {}

  static ObjectNode asked(Showing.Open open) {
    var asked = open.head().asked();
    return Json.newObject()
        .put("id", open.head().id())
        .put("state", "waiting")
        .put("openid4vp", asked.openid4vp())
        .put("request_uri", asked.requestUri())
        .put("expires", asked.expires().toString());
  }

  static ObjectNode state(Showing showing) {
    var json = Json.newObject().put("id", showing.head().id());
    return switch (showing) {
      case Showing.Open(_, boolean fetched) -> json.put("state", fetched ? "fetched" : "waiting");
      case Showing.Verified _ -> json.put("state", "verified");
      case Showing.Refused(_, var refusal) -> refusal(json.put("state", "refused"), refusal);
      case Showing.Expired _ -> json.put("state", "expired");
    };
  }

  private static ObjectNode refusal(ObjectNode json, Refusal refusal) {
    return json.put("reason", refusal.reason()).put("sentence", refusal.sentence());
  }
}
