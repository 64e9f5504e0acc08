package dev.hansa.marketplace.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.marketrules.Interval;
import dev.hansa.marketrules.book.BookTerms;
import dev.hansa.marketrules.money.Currency;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What several books share: a party's funds.
class JdbcBooksTest {
  private static final Instant FIRST_DELIVERY = Instant.parse("2026-06-15T12:00:00Z");
  private static final int BOOKS = 6;
  private static final int ROUNDS = 20;

  @TempDir private Path folder;
  private JdbcConnectionPool database;
  private JdbcBooks books;

  @BeforeEach
  void open() {
    database =
        JdbcConnectionPool.create(
            "jdbc:h2:file:"
                + folder.resolve("db")
                + ";WRITE_DELAY=0;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
            "sa",
            "");
    var _ =
        Flyway.configure()
            .dataSource(database)
            .locations("classpath:db/migration/marketplace")
            .load()
            .migrate();
    books = new JdbcBooks(database);
  }

  @AfterEach
  void close() {
    database.dispose();
  }

  @Test
  void first_purchases_of_one_party_in_several_books_at_once_all_count() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var party = "party-" + round;
      assertThat(promiseInEveryBook(party, BOOKS)).containsOnly(true).hasSize(BOOKS);
      assertThat(books.promisedNano(party, "EUR")).isEqualTo(BOOKS);
    }
  }

  @Test
  void funds_are_promised_up_to_their_limit_and_never_beyond() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var party = "party-" + round;
      assertThat(promiseInEveryBook(party, 2)).filteredOn(told -> told).hasSize(2);
      assertThat(books.promisedNano(party, "EUR")).isEqualTo(2);
    }
  }

  /// One nano in each book, at the same time; what each was told.
  private List<Boolean> promiseInEveryBook(String party, long limitNano) throws Exception {
    var start = new CyclicBarrier(BOOKS);
    var told = new ArrayList<Boolean>();
    try (var threads = Executors.newFixedThreadPool(BOOKS)) {
      var running = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < BOOKS; i++) {
        var terms =
            BookTerms.of(
                "10Y1001A1001A46L",
                new Interval(FIRST_DELIVERY.plusSeconds(900L * i)),
                Currency.EUR);
        running.add(
            threads.submit(() -> {
              var _ = start.await(30, TimeUnit.SECONDS);
              return books.hold(terms, desk -> desk.promise(party, "EUR", 1, limitNano));
            }));
      }
      for (var one : running) {
        told.add(one.get(60, TimeUnit.SECONDS));
      }
    }
    return told;
  }
}
