package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.ledgerprotocol.IndyRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What people, machines and organisations do in the market.
public final class Market {
  private static final Set<String> UNDECIDED = Set.of("waiting", "fetched");

  private final Network network;

  public Market(Network network) {
    this.network = network;
  }

  /// An order: a price, or a range with `steps` orders in it.
  public record Order(
      String side,
      String zone,
      Instant deliveryStart,
      long qtyWh,
      long lowMicro,
      OptionalLong highMicro,
      Optional<String> timeInForce,
      List<String> evidence) {
    public Order {
      evidence = List.copyOf(evidence);
    }
  }

  // Onboarding and evidence: marketplace-auth.

  /// An organisation shows its credentials once, from its wallet; its facts are known from then on.
  public ObjectNode join(Organisation organisation, Holder wallet) {
    var auth = network.url(HouseService.MARKETPLACE_AUTH);
    var opened =
        network.calls().postAs(organisation, auth, "/members", Json.newObject()).orRefusal();
    wallet.present(Json.text(opened, "openid4vp", 8192));
    return decided(
        Waiting.whileState(
            UNDECIDED,
            () ->
                network
                    .calls()
                    .getAs(organisation, auth, "/members/" + Json.text(opened, "id", 200))
                    .orRefusal()));
  }

  /// Shows credentials that an order rests on; the evidence's id goes with the order.
  public ObjectNode showEvidence(SignedIn who, List<String> types) {
    var auth = network.url(HouseService.MARKETPLACE_AUTH);
    var body = Json.newObject();
    var list = body.putArray("types");
    types.forEach(list::add);
    var opened = who.post(auth + "/evidence", body).orRefusal();
    who.present(Json.text(opened, "openid4vp", 8192));
    return decided(
        Waiting.whileState(
            UNDECIDED,
            () -> who.get(auth + "/evidence/" + Json.text(opened, "id", 200)).orRefusal()));
  }

  private static ObjectNode decided(ObjectNode answer) {
    if (answer.path("state").asText().equals("verified")) {
      return answer;
    }
    throw Refusal.of(new Answer(403, answer));
  }

  // Offerings and orders: marketplace.

  public ObjectNode list(
      SignedIn who, String name, String service, String country, Optional<String> band) {
    var body = withRequestId().put("name", name).put("service", service).put("country", country);
    band.ifPresent(b -> body.put("band", b));
    return who.post(market("/offerings"), body).orRefusal();
  }

  public ObjectNode offerings() {
    return Parts.all(
        "offerings", part -> network.calls().get(market("/offerings?" + part)).orRefusal());
  }

  public ObjectNode place(SignedIn who, Order order) {
    var body =
        withRequestId()
            .put("side", order.side())
            .put("zone", order.zone())
            .put("deliveryStart", order.deliveryStart().toString())
            .put("qtyWh", order.qtyWh());
    if (order.highMicro().isPresent()) {
      body.putObject("range")
          .put("loMicro", order.lowMicro())
          .put("hiMicro", order.highMicro().getAsLong());
    } else {
      body.putObject("limit").put("priceMicro", order.lowMicro());
    }
    order.timeInForce().ifPresent(tif -> body.put("tif", tif));
    var evidence = body.putArray("evidence");
    order.evidence().forEach(evidence::add);
    return who.post(market("/orders"), body).orRefusal();
  }

  public ObjectNode cancel(SignedIn who, String order) {
    return who.post(market("/orders/" + order + "/cancel"), withRequestId()).orRefusal();
  }

  public ObjectNode orders(SignedIn who) {
    return Parts.all("orders", part -> who.get(market("/orders?" + part)).orRefusal());
  }

  public ObjectNode trades(SignedIn who) {
    return Parts.all("trades", part -> who.get(market("/trades?" + part)).orRefusal());
  }

  public ObjectNode book(String zone, Instant deliveryStart) {
    return network.calls().get(market("/books/" + zone + "/" + deliveryStart)).orRefusal();
  }

  public ObjectNode handOverReading(Organisation caller, String credential) {
    return network
        .calls()
        .postAs(
            caller,
            network.url(HouseService.MARKETPLACE),
            "/metered-data",
            Json.newObject().put("credential", credential))
        .orRefusal();
  }

  public ObjectNode settle(SignedIn who, String zone, Instant deliveryStart) {
    return who.post(
            market("/settlements"),
            withRequestId().put("zone", zone).put("deliveryStart", deliveryStart.toString()))
        .orRefusal();
  }

  public ObjectNode statement(SignedIn who, String settlement) {
    return who.get(market("/settlements/" + settlement + "/statement")).orRefusal();
  }

  // Agreements: marketplace, with the person's signature at marketplace-auth.

  public ObjectNode propose(SignedIn who, Did customer, ObjectNode terms) {
    var body = withRequestId().put("customer", customer.toString());
    body.set("terms", terms);
    return who.post(market("/agreements"), body).orRefusal();
  }

  public ObjectNode agreements(SignedIn who) {
    return Parts.all("agreements", part -> who.get(market("/agreements?" + part)).orRefusal());
  }

  public ObjectNode agreement(SignedIn who, String id) {
    return who.get(market("/agreements/" + id)).orRefusal();
  }

  /// A person signs for its organisation: the wallet's key signs the hash of the terms.
  public ObjectNode sign(SignedIn who, String id, String summary) {
    var auth = network.url(HouseService.MARKETPLACE_AUTH);
    var agreement = agreement(who, id);
    var hash = Json.text(agreement, "termsHash", 64);
    if (!Json.hash(Json.object(agreement, "terms")).toBase64Url().equals(hash)) {
      throw new Stop(
          ExitCode.REFUSED,
          "The market's hash is not that of the terms it shows; nothing was signed.");
    }
    var opened =
        who.post(
                auth + "/signatures",
                Json.newObject()
                    .put("agreementId", id)
                    .put("termsHash", hash)
                    .put("summary", summary))
            .orRefusal();
    who.present(Json.text(opened, "openid4vp", 8192));
    var signature = Json.text(opened, "id", 200);
    var _ =
        decided(
            Waiting.whileState(
                UNDECIDED, () -> who.get(auth + "/signatures/" + signature).orRefusal()));
    return who.post(
            market("/agreements/" + id + "/signatures"),
            Json.newObject().put("signature", signature))
        .orRefusal();
  }

  /// An organisation signs the ledger request with its NYM key, after looking at what it says.
  public ObjectNode signForLedger(Organisation organisation, String id) {
    var base = network.url(HouseService.MARKETPLACE);
    var waiting =
        network
            .calls()
            .getAs(organisation, base, "/agreements/" + id + "/ledger-request")
            .orRefusal();
    var request = IndyRequest.parse(Json.object(waiting, "request").toString());
    requireSame(request, id, organisation.did());
    var signature =
        Bytes.copyOf(organisation.nym().sign(request.signatureInput().toArray())).toBase64Url();
    return network
        .calls()
        .postAs(
            organisation,
            base,
            "/agreements/" + id + "/ledger-signatures",
            Json.newObject().put("did", organisation.did().toString()).put("signature", signature))
        .orRefusal();
  }

  /// What is signed is this agreement, with this organisation as a party.
  private static void requireSame(IndyRequest request, String id, Did did) {
    var payload =
        Json.parseObject(
            Bytes.fromBase64Url(
                Json.text(Json.object(request.toJson(), "operation"), "payload", 65_536)));
    var party = did.toString();
    if (!payload.path("agreementId").asText().equals(id)
        || !(payload.path("provider").asText().equals(party)
            || payload.path("customer").asText().equals(party))) {
      throw new Stop(
          ExitCode.REFUSED, "The ledger request is not of this agreement; nothing was signed.");
    }
  }

  public ObjectNode report(SignedIn machine, String agreement, String credential) {
    return machine
        .post(
            market("/agreements/" + agreement + "/reports"),
            Json.newObject().put("credential", credential))
        .orRefusal();
  }

  public ObjectNode credits(SignedIn who, String agreement) {
    return who.get(market("/agreements/" + agreement + "/credits")).orRefusal();
  }

  // Receipts: marketplace-auth.

  /// The receipt with everything that a replay needs, once it is anchored on the ledger.
  public ObjectNode receipt(SignedIn who, String id) {
    var auth = network.url(HouseService.MARKETPLACE_AUTH);
    return Waiting.whileConflict(() -> who.get(auth + "/receipts/" + id));
  }

  public ObjectNode receipt(Organisation owner, String id) {
    var auth = network.url(HouseService.MARKETPLACE_AUTH);
    return Waiting.whileConflict(() -> network.calls().getAs(owner, auth, "/receipts/" + id));
  }

  private String market(String path) {
    return network.url(HouseService.MARKETPLACE) + path;
  }

  private ObjectNode withRequestId() {
    return Json.newObject().put("requestId", Ids.next(network.random()));
  }
}
