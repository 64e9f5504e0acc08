package dev.hansa.issuer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.Nonces;
import dev.hansa.issuer.domain.StatusIndex;
import dev.hansa.issuer.domain.TenantName;
import dev.hansa.servicekit.Jdbc;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcIssuancesTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final TenantName TENANT = new TenantName("grid");
  private static final Nonces.Fresh NONCE = new Nonces.Fresh("n", NOON.plusSeconds(60));

  @TempDir private Path folder;
  private JdbcConnectionPool database;
  private Jdbc jdbc;
  private JdbcIssuances issuances;

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
            .locations("classpath:db/migration/issuer")
            .load()
            .migrate();
    jdbc = new Jdbc(database);
    issuances = new JdbcIssuances(database, lists(new SecureRandom()));
  }

  private JdbcStatusLists lists(SecureRandom random) {
    return new JdbcStatusLists(
        database, random, Clock.fixed(NOON, ZoneOffset.UTC), StatusIndex.PLACES_MIN);
  }

  @AfterEach
  void close() {
    database.dispose();
  }

  private Issuance.Authorised authorised(String id) {
    var offered =
        new Issuance.Offered(
            new Issuance.Case(id, TENANT, Vct.hansa("participant"), NOON),
            new Issuance.Terms(
                Duration.ofDays(1),
                false,
                NOON.plusSeconds(60),
                Bytes.utf8("c"),
                Optional.empty(),
                false,
                Optional.empty()),
            0);
    var created = issuances.create(offered, new Issuances.RequestMark("k" + id, "h"));
    assertThat(created).isInstanceOf(Issuances.Creation.Created.class);
    var authorised =
        offered.authorise(
            new Issuance.Token("t" + id, NOON.plusSeconds(300), false, Optional.empty()));
    assertThat(issuances.authorise(authorised, NOON)).isTrue();
    return authorised;
  }

  private static Issuances.Signed signed(List<StatusIndex> places) {
    return new Issuances.Signed(
        places.stream()
            .map(place -> new Issuances.Copy("credential at " + place, Bytes.utf8("h").sha256()))
            .toList(),
        NOON,
        Optional.of(NOON.plusSeconds(86_400)),
        new Issuance.Retry(Bytes.utf8("sealed"), Optional.empty(), NOON.plusSeconds(300)));
  }

  private long places() {
    return jdbc.one("select count(*) as n from status_entry", row -> row.number("n")).orElseThrow();
  }

  @Test
  void a_crash_while_signing_burns_neither_nonce_nor_place_nor_offer() {
    var authorised = authorised("one");
    assertThatThrownBy(() ->
            issuances.issue(
                authorised.about(),
                List.of(NONCE),
                1,
                _ -> {
                  throw new IllegalStateException("the lights went out");
                }))
        .hasMessage("the lights went out");
    assertThat(places()).isZero();
    assertThat(issuances.find(TENANT, "one")).contains(authorised);
    assertThat(issuances.issue(authorised.about(), List.of(NONCE), 1, JdbcIssuancesTest::signed))
        .isInstanceOf(Issuances.Issuing.Done.class);
    assertThat(places()).isEqualTo(1);
  }

  @Test
  void a_used_nonce_issues_nothing_and_leaves_the_offer_open() {
    assertThat(
            issuances.issue(
                authorised("one").about(), List.of(NONCE), 1, JdbcIssuancesTest::signed))
        .isInstanceOf(Issuances.Issuing.Done.class);
    var second = authorised("two");
    assertThat(issuances.issue(second.about(), List.of(NONCE), 1, JdbcIssuancesTest::signed))
        .isEqualTo(new Issuances.Issuing.NonceUsed());
    assertThat(issuances.find(TENANT, "two")).contains(second);
    assertThat(places()).isEqualTo(1);
  }

  @Test
  void what_was_issued_is_not_issued_again() {
    var authorised = authorised("one");
    assertThat(issuances.issue(authorised.about(), List.of(), 1, JdbcIssuancesTest::signed))
        .isInstanceOf(Issuances.Issuing.Done.class);
    assertThat(issuances.issue(authorised.about(), List.of(), 1, JdbcIssuancesTest::signed))
        .isEqualTo(new Issuances.Issuing.NotOpen());
    assertThat(issuances.authorise(authorised, NOON)).isFalse();
  }

  @Test
  void a_place_is_given_out_once_also_after_its_credential_is_forgotten() {
    var seen = new HashSet<StatusIndex>();
    for (int i = 0; i < 200; i++) {
      var mark = new Issuances.RequestMark("r" + i, "h");
      var about = new Issuance.Case("d" + i, TENANT, Vct.hansa("metered-data"), NOON);
      var creation = issuances.issueAtOnce(about, mark, JdbcIssuancesTest::signed);
      assertThat(creation).isInstanceOf(Issuances.Creation.Created.class);
      if (issuances.find(TENANT, "d" + i).orElseThrow() instanceof Issuance.Issued issued) {
        assertThat(seen.add(issued.index())).isTrue();
      }
    }
    assertThat(seen).hasSize(200);
    var swept = issuances.sweep(NOON.plus(Duration.ofDays(92)));
    assertThat(swept.forgotten()).isEqualTo(200);
    assertThat(places()).isEqualTo(200);
  }

  /// Chance that always falls on the same place.
  private static final class Unlucky extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public int nextInt(int bound) {
      return 7;
    }
  }

  @Test
  void a_crowded_list_is_followed_by_a_new_one() {
    issuances = new JdbcIssuances(database, lists(new Unlucky()));
    for (var id : new String[] {"one", "two"}) {
      assertThat(issuances.issue(authorised(id).about(), List.of(), 1, JdbcIssuancesTest::signed))
          .isInstanceOf(Issuances.Issuing.Done.class);
    }
    assertThat(places()).isEqualTo(2);
    assertThat(lists(new SecureRandom()).lists(TENANT)).containsExactly(1, 2);
  }

  @Test
  void an_offer_may_not_be_taken_up_from_the_second_it_expires() {
    var offered =
        new Issuance.Offered(
            new Issuance.Case("late", TENANT, Vct.hansa("participant"), NOON),
            new Issuance.Terms(
                Duration.ofDays(1),
                false,
                NOON.plusSeconds(60),
                Bytes.utf8("c"),
                Optional.empty(),
                false,
                Optional.empty()),
            0);
    var created = issuances.create(offered, new Issuances.RequestMark("late", "h"));
    assertThat(created).isInstanceOf(Issuances.Creation.Created.class);
    var authorised =
        offered.authorise(new Issuance.Token("t", NOON.plusSeconds(300), false, Optional.empty()));
    assertThat(issuances.authorise(authorised, NOON.plusSeconds(60))).isFalse();
    assertThat(issuances.authorise(authorised, NOON.plusSeconds(59))).isTrue();
  }
}
