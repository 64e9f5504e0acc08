package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The status lists as signed tokens. A token is made once for a version of its list and kept for
/// an hour; a change is in the very next answer.
public final class StatusLists {
  private static final Duration KEPT = Duration.ofHours(1);

  private final StatusListStore store;
  private final CredentialFormat format;
  private final Clock clock;
  // At most one a list; a second instance makes its own.
  private final Map<Key, Made> made = new ConcurrentHashMap<>();

  public StatusLists(StatusListStore store, CredentialFormat format, Clock clock) {
    this.store = store;
    this.format = format;
    this.clock = clock;
  }

  /// A signed list; `tag` changes when the token does.
  public record Token(String compact, String tag) {
    static Token of(String compact) {
      return new Token(compact, Bytes.utf8(compact).sha256().toBase64Url());
    }
  }

  private record Key(TenantName tenant, int list) {}

  private record Made(Tenant tenant, long version, Instant at, Token token) {
    boolean isGood(Tenant now, long current, Instant instant) {
      return version == current
          && tenant.equals(now)
          && !instant.isBefore(at)
          && instant.isBefore(at.plus(KEPT));
    }
  }

  /// The list as it is now; empty if the tenant has none of this number.
  public Optional<Token> token(Tenant tenant, int list) {
    // The version first: a change that comes in between is then seen as one more version.
    var found = store.find(tenant.name(), list);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var shape = found.get();
    var now = clock.instant();
    var key = new Key(tenant.name(), list);
    var known = made.get(key);
    if (known != null && known.isGood(tenant, shape.version(), now)) {
      return Optional.of(known.token());
    }
    var entries = store.entries(tenant.name(), list);
    var token = Token.of(format.signStatusList(tenant, list, shape, entries, now));
    made.put(key, new Made(tenant, shape.version(), now, token));
    return Optional.of(token);
  }

  /// The list as it was at that time, [section
  /// 8.4](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-8.4); empty
  /// before it began and after now.
  public Optional<Token> tokenAt(Tenant tenant, int list, Instant at) {
    return store
        .find(tenant.name(), list)
        .filter(shape -> !at.isBefore(shape.opened()) && !at.isAfter(clock.instant()))
        .map(shape -> {
          var entries = store.entriesAt(tenant.name(), list, at);
          return Token.of(format.signStatusList(tenant, list, shape, entries, at));
        });
  }

  /// The addresses of all lists of a tenant.
  public List<URI> all(Tenant tenant) {
    return store.lists(tenant.name()).stream().map(tenant::statusList).toList();
  }
}
