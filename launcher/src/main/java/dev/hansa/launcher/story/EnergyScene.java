package dev.hansa.launcher.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.SignedIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Pia sells what her roof makes, Carl buys, the delivery is metered and settled.
final class EnergyScene {
  private static final long OFFERED_WH = 1_000;
  private static final long BOUGHT_WH = 600;
  private static final long DELIVERED_WH = 640;
  private static final long LOW_MICRO = 80_000;
  private static final long HIGH_MICRO = 120_000;
  private static final long BID_MICRO = 100_000;

  private final Stage stage;
  private final Consumer<Duration> advance;

  EnergyScene(Stage stage, Consumer<Duration> advance) {
    this.stage = stage;
    this.advance = advance;
  }

  /// What later scenes come back to: who sold, and the receipt of the order.
  record Sold(SignedIn pia, String receipt) {}

  Sold play() {
    var narrator = stage.narrator();
    var delivery = Quarters.ahead(stage.network().clock().instant());
    var pia =
        narrator.line(
            "Pia signs in to the market with her credential",
            () ->
                Narrator.told(
                    stage.wallets().open(CastMember.PIA.wallet()).signIn("person"),
                    "OIDC and OpenID4VP, participant"));
    var sale =
        narrator.line(
            "Pia shows her meter and offers 1,000 Wh at " + at(delivery) + ", 8 to 12 cents",
            () -> {
              var evidence = evidence(pia, "grid-connection-point");
              var order =
                  stage
                      .market()
                      .place(
                          pia, sell(delivery, OFFERED_WH, OptionalLong.of(HIGH_MICRO), evidence));
              return Narrator.told(
                  new Sale(evidence, receipt(order)),
                  "rule P03-sell, receipt %s",
                  Stage.brief(receipt(order)));
            });
    narrator.line(
        "Pia offers 3,000 Wh more: refused, beyond her connection",
        () -> {
          var refusal =
              Stage.refusedBy(
                  "F03-export-ceiling",
                  () ->
                      stage
                          .market()
                          .place(
                              pia, sell(delivery, 3_000, OptionalLong.empty(), sale.evidence())));
          return Narrator.done(
              "rule F03-export-ceiling, receipt %s",
              Stage.brief(refusal.body().path("receipt").asText()));
        });
    var carl = carlBuys(delivery);
    deliver(delivery);
    settle(delivery, pia, carl);
    return new Sold(pia, sale.receipt());
  }

  private record Sale(String evidence, String receipt) {}

  private SignedIn carlBuys(Instant delivery) {
    var carl =
        stage
            .narrator()
            .line(
                "Carl signs in",
                () ->
                    Narrator.told(
                        stage.wallets().open(CastMember.CARL.wallet()).signIn("person"),
                        "OIDC and OpenID4VP, participant"));
    stage
        .narrator()
        .line(
            "Carl shows meter and guarantee and buys 600 Wh; the book matches",
            () -> {
              var evidence = evidence(carl, "grid-connection-point", "payment-capability");
              var order =
                  stage
                      .market()
                      .place(
                          carl,
                          new Market.Order(
                              "BUY",
                              CastMember.ZONE,
                              delivery,
                              BOUGHT_WH,
                              BID_MICRO,
                              OptionalLong.empty(),
                              Optional.empty(),
                              List.of(evidence)));
              long traded = 0;
              for (var trade : order.path("trades")) {
                traded += trade.path("qtyWh").asLong();
              }
              Stage.require(traded == BOUGHT_WH, "the book should have matched 600 Wh");
              return Narrator.done(
                  "rule P04-buy, %d trades, receipt %s",
                  order.path("trades").size(), Stage.brief(receipt(order)));
            });
    return carl;
  }

  private void deliver(Instant delivery) {
    stage
        .narrator()
        .line(
            "The story's clock is moved on, to the end of the delivery",
            () -> {
              var end = delivery.plusSeconds(Quarters.SECONDS + 1);
              var by = Duration.between(stage.network().clock().instant(), end).plusSeconds(1);
              advance.accept(by);
              return Narrator.done("by %d min; all services share it", by.toMinutes());
            });
    stage
        .narrator()
        .line(
            "The grid operator meters: Pia gave 640 Wh, Carl took 600 Wh",
            () -> {
              var grid = stage.organisation(CastMember.GRID);
              long height = 0;
              for (var reading :
                  List.of(
                      Claims.reading(CastMember.ROOF.gsrn(), "EXPORT", delivery, DELIVERED_WH),
                      Claims.reading(CastMember.FLAT.gsrn(), "IMPORT", delivery, BOUGHT_WH))) {
                var credential = stage.issuing().issue(grid, Vct.hansa("metered-data"), reading);
                var taken = stage.market().handOverReading(grid, credential);
                height = taken.path("ledgerHeight").asLong();
              }
              return Narrator.done("2 metered-data, ledger height %d", height);
            });
  }

  private void settle(Instant delivery, SignedIn pia, SignedIn carl) {
    stage
        .narrator()
        .line(
            "The quarter hour is settled: postings sum to zero, a statement for each",
            () -> {
              var settlement = stage.market().settle(pia, CastMember.ZONE, delivery);
              Stage.require(
                  settlement.path("sumOfPostedMinor").asLong(-1) == 0
                      && settlement.path("sumOfExactNano").asLong(-1) == 0,
                  "the postings should sum to zero");
              var id = Json.text(settlement, "id", 100);
              var gets = stage.market().statement(pia, id);
              var pays = stage.market().statement(carl, id);
              return Narrator.done(
                  "Pia %s, Carl %s, exactly %s",
                  euros(gets.path("postedMinor").asLong()),
                  euros(pays.path("postedMinor").asLong()),
                  nanoEuros(gets.path("exactNano").asLong()));
            });
  }

  private Market.Order sell(Instant delivery, long wh, OptionalLong high, String evidence) {
    return new Market.Order(
        "SELL",
        CastMember.ZONE,
        delivery,
        wh,
        LOW_MICRO,
        high,
        Optional.empty(),
        List.of(evidence));
  }

  private String evidence(SignedIn who, String... types) {
    ObjectNode shown = stage.market().showEvidence(who, List.of(types));
    return Json.text(shown, "id", 200);
  }

  private static String receipt(ObjectNode answer) {
    return Json.text(answer, "receipt", 200);
  }

  private static String at(Instant delivery) {
    return delivery.toString().substring(11, 16) + " UTC";
  }

  static String euros(long minor) {
    return String.format(
        Locale.ROOT,
        "%sEUR %d.%02d",
        minor < 0 ? "-" : "+",
        Math.abs(minor) / 100,
        Math.abs(minor) % 100);
  }

  /// Nano-euros as cents with their fractions.
  private static String nanoEuros(long nano) {
    return String.format(Locale.ROOT, "%.4f cents", Math.abs(nano) / 1e7);
  }
}
