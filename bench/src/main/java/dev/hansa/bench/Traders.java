package dev.hansa.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.SignedIn;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.story.Quarters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Pia, who sells, and Carl, who buys, signed in and with what their orders rest on shown.
final class Traders {
  /// Any price: both sides name it, so that they meet.
  static final long PRICE_MICRO = 100_000;

  private static final int TOKEN_MAX = 8192;

  private final Network network;
  private final Market market;
  private final Wallets wallets;
  private final String soldBy;
  private final String boughtBy;

  Traders(Network network) {
    this.network = network;
    this.market = new Market(network);
    this.wallets = new Wallets(network);
    this.soldBy = evidence("pia", List.of("grid-connection-point"));
    this.boughtBy = evidence("carl", List.of("grid-connection-point", "payment-capability"));
  }

  private String evidence(String wallet, List<String> types) {
    return Json.text(market.showEvidence(signIn(wallet), types), "id", 200);
  }

  Market market() {
    return market;
  }

  SignedIn signIn(String wallet) {
    return wallets.open(wallet).signIn("person");
  }

  String sellersEvidence() {
    return soldBy;
  }

  ObjectNode sell(SignedIn pia, Instant delivery, long wh) {
    return market.place(pia, order("SELL", delivery, wh, soldBy));
  }

  ObjectNode buy(SignedIn carl, Instant delivery, long wh) {
    return market.place(carl, order("BUY", delivery, wh, boughtBy));
  }

  private static Market.Order order(String side, Instant delivery, long wh, String evidence) {
    return new Market.Order(
        side,
        Quarters.ZONE,
        delivery,
        wh,
        PRICE_MICRO,
        OptionalLong.empty(),
        Optional.empty(),
        List.of(evidence));
  }

  /// The session that the wallet's newest sign-in began, as the marketplace reads it.
  String session(String wallet) throws IOException {
    var file = network.folder().wallets().resolve(wallet).resolve("session.json");
    var token =
        Json.text(
            Json.parseObject(Files.readString(file, StandardCharsets.UTF_8)),
            "accessToken",
            TOKEN_MAX);
    return Json.text(Jws.parse(token, TOKEN_MAX).unverifiedClaims(), "sid", 128);
  }

  /// The quarter hour that is so many after the first that can be traded for long enough.
  Instant delivery(int number) {
    return Quarters.ahead(network.clock().instant()).plusSeconds((number + 2) * Quarters.SECONDS);
  }
}
