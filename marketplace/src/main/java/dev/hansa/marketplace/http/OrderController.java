package dev.hansa.marketplace.http;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.Books;
import dev.hansa.marketplace.domain.CancelOutcome;
import dev.hansa.marketplace.domain.OrderOutcome;
import dev.hansa.marketplace.domain.OrderWish;
import dev.hansa.marketplace.domain.Orders;
import dev.hansa.marketrules.book.BookEvent;
import dev.hansa.marketrules.book.BookedTrade;
import dev.hansa.marketrules.book.Depth;
import dev.hansa.marketrules.book.OrderBook;
import dev.hansa.marketrules.book.OrderView;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HashMap;
import java.util.List;

/// Orders of energy: `POST /orders`, `GET /orders`, `GET /orders/{id}`, `POST /orders/{id}/cancel`,
/// the anonymous books and one's own trades.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "orders")
final class OrderController {
  private final Orders orders;
  private final Books books;
  private final Callers callers;

  OrderController(Orders orders, Books books, Callers callers) {
    this.orders = orders;
    this.books = books;
    this.callers = callers;
  }

  @Post("/orders")
  HttpResponse<String> place(HttpRequest<?> request, @Body String body) {
    var trader = callers.trader(request);
    return switch (orders.place(trader, OrderWish.parse(body))) {
      case OrderOutcome.NoMeter _ ->
          Refusals.problem(
              HttpStatus.BAD_REQUEST,
              "meter-needed",
              "Show the electricity meter of this order",
              "an order names the evidence of a grid-connection-point of its party");
      case OrderOutcome.Rejected(var reason) ->
          Refusals.problem(
              HttpStatus.CONFLICT, "order-rejected", "The book does not take this", reason.says());
      case OrderOutcome.Refused(var receipt, var reasons) -> Refusals.refused(receipt, reasons);
      case OrderOutcome.Overtaken(var receipt, var rule, var says) ->
          Refusals.refused(receipt, rule, says);
      case OrderOutcome.Placed(var order, var events, var receipt) -> {
        var answer = json(order).put("receipt", receipt);
        var trades = answer.putArray("trades");
        for (var event : events) {
          if (event instanceof BookEvent.Traded(var trade)) {
            trades
                .addObject()
                .put("number", trade.number())
                .put("qtyWh", trade.qtyWh())
                .put("priceMicro", trade.priceMicro());
          }
        }
        yield Refusals.created(answer);
      }
    };
  }

  @Get("/orders")
  HttpResponse<String> mine(HttpRequest<?> request) {
    var party = callers.trader(request).party();
    var page = books.ofParty(party, Pages.wanted(request));
    // Each book is looked at once, however many of these orders are in it.
    var views = new HashMap<String, OrderView>();
    page.entries().stream()
        .collect(groupingBy(placed -> placed.terms().id()))
        .forEach((bookId, inBook) -> {
          var _ =
              books.look(
                  bookId,
                  book -> {
                    inBook.forEach(placed ->
                        book.order(placed.orderId())
                            .ifPresent(view -> views.put(placed.orderId(), view)));
                    return bookId;
                  });
        });
    return Refusals.ok(
        Pages.json(
            "orders",
            page,
            placed ->
                json(requireNonNull(views.get(placed.orderId())))
                    .put("book", placed.terms().id())));
  }

  @Get("/orders/{id}")
  HttpResponse<String> one(HttpRequest<?> request, String id) {
    var party = callers.trader(request).party();
    return books
        .find(id)
        .filter(placed -> placed.party().equals(party))
        .flatMap(placed -> books.look(placed.terms().id(), book -> book.order(id)))
        .flatMap(view -> view)
        .map(view -> Refusals.ok(json(view)))
        .orElseGet(() -> Refusals.notFound("You have no such order"));
  }

  @Post("/orders/{id}/cancel")
  HttpResponse<String> cancel(HttpRequest<?> request, String id, @Body String body) {
    var trader = callers.trader(request);
    var requestId = Json.text(Json.parseObject(body, OrderWish.BODY_MAX), "requestId", 64);
    return switch (orders.cancel(trader, id, requestId)) {
      case CancelOutcome.NoSuchOrder _ -> Refusals.notFound("You have no such order");
      case CancelOutcome.Refused(var receipt, var reasons) -> Refusals.refused(receipt, reasons);
      case CancelOutcome.Cancelled(var order, var receipt) ->
          Refusals.ok(json(order).put("receipt", receipt));
    };
  }

  /// What anyone may see of a book: no names, no identifiers.
  @Get("/books/{zone}/{deliveryStart}")
  HttpResponse<String> book(String zone, String deliveryStart) {
    var id = OrderWish.zone(zone) + "/" + OrderWish.interval(deliveryStart).start();
    return books
        .look(id, OrderController::depth)
        .map(Refusals::ok)
        .orElseGet(() -> Refusals.notFound("Nothing was ever offered in this book"));
  }

  /// One's trades, book by book, latest delivery first; `limit` and `after` count books.
  @Get("/trades")
  HttpResponse<String> trades(HttpRequest<?> request) {
    var party = callers.trader(request).party();
    var page = books.booksOf(party, Pages.wanted(request));
    var answer = Json.newObject();
    var list = answer.putArray("trades");
    page.entries()
        .forEach(terms ->
            books
                .look(terms.id(), OrderBook::trades)
                .orElse(List.of())
                .forEach(booked -> {
                  if (booked.trade().seller().equals(party)
                      || booked.trade().buyer().equals(party)) {
                    list.add(json(terms.id(), booked, party));
                  }
                }));
    page.next().ifPresent(next -> answer.put("next", next));
    return Refusals.ok(answer);
  }

  private static ObjectNode depth(OrderBook book) {
    var depth = book.depth();
    var answer =
        Json.newObject()
            .put("book", book.terms().id())
            .put("gateCloses", book.terms().gateClosure().toString())
            .put("closed", book.isClosed())
            .put("seq", book.seq())
            .put("stateHash", book.stateHash());
    put(answer, "bids", depth.bids());
    put(answer, "asks", depth.asks());
    return answer;
  }

  private static void put(ObjectNode answer, String member, List<Depth.PriceLevel> levels) {
    var list = answer.putArray(member);
    levels.forEach(level ->
        list.addObject()
            .put("priceMicro", level.priceMicro())
            .put("qtyWh", level.qtyWh())
            .put("orders", level.orders()));
  }

  private static ObjectNode json(String bookId, BookedTrade booked, String party) {
    var trade = booked.trade();
    boolean sells = trade.seller().equals(party);
    return Json.newObject()
        .put("book", bookId)
        .put("number", trade.number())
        .put("side", sells ? "SELL" : "BUY")
        .put("order", sells ? trade.sellOrder() : trade.buyOrder())
        .put("qtyWh", trade.qtyWh())
        .put("priceMicro", trade.priceMicro())
        .put("state", booked.state().name())
        .put("receipt", sells ? trade.sellReceipt() : trade.buyReceipt());
  }

  private static ObjectNode json(OrderView view) {
    var order = view.order();
    return Json.newObject()
        .put("id", order.id())
        .put("side", order.side().name())
        .put("qtyWh", order.qtyWh())
        .put("loMicro", order.limit().lowMicro())
        .put("hiMicro", order.limit().highMicro())
        .put("steps", order.limit().steps())
        .put("tradedWh", view.tradedWh())
        .put("restingWh", view.restingWh())
        .put("state", state(view))
        .put("validUntil", order.validUntil().toString())
        .put("receipt", order.receiptId());
  }

  private static String state(OrderView view) {
    if (view.isResting()) {
      return view.tradedWh() > 0 ? "partly-traded" : "resting";
    }
    if (view.tradedWh() == view.order().qtyWh()) {
      return "traded";
    }
    return view.tradedWh() > 0 ? "ended-partly-traded" : "ended";
  }
}
