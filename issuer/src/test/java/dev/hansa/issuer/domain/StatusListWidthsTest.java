package dev.hansa.issuer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.credentials.Catalogue;
import dev.hansa.credentials.StatusListToken;
import dev.hansa.identity.Did;
import dev.hansa.identity.PrivateKeys;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lists of every width, up to a million places.
class StatusListWidthsTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CredentialFormat FORMAT =
      new CredentialFormat(new TypeCatalogue(Catalogue.hansa()), RANDOM);
  private static final Tenant TENANT =
      new Tenant(
          new TenantName("grid"),
          Did.parse("did:indy:hansa:7Tqg6BwSSWapxgUDm9KKgg"),
          "The grid",
          PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(RANDOM)),
          Optional.empty(),
          URI.create("https://issuer.example/grid"),
          Appearance.PLAIN,
          IssuerPolicy.PLAIN);

  private static Map<Long, Integer> some(int bits, int places, int count) {
    var entries = new HashMap<Long, Integer>();
    for (int i = 0; i < count; i++) {
      entries.put((long) RANDOM.nextInt(places), 1 + RANDOM.nextInt((1 << bits) - 1));
    }
    entries.put(places - 1L, 1);
    return entries;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void a_list_has_one_two_four_or_eight_bits_a_place(int bits) {
    int places = StatusIndex.PLACES_MIN;
    var entries = some(bits, places, 1000);
    var token =
        StatusListToken.parse(
            FORMAT.signStatusList(
                TENANT, 1, new StatusListStore.Shape(bits, places, 1, NOON), entries, NOON));
    assertThat(token.list().bits()).isEqualTo(bits);
    assertThat(token.list().size()).isEqualTo(places);
    for (long i = 0; i < places; i++) {
      assertThat(token.value(i)).isEqualTo(entries.getOrDefault(i, 0));
    }
    assertThat(token.isSignedBy(TENANT.assertion().publicKey())).isTrue();
  }

  @Test
  void a_list_of_a_million_places_with_a_tenth_taken_back_is_served_whole() {
    int places = StatusIndex.PLACES_MAX;
    var entries = some(2, places, places / 10);
    var token =
        StatusListToken.parse(
            FORMAT.signStatusList(
                TENANT, 1, new StatusListStore.Shape(2, places, 1, NOON), entries, NOON));
    assertThat(token.list().size()).isEqualTo(places);
    entries.forEach((index, value) -> assertThat(token.value(index)).isEqualTo(value));
    assertThat(token.compact().length()).isLessThan(StatusListToken.LENGTH_MAX);
  }

  /// A store that counts how often its entries are read.
  private static final class Counting implements StatusListStore {
    final AtomicInteger reads = new AtomicInteger();
    long version;

    @Override
    public Optional<Shape> find(TenantName tenant, int list) {
      return Optional.of(new Shape(2, StatusIndex.PLACES_MAX, version, NOON));
    }

    @Override
    public Map<Long, Integer> entries(TenantName tenant, int list) {
      reads.incrementAndGet();
      return Map.of(5L, 1);
    }

    @Override
    public Map<Long, Integer> entriesAt(TenantName tenant, int list, Instant at) {
      return Map.of();
    }

    @Override
    public List<Integer> lists(TenantName tenant) {
      return List.of(1);
    }
  }

  @Test
  void a_list_is_made_once_for_each_of_its_versions() {
    var store = new Counting();
    var lists = new StatusLists(store, FORMAT, Clock.fixed(NOON, ZoneOffset.UTC));
    var first = lists.token(TENANT, 1).orElseThrow();
    for (int i = 0; i < 1000; i++) {
      assertThat(lists.token(TENANT, 1)).contains(first);
    }
    assertThat(store.reads).hasValue(1);
    store.version++;
    assertThat(lists.token(TENANT, 1)).isNotEmpty();
    assertThat(store.reads).hasValue(2);
    assertThat(lists.tokenAt(TENANT, 1, NOON.minus(Duration.ofSeconds(1)))).isEmpty();
    assertThat(lists.tokenAt(TENANT, 1, NOON.plus(Duration.ofSeconds(1)))).isEmpty();
    assertThat(lists.tokenAt(TENANT, 1, NOON)).isNotEmpty();
  }
}
