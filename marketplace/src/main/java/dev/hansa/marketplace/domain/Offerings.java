package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What providers list: a service in a country, for small cells in a band, as their licences allow.
public final class Offerings {
  public static final int BODY_MAX = 16_384;
  public static final int NAME_MAX = 200;

  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  private final Store store;
  private final Decisions decisions;
  private final Clock clock;

  public Offerings(Store store, Decisions decisions, Clock clock) {
    this.store = store;
    this.decisions = decisions;
    this.clock = clock;
  }

  public interface Store {
    /// Keeps a new offering; one that is there already under its identifier stays as it is.
    Offering add(Offering offering);

    Optional<Offering> find(String id);

    /// Newest first. Throws `MalformedInput` where `after` is no offering.
    Page<Offering> newest(Page.Request part);
  }

  public record Offering(
      String id, String party, ObjectNode body, String receipt, Instant created) {}

  public record Wish(
      String requestId,
      String name,
      String service,
      String country,
      Optional<String> band,
      Optional<String> description) {
    public static Wish parse(String text) {
      var json = Json.parseObject(text, BODY_MAX);
      var country = Json.text(json, "country", 2);
      if (!COUNTRY.matcher(country).matches()) {
        throw new MalformedInput("a country is an ISO 3166 code of two capital letters");
      }
      return new Wish(
          OrderWish.requestId(json),
          Json.text(json, "name", NAME_MAX),
          Json.text(json, "service", 64),
          country,
          json.has("band") ? Optional.of(Json.text(json, "band", 16)) : Optional.empty(),
          json.has("description")
              ? Optional.of(Json.text(json, "description", 4000))
              : Optional.empty());
    }
  }

  /// What became of a wish to list something.
  public sealed interface Outcome {
    record Refused(String receipt, List<Decisions.Reason> reasons) implements Outcome {
      public Refused {
        reasons = List.copyOf(reasons);
      }
    }

    record Listed(Offering offering) implements Outcome {}
  }

  public Outcome list(Trader trader, Wish wish) {
    var id =
        "off-"
            + Bytes.utf8(trader.party() + "\n" + wish.requestId())
                .sha256()
                .toHex()
                .substring(0, 32);
    var earlier = store.find(id);
    if (earlier.isPresent()) {
      return new Outcome.Listed(earlier.get());
    }
    var context = Json.newObject().put("service", wish.service()).put("country", wish.country());
    wish.band().ifPresent(band -> context.put("band", band));
    var act =
        new Decisions.Act(
            trader.sessionId(),
            "createOffering",
            "Catalogue",
            "telecom",
            Json.newObject().put("kind", "telecom"),
            context);
    return switch (decisions.decide(act)) {
      case Decisions.Decision.Refused(var receipt, var reasons) ->
          new Outcome.Refused(receipt, reasons);
      case Decisions.Decision.Allowed(var receipt, _) ->
          new Outcome.Listed(
              store.add(
                  new Offering(
                      id, trader.party(), body(id, trader, wish), receipt, clock.instant())));
    };
  }

  private static ObjectNode body(String id, Trader trader, Wish wish) {
    var body =
        Json.newObject()
            .put("id", id)
            .put("provider", trader.party())
            .put("name", wish.name())
            .put("service", wish.service())
            .put("country", wish.country());
    wish.band().ifPresent(band -> body.put("band", band));
    wish.description().ifPresent(text -> body.put("description", text));
    return body;
  }

  public Optional<Offering> find(String id) {
    return store.find(id);
  }

  public Page<Offering> newest(Page.Request part) {
    return store.newest(part);
  }
}
