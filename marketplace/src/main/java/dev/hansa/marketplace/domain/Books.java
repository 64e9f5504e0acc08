package dev.hansa.marketplace.domain;

import dev.hansa.marketrules.Interval;
import dev.hansa.marketrules.book.BookCommand;
import dev.hansa.marketrules.book.BookEvent;
import dev.hansa.marketrules.book.BookTerms;
import dev.hansa.marketrules.book.Order;
import dev.hansa.marketrules.book.OrderBook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The order books and what is reserved for them. Every call may throw
/// `dev.hansa.servicekit.StoreUnavailable`.
public interface Books {
  /// Holds a book alone, also against other instances, and does the work in one transaction: all of
  /// it is durable when this returns, or nothing happened.
  <T> T hold(BookTerms terms, Function<Desk, T> work);

  /// What a book looks like now; empty where no order was ever placed.
  <T> Optional<T> look(String bookId, Function<OrderBook, T> reader);

  /// Where an order stands: its book's terms.
  Optional<Placed> find(String orderId);

  /// A party's orders, newest first. Throws `MalformedInput` where `after` is none of them.
  Page<Placed> ofParty(String party, Page.Request part);

  /// The books in which a party has ever placed an order, latest delivery first. Throws
  /// `MalformedInput` where `after` is no book.
  Page<BookTerms> booksOf(String party, Page.Request part);

  /// Books whose delivery has started or not, oldest delivery first.
  List<BookTerms> all(int limit);

  record Placed(String orderId, BookTerms terms, String party) {}

  /// A held book.
  interface Desk {
    OrderBook book();

    /// Writes the command to the book's log and applies it.
    List<BookEvent> append(BookCommand command, Instant at);

    void register(Order order, Instant at);

    /// Adds to what is offered of a metering point; false, and nothing changed, when it would pass
    /// the ceiling.
    boolean offer(String meterKey, Direction direction, Interval interval, long wh, long ceilingWh);

    void takeBack(String meterKey, Direction direction, Interval interval, long wh);

    /// Adds to what is promised of a party's funds; false, and nothing changed, when it would pass
    /// the limit.
    boolean promise(String party, String currency, long nano, long limitNano);

    void freeFunds(String party, String currency, long nano);
  }

  enum Direction {
    IMPORT,
    EXPORT
  }

  /// What is offered so far of a metering point in an interval.
  long offeredWh(String meterKey, Direction direction, Interval interval);

  /// What is promised so far of a party's funds.
  long promisedNano(String party, String currency);
}
