package dev.hansa.credentials;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.MalformedInput;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Fetches status lists over HTTP, [Token Status List -14, section
/// 8](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-8), keeps them,
/// and asks whether they changed (ETag) when they are older than the caller allows. Follows no
/// redirect, and reads https, or http on a literal loopback address.
public final class HttpStatusLists implements StatusLists {
  /// The whole exchange takes no longer.
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// So many lists are kept.
  public static final int LISTS_MAX = 256;

  /// The clock of the list's issuer may be so much ahead of ours.
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final HttpClient http;
  private final IssuerKeys keys;
  private final Clock clock;
  private final Map<URI, Slot> slots =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Slot> eldest) {
          return size() > LISTS_MAX;
        }
      };

  public HttpStatusLists(HttpClient http, DidResolver resolver, Clock clock) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException("status lists are fetched without following redirects");
    }
    this.http = http;
    this.keys = new IssuerKeys(resolver);
    this.clock = clock;
  }

  /// A list whose signature was checked, and when its server last said that it is the current one.
  private record Copy(StatusListToken token, Optional<String> etag, Instant checkedAt) {
    boolean isFresh(Instant now, Duration ageMax) {
      var age = Duration.between(checkedAt, now);
      boolean young = !age.isNegative() && age.compareTo(ageMax) <= 0;
      boolean alive = token.ttl().isZero() || age.compareTo(token.ttl()) <= 0;
      return young && alive && !isExpired(now);
    }

    boolean isExpired(Instant now) {
      return token.expires().map(expires -> !expires.isAfter(now)).orElse(false);
    }
  }

  /// One address; whoever comes while it is being fetched waits for that answer.
  private static final class Slot {
    final ReentrantLock fetching = new ReentrantLock();
    volatile @Nullable Copy copy;
  }

  private sealed interface Fetch {
    record Failed(StatusResult result) implements Fetch {}

    record Got(Copy copy) implements Fetch {}
  }

  @Override
  public StatusResult find(URI uri, long idx, Did credentialIssuer, Duration ageMax) {
    if (!isAllowed(uri)) {
      return new StatusResult.Invalid(
          "A status list is served by https, or by http on a literal loopback address.");
    }
    Slot slot;
    synchronized (slots) {
      slot = slots.computeIfAbsent(uri, _ -> new Slot());
    }
    var copy = slot.copy;
    if (copy == null || !copy.isFresh(clock.instant(), ageMax)) {
      slot.fetching.lock();
      try {
        copy = slot.copy;
        if (copy == null || !copy.isFresh(clock.instant(), ageMax)) {
          switch (fetch(uri, Optional.ofNullable(copy))) {
            case Fetch.Failed(var result) -> {
              return result;
            }
            case Fetch.Got(var fetched) -> {
              slot.copy = fetched;
              copy = fetched;
            }
          }
        }
      } finally {
        slot.fetching.unlock();
      }
    }
    return read(copy, idx, credentialIssuer);
  }

  private static StatusResult read(Copy copy, long idx, Did credentialIssuer) {
    if (!copy.token().keyName().did().equals(credentialIssuer)) {
      return new StatusResult.Invalid("A status list is signed by the credential's issuer.");
    }
    if (idx < 0 || idx >= copy.token().list().size()) {
      return new StatusResult.Invalid("A status index lies inside its list.");
    }
    return new StatusResult.Found(StatusEvidence.of(copy.token(), idx, copy.checkedAt()));
  }

  private Fetch fetch(URI uri, Optional<Copy> known) {
    var asked = clock.instant();
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Accept", StatusListToken.MEDIA_TYPE)
            .GET();
    known.flatMap(Copy::etag).ifPresent(etag -> request.header("If-None-Match", etag));
    HttpResponse<byte[]> response;
    var exchange =
        http.sendAsync(
            request.build(),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), StatusListToken.LENGTH_MAX));
    try {
      // Over the body too: a server that sends a byte a second is no server.
      response = exchange.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      return unavailable("The status list was not read to its end.");
    } catch (ExecutionException | TimeoutException e) {
      exchange.cancel(true);
      return e.getCause() instanceof IOException || e instanceof TimeoutException
          ? unavailable("The status list's server did not answer whole and in time.")
          : unavailable("The status list could not be asked for.");
    }
    if (response.statusCode() == 304 && known.isPresent()) {
      return accept(new Copy(known.get().token(), known.get().etag(), asked));
    }
    if (response.statusCode() != 200) {
      return unavailable("The status list's server did not answer with a list.");
    }
    return parse(uri, response, asked);
  }

  private Fetch parse(URI uri, HttpResponse<byte[]> response, Instant asked) {
    StatusListToken token;
    try {
      token =
          StatusListToken.parse(new String(response.body(), StandardCharsets.ISO_8859_1).strip());
    } catch (MalformedInput e) {
      return invalid("A status list is well formed: " + e.getMessage() + ".");
    }
    if (!token.subject().equals(uri)) {
      return invalid("A status list's sub is the address it is served under.");
    }
    if (token.issuedAt().isAfter(asked.plus(SKEW))) {
      return invalid("A status list was not issued in the future.");
    }
    var key = keys.find(token.keyName(), token.issuedAt());
    if (key.isEmpty() || !token.isSignedBy(key.get().key())) {
      return invalid("A status list is signed by a key that its issuer's DID had.");
    }
    return accept(new Copy(token, response.headers().firstValue("ETag"), asked));
  }

  private Fetch accept(Copy copy) {
    return copy.isExpired(clock.instant())
        ? invalid("A status list is used before it expires.")
        : new Fetch.Got(copy);
  }

  private static Fetch unavailable(String says) {
    return new Fetch.Failed(new StatusResult.Unavailable(says));
  }

  private static Fetch invalid(String says) {
    return new Fetch.Failed(new StatusResult.Invalid(says));
  }

  private static boolean isAllowed(URI uri) {
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return false;
    }
    return "https".equals(uri.getScheme())
        || ("http".equals(uri.getScheme())
            && (uri.getHost().equals("127.0.0.1") || uri.getHost().equals("[::1]")));
  }
}
