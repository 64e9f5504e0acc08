package dev.hansa.marketrules.book;

import dev.hansa.marketrules.Require;
import dev.hansa.marketrules.money.Seed;
import java.util.List;

/// What an entry of a book's log asks for. The same command again (same identifier, same content)
/// changes nothing.
public sealed interface BookCommand {
  int INVALIDATE_MAX = 10_000;

  String commandId();

  /// The receipt of the decision that allowed the act; empty for what the house does by itself.
  String receiptId();

  record Place(Order order) implements BookCommand {
    @Override
    public String commandId() {
      return order.id();
    }

    @Override
    public String receiptId() {
      return order.receiptId();
    }
  }

  /// Wants another total quantity (with what has traded already) or limit. A lower quantity of a
  /// plain order at the same price keeps its place; everything else is a cancellation and a new
  /// order.
  record Amend(String commandId, String orderId, long qtyWh, Limit limit, String receiptId)
      implements BookCommand {
    public Amend {
      Require.name(commandId, Order.ID_LENGTH_MAX, "a command's id");
      Require.name(orderId, Order.ID_LENGTH_MAX, "an order's id");
      Require.name(receiptId, Order.ID_LENGTH_MAX, "a receipt's id");
    }
  }

  record Cancel(String commandId, String orderId, String receiptId) implements BookCommand {
    public Cancel {
      Require.name(commandId, Order.ID_LENGTH_MAX, "a command's id");
      Require.name(orderId, Order.ID_LENGTH_MAX, "an order's id");
      Require.name(receiptId, Order.ID_LENGTH_MAX, "a receipt's id");
    }
  }

  /// The caller looked at the status behind these orders and it is no longer valid. What rests of
  /// them is removed and never comes back; orders the book does not know are passed over.
  record Invalidate(String commandId, List<String> orderIds) implements BookCommand {
    public Invalidate {
      Require.name(commandId, Order.ID_LENGTH_MAX, "a command's id");
      Require.that(orderIds.size() <= INVALIDATE_MAX, "at most 10,000 orders at once");
      orderIds = List.copyOf(orderIds);
    }

    @Override
    public String receiptId() {
      return "";
    }
  }

  /// Undoes a trade before the gate because one side may not trade any more. The other side's
  /// quantity re-enters with its original priority.
  record VoidTrade(String commandId, long tradeNumber, Fault fault) implements BookCommand {
    public VoidTrade {
      Require.name(commandId, Order.ID_LENGTH_MAX, "a command's id");
    }

    @Override
    public String receiptId() {
      return "";
    }
  }

  /// Writes the tie-break seed into the log.
  record SetSeed(String commandId, Seed seed) implements BookCommand {
    public SetSeed {
      Require.name(commandId, Order.ID_LENGTH_MAX, "a command's id");
    }

    @Override
    public String receiptId() {
      return "";
    }
  }

  /// Nothing but time passed: orders expire, the gate closes.
  record Advance(String commandId) implements BookCommand {
    public Advance {
      Require.name(commandId, Order.ID_LENGTH_MAX, "a command's id");
    }

    @Override
    public String receiptId() {
      return "";
    }
  }
}
