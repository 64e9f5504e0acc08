package dev.hansa.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.launcher.story.Quarters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `order`: energy of a quarter hour, sold and bought.
@Command(
    name = "order",
    description = "Sell and buy energy of a quarter hour.",
    subcommands = {
      OrderCommand.Sell.class,
      OrderCommand.Buy.class,
      OrderCommand.ListCommand.class,
      OrderCommand.Cancel.class,
      OrderCommand.Book.class
    })
final class OrderCommand extends Group {
  private static final long WH_MAX = 1_000_000_000_000L;
  private static final long TICK_MICRO = 10;

  /// What selling and buying have in common.
  abstract static class Place extends Act {
    @Parameters(paramLabel = "WALLET", description = "Whose wallet.")
    String wallet = "";

    @Option(names = "--wh", required = true, paramLabel = "WH", description = "How much, in Wh.")
    long wh;

    @Option(
        names = "--price",
        required = true,
        paramLabel = "MICRO[..MICRO]",
        description = {
          "The price in millionths of a euro per kWh: 100000 is 10 cents.",
          "A range, 80000..120000, becomes several orders within it."
        })
    String price = "";

    @Option(
        names = "--delivery",
        paramLabel = "TIME",
        description =
            "The start of the quarter hour, such as 2026-01-31T12:45:00Z (default: the first one that is 32 minutes ahead).")
    Optional<String> delivery = Optional.empty();

    @Option(
        names = "--zone",
        paramLabel = "EIC",
        defaultValue = Quarters.ZONE,
        description = "The price zone (default: ${DEFAULT-VALUE}).")
    String zone = Quarters.ZONE;

    @Option(
        names = "--tif",
        paramLabel = "GTC|IOC|FOK",
        description = "How long it stands (default: GTC).")
    Optional<String> timeInForce = Optional.empty();

    abstract String side();

    abstract List<String> evidence();

    @Override
    ExitCode run(Output output) {
      if (wh < 1 || wh > WH_MAX) {
        throw new Stop(ExitCode.USAGE, "--wh is from 1 to " + WH_MAX + ".");
      }
      var network = shared.connect();
      var market = new Market(network);
      var who = new Wallets(network).signedIn(wallet);
      var start =
          delivery
              .map(AccreditCommand::time)
              .orElseGet(() -> Quarters.ahead(network.clock().instant()));
      var shown = market.showEvidence(who, evidence());
      var prices = price.split("\\.\\.", -1);
      var answer =
          market.place(
              who,
              new Market.Order(
                  side(),
                  zone,
                  start,
                  wh,
                  number(prices[0]),
                  prices.length == 2 ? OptionalLong.of(number(prices[1])) : OptionalLong.empty(),
                  timeInForce,
                  List.of(Json.text(shown, "id", 200))));
      output.say(
          "Order %s for the quarter hour from %s: %s",
          answer.path("id").asText(), start, answer.path("state").asText());
      for (var trade : answer.path("trades")) {
        output.say("  traded %d Wh at %s", trade.path("qtyWh").asLong(), price(trade));
      }
      output.say("Receipt %s", answer.path("receipt").asText());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "sell", description = "Offer energy from one's own meter.")
  static final class Sell extends Place {
    @Override
    String side() {
      return "SELL";
    }

    @Override
    List<String> evidence() {
      return List.of("grid-connection-point");
    }
  }

  @Command(name = "buy", description = "Buy energy, with a payment guarantee.")
  static final class Buy extends Place {
    @Override
    String side() {
      return "BUY";
    }

    @Override
    List<String> evidence() {
      return List.of("grid-connection-point", "payment-capability");
    }
  }

  @Command(name = "list", description = "One's own orders and trades.")
  static final class ListCommand extends Act {
    @Parameters(paramLabel = "WALLET", description = "Whose wallet.")
    String wallet = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var who = new Wallets(network).signedIn(wallet);
      var orders = new Market(network).orders(who);
      var trades = new Market(network).trades(who);
      var rows = new ArrayList<List<String>>();
      for (var one : orders.path("orders")) {
        rows.add(
            List.of(
                one.path("id").asText(),
                one.path("side").asText(),
                one.path("qtyWh").asText() + " Wh",
                one.path("tradedWh").asText() + " traded",
                one.path("state").asText(),
                one.path("book").asText()));
      }
      for (var one : trades.path("trades")) {
        rows.add(
            List.of(
                "trade " + one.path("number").asText(),
                one.path("side").asText(),
                one.path("qtyWh").asText() + " Wh",
                "at " + price(one),
                one.path("state").asText(),
                one.path("book").asText()));
      }
      output.table(rows);
      var answer = Json.newObject();
      answer.set("orders", orders.path("orders"));
      answer.set("trades", trades.path("trades"));
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "cancel", description = "Take back what has not been traded.")
  static final class Cancel extends Act {
    @Parameters(index = "0", paramLabel = "WALLET", description = "Whose wallet.")
    String wallet = "";

    @Parameters(index = "1", paramLabel = "ORDER", description = "Its id.")
    String order = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer = new Market(network).cancel(new Wallets(network).signedIn(wallet), order);
      output.say("%s: %s", order, answer.path("state").asText());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "book",
      description = "What is offered and asked for a quarter hour, without names.")
  static final class Book extends Act {
    @Option(
        names = "--delivery",
        paramLabel = "TIME",
        description =
            "The start of the quarter hour (default: the first one that is 32 minutes ahead).")
    Optional<String> delivery = Optional.empty();

    @Option(
        names = "--zone",
        paramLabel = "EIC",
        defaultValue = Quarters.ZONE,
        description = "The price zone (default: ${DEFAULT-VALUE}).")
    String zone = Quarters.ZONE;

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      Instant start =
          delivery
              .map(AccreditCommand::time)
              .orElseGet(() -> Quarters.ahead(network.clock().instant()));
      var answer =
          network
              .calls()
              .get(network.url(HouseService.MARKETPLACE) + "/books/" + zone + "/" + start);
      if (answer.status() == 404) {
        output.say("Nothing was offered yet for the quarter hour from %s.", start);
        var empty = Json.newObject().put("book", zone + "/" + start);
        empty.putArray("asks");
        empty.putArray("bids");
        output.answer(empty);
        return ExitCode.DONE;
      }
      var book = answer.orRefusal();
      output.say(
          "%s, gate closes %s", book.path("book").asText(), book.path("gateCloses").asText());
      var rows = new ArrayList<List<String>>();
      book.path("asks").forEach(level -> rows.add(row("ask", level)));
      book.path("bids").forEach(level -> rows.add(row("bid", level)));
      output.table(rows);
      output.answer(book);
      return ExitCode.DONE;
    }

    private static List<String> row(String side, JsonNode level) {
      return List.of(side, price(level), level.path("qtyWh").asText() + " Wh");
    }
  }

  /// Prices are millionths of the currency's unit for a kWh; the book's steps are of 10 of them.
  private static String price(JsonNode node) {
    return BigDecimal.valueOf(node.path("priceMicro").asLong(), 6).toPlainString() + " EUR/kWh";
  }

  private static long number(String text) {
    try {
      long price = Long.parseLong(text.strip());
      if (price >= 0 && price % TICK_MICRO == 0) {
        return price;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Stop(
        ExitCode.USAGE,
        "A price reads 100000, or 80000..120000: millionths of a euro for a kWh, a multiple of "
            + TICK_MICRO
            + ".");
  }
}
