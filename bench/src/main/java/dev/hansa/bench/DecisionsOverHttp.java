package dev.hansa.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.bench.Row.Limit;
import dev.hansa.identity.Json;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.launcher.story.Quarters;
import dev.hansa.receipts.Decision;
import dev.hansa.receipts.Evaluation;
import dev.hansa.receipts.PolicySet;
import java.util.ArrayList;
import java.util.List;

/// May Pia sell this? Asked as the marketplace asks, by the access evaluation API; the answer has a
/// signed receipt that is in the durable log. Beside it the same question to the policies alone.
final class DecisionsOverHttp implements Measurement {
  private static final int CLIENTS = 8;
  private static final double TARGET = 1_000;
  private static final String ACTION = "placeSellOrder";

  @Override
  public String name() {
    return "decision";
  }

  @Override
  public String what() {
    return "decisions with receipt over HTTP, " + CLIENTS + " clients";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var network = stand.peopled().network();
    var traders = new Traders(network);
    var pia = traders.signIn("pia");
    var question = question(traders, traders.session("pia"));
    var marketplace = network.organisations().require(HouseService.MARKETPLACE.serviceName());
    var auth = network.url(HouseService.MARKETPLACE_AUTH);
    Rate.Operation decide =
        () -> {
          var answer =
              network
                  .calls()
                  .postAs(marketplace, auth, "/access/v1/evaluation", question)
                  .orRefusal();
          Measurement.require(
              answer.path("decision").asBoolean() && answer.at("/context/receipt").isTextual(),
              "Pia may, and there is a receipt");
        };
    stand.say("decisions are asked for");
    var clients = new ArrayList<Rate.Operation>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(decide);
    }
    double rate = Rate.of(stand.measured(), stand.measured(), clients);

    var answer =
        network.calls().postAs(marketplace, auth, "/access/v1/evaluation", question).orRefusal();
    stand.say("a receipt gives facts and policies to those who are asked alone");
    var file =
        traders.market().receipt(pia, Json.text(Json.object(answer, "context"), "receipt", 200));
    return perSecond(
        rate,
        TARGET,
        new Limit("cedar-java alone, the same facts, 1 thread", cedar(stand, file)),
        new Limit("policies in process without receipt, 1 thread", policies(stand, file)));
  }

  private static ObjectNode question(Traders traders, String session) {
    var delivery = traders.delivery(0);
    var question = Json.newObject();
    question.putObject("subject").put("type", "session").put("id", session);
    question.putObject("action").put("name", ACTION);
    var resource = question.putObject("resource").put("type", "Lot");
    resource.put("id", Quarters.ZONE + "/" + delivery);
    resource
        .putObject("properties")
        .put("mechanism", "CDA")
        .put("zone", Quarters.ZONE)
        .put("currency", "EUR")
        .put("open", true)
        .put("gateCloses", delivery.minusSeconds(Quarters.SECONDS).toString());
    question
        .putObject("context")
        .put("deliveryStart", delivery.toString())
        .put("qtyWh", 1)
        .put("priceMicro", Traders.PRICE_MICRO)
        .put("alreadyOfferedWh", 0)
        .putArray("evidence")
        .add(traders.sellersEvidence());
    return question;
  }

  private static Evaluation evaluation(ObjectNode file) {
    var opened = Json.object(file, "opened");
    // The act itself is no secret: it stands in the receipt.
    var json = Json.newObject().put("action", ACTION);
    for (var part : List.of("principal", "resource", "context", "entities")) {
      json.set(part, opened.path(part).path("value"));
    }
    return Evaluation.parse(json);
  }

  private static double cedar(Stand stand, ObjectNode file) throws Exception {
    stand.say("limit: cedar-java alone");
    var texts = Json.object(file, "policies");
    var cedar =
        new CedarAlone(
            Json.text(texts, "schema", PolicySet.TEXT_MAX),
            Json.text(texts, "policies", PolicySet.TEXT_MAX),
            evaluation(file));
    return Rate.of(
        stand.measured().dividedBy(2),
        stand.measured().dividedBy(2),
        () -> Measurement.require(cedar.allows(), "Cedar says the same"));
  }

  private static double policies(Stand stand, ObjectNode file) throws Exception {
    stand.say("limit: the policies in process");
    var texts = Json.object(file, "policies");
    var policies =
        PolicySet.load(
            Json.text(texts, "schema", PolicySet.TEXT_MAX),
            Json.text(texts, "policies", PolicySet.TEXT_MAX));
    var evaluation = evaluation(file);
    return Rate.of(
        stand.measured().dividedBy(2),
        stand.measured().dividedBy(2),
        () ->
            Measurement.require(
                policies.decide(evaluation) instanceof Decision.Permit,
                "the policies say the same"));
  }
}
