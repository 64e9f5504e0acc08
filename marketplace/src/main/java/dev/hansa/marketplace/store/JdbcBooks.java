package dev.hansa.marketplace.store;

import dev.hansa.identity.Bytes;
import dev.hansa.marketplace.domain.Books;
import dev.hansa.marketplace.domain.Page;
import dev.hansa.marketrules.Interval;
import dev.hansa.marketrules.book.BookCommand;
import dev.hansa.marketrules.book.BookEvent;
import dev.hansa.marketrules.book.BookTerms;
import dev.hansa.marketrules.book.LogCodec;
import dev.hansa.marketrules.book.LogEntry;
import dev.hansa.marketrules.book.Order;
import dev.hansa.marketrules.book.OrderBook;
import dev.hansa.marketrules.money.Currency;
import dev.hansa.servicekit.Jdbc;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import javax.sql.DataSource;

/// Books by their logs in `book_log`. Whoever holds the row of a book is its one writer; the book
/// in memory is only a cache that is brought up to the log before it is used, and thrown away when
/// a transaction did not end well.
@Singleton
public final class JdbcBooks implements Books {
  private static final String BOOK = "select * from book where id = ?";

  private final Jdbc jdbc;
  private final ConcurrentMap<String, OrderBook> cache = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Object> guards = new ConcurrentHashMap<>();

  public JdbcBooks(DataSource source) {
    this.jdbc = new Jdbc(source);
  }

  @Override
  public <T> T hold(BookTerms terms, Function<Desk, T> work) {
    synchronized (guard(terms.id())) {
      open(terms);
      boolean done = false;
      try {
        var result =
            jdbc.transaction(session -> {
              var last =
                  session.one(
                      "select last_seq from book where id = ? for update",
                      row -> row.number("last_seq"),
                      terms.id());
              var book = caughtUp(session, terms, last.orElseThrow());
              var desk = new HeldBook(session, book);
              var answer = work.apply(desk);
              session.update("update book set last_seq = ? where id = ?", book.seq(), terms.id());
              return answer;
            });
        done = true;
        return result;
      } finally {
        if (!done) {
          cache.remove(terms.id());
        }
      }
    }
  }

  @Override
  public <T> Optional<T> look(String bookId, Function<OrderBook, T> reader) {
    synchronized (guard(bookId)) {
      return jdbc.transaction(session ->
          session
              .one(BOOK, row -> new Head(terms(row), row.number("last_seq")), bookId)
              .map(head -> reader.apply(caughtUp(session, head.terms(), head.lastSeq()))));
    }
  }

  private record Head(BookTerms terms, long lastSeq) {}

  private OrderBook caughtUp(Jdbc.Session session, BookTerms terms, long lastSeq) {
    var cached = cache.get(terms.id());
    var book = cached == null || cached.seq() > lastSeq ? new OrderBook(terms) : cached;
    if (book.seq() < lastSeq) {
      var entries =
          session.query(
              "select entry from book_log where book = ? and seq > ? and seq <= ? order by seq",
              row -> LogCodec.decode(row.bytes("entry").toArray()),
              terms.id(),
              book.seq(),
              lastSeq);
      for (var entry : entries) {
        var _ = book.apply(entry);
      }
    }
    cache.put(terms.id(), book);
    return book;
  }

  private void open(BookTerms terms) {
    if (jdbc.one(BOOK, row -> row.text("id"), terms.id()).isPresent()) {
      return;
    }
    try {
      jdbc.update(
          "insert into book (id, zone, delivery_start, currency, tick_micro, gate_closure, last_seq)"
              + " values (?, ?, ?, ?, ?, ?, 0)",
          terms.id(),
          terms.zone(),
          terms.interval().start(),
          terms.currency().code(),
          terms.tickMicro(),
          terms.gateClosure());
    } catch (Jdbc.DuplicateKey e) {
      // Another instance opened it first, with the same terms: they follow from its id.
      cache.remove(terms.id());
    }
  }

  private Object guard(String bookId) {
    return guards.computeIfAbsent(bookId, _ -> new Object());
  }

  @Override
  public Optional<Placed> find(String orderId) {
    return jdbc.one(
        "select o.id as order_id, o.party, b.* from market_order o join book b on b.id = o.book"
            + " where o.id = ?",
        JdbcBooks::placed,
        orderId);
  }

  @Override
  public Page<Placed> ofParty(String party, Page.Request part) {
    return new Keyset("o.created", "o.id")
        .page(
            jdbc,
            "select o.id as order_id, o.party, b.* from market_order o join book b on b.id = o.book"
                + " where o.party = ?",
            List.of(party),
            part,
            after ->
                jdbc.one(
                    "select created from market_order where id = ? and party = ?",
                    row -> row.instant("created"),
                    after,
                    party),
            JdbcBooks::placed,
            Placed::orderId);
  }

  @Override
  public Page<BookTerms> booksOf(String party, Page.Request part) {
    return new Keyset("b.delivery_start", "b.id")
        .page(
            jdbc,
            "select b.* from book b"
                + " where exists (select 1 from market_order o where o.book = b.id and o.party = ?)",
            List.of(party),
            part,
            after -> jdbc.one(BOOK, row -> row.instant("delivery_start"), after),
            JdbcBooks::terms,
            BookTerms::id);
  }

  @Override
  public List<BookTerms> all(int limit) {
    return jdbc.query(
        "select * from book order by delivery_start, id limit ?", JdbcBooks::terms, limit);
  }

  @Override
  public long offeredWh(String meterKey, Direction direction, Interval interval) {
    return jdbc.one(
            "select offered_wh from reservation"
                + " where meter_key = ? and direction = ? and delivery_start = ?",
            row -> row.number("offered_wh"),
            meterKey,
            direction,
            interval.start())
        .orElse(0L);
  }

  @Override
  public long promisedNano(String party, String currency) {
    return jdbc.one(
            "select reserved_nano from fund where party = ? and currency = ?",
            row -> row.number("reserved_nano"),
            party,
            currency)
        .orElse(0L);
  }

  private static Placed placed(Jdbc.Row row) throws SQLException {
    return new Placed(row.text("order_id"), terms(row), row.text("party"));
  }

  private static BookTerms terms(Jdbc.Row row) throws SQLException {
    return new BookTerms(
        row.text("zone"),
        new Interval(row.instant("delivery_start")),
        row.instant("gate_closure"),
        new Currency(row.text("currency"), Currency.EUR.minorDigits()),
        row.number("tick_micro"));
  }

  private record HeldBook(Jdbc.Session session, OrderBook book) implements Desk {
    @Override
    public List<BookEvent> append(BookCommand command, Instant at) {
      var entry = new LogEntry(book.seq() + 1, at, command);
      session.update(
          "insert into book_log (book, seq, entry) values (?, ?, ?)",
          book.terms().id(),
          entry.seq(),
          Bytes.copyOf(LogCodec.encode(entry)));
      return book.apply(entry);
    }

    @Override
    public void register(Order order, Instant at) {
      session.update(
          "insert into market_order (id, book, party, side, meter_key, created)"
              + " values (?, ?, ?, ?, ?, ?)",
          order.id(),
          book.terms().id(),
          order.party(),
          order.side(),
          order.meterKey(),
          at);
    }

    @Override
    public boolean offer(
        String meterKey, Direction direction, Interval interval, long wh, long ceilingWh) {
      ensure(
          "insert into reservation (meter_key, direction, delivery_start, offered_wh)"
              + " values (?, ?, ?, 0) on conflict do nothing",
          meterKey,
          direction,
          interval.start());
      // The rule is the condition: of two orders at once the second sees what the first took.
      return session.update(
              "update reservation set offered_wh = offered_wh + ?"
                  + " where meter_key = ? and direction = ? and delivery_start = ?"
                  + " and offered_wh <= ? - ?",
              wh,
              meterKey,
              direction,
              interval.start(),
              ceilingWh,
              wh)
          == 1;
    }

    @Override
    public void takeBack(String meterKey, Direction direction, Interval interval, long wh) {
      session.update(
          "update reservation set offered_wh = offered_wh - ?"
              + " where meter_key = ? and direction = ? and delivery_start = ?",
          wh,
          meterKey,
          direction,
          interval.start());
    }

    @Override
    public boolean promise(String party, String currency, long nano, long limitNano) {
      ensure(
          // Another book may make it at the same time; which of them did does not matter.
          "insert into fund (party, currency, reserved_nano) values (?, ?, 0)"
              + " on conflict do nothing",
          party,
          currency);
      return session.update(
              "update fund set reserved_nano = reserved_nano + ?"
                  + " where party = ? and currency = ? and reserved_nano <= ? - ?",
              nano,
              party,
              currency,
              limitNano,
              nano)
          == 1;
    }

    @Override
    public void freeFunds(String party, String currency, long nano) {
      session.update(
          "update fund set reserved_nano = reserved_nano - ? where party = ? and currency = ?",
          nano,
          party,
          currency);
    }

    private void ensure(String insert, Object... arguments) {
      session.update(insert, arguments);
    }
  }
}
