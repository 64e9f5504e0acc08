package dev.hansa.ledgerprotocol;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Proved answers for a short time. An answer that does not know the client's own last write is not
/// used.
final class ProofCache<K, T> {
  static final Duration AGE_MAX = Duration.ofSeconds(2);

  private static final int ENTRIES_MAX = 10_000;

  private record Entry<T>(Proved<T> proved, Instant at) {}

  private final LedgerClient client;
  private final Clock clock;
  private final Duration ageMax;
  private final Map<K, Entry<T>> entries = new Recent<>();

  ProofCache(LedgerClient client, Clock clock, Duration ageMax) {
    this.client = client;
    this.clock = clock;
    this.ageMax = ageMax;
  }

  Proved<T> get(K key, Supplier<Proved<T>> ask) {
    var now = clock.instant();
    synchronized (entries) {
      var entry = entries.get(key);
      if (entry != null
          && now.isBefore(entry.at().plus(ageMax))
          && entry.proved().checkpoint().height() >= client.lastWritten()) {
        return entry.proved();
      }
    }
    var proved = ask.get();
    synchronized (entries) {
      entries.put(key, new Entry<>(proved, now));
    }
    return proved;
  }

  private static final class Recent<K, E> extends LinkedHashMap<K, E> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, E> eldest) {
      return size() > ENTRIES_MAX;
    }
  }
}
