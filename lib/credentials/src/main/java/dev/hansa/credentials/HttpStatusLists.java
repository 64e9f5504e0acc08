package dev.hansa.credentials;

import dev.hansa.identity.DidResolver;
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

  private final HttpClient http;
  private final StatusListOpener opener;
  private final Clock clock;
  private final Map<Kept, Slot> slots =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kept, Slot> eldest) {
          return size() > LISTS_MAX;
        }
      };

  public HttpStatusLists(HttpClient http, DidResolver resolver, Clock clock) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException("status lists are fetched without following redirects");
    }
    this.http = http;
    this.opener = new StatusListOpener(new IssuerKeys(resolver));
    this.clock = clock;
  }

  /// One address may serve a list in either form.
  private record Kept(URI uri, boolean isBitstring) {}

  private static String accepted(StatusPlace place) {
    return switch (place) {
      case StatusPlace.TokenList _ -> StatusListToken.MEDIA_TYPE;
      case StatusPlace.Bitstring _ ->
          BitstringCredential.JWT_MEDIA_TYPE + ", " + BitstringCredential.MEDIA_TYPE;
    };
  }

  /// A list whose signature was checked, and when its server last said that it is the current one.
  private record Copy(StatusDocument document, Optional<String> etag, Instant checkedAt) {
    boolean isFresh(Instant now, Duration ageMax) {
      var age = Duration.between(checkedAt, now);
      boolean young = !age.isNegative() && age.compareTo(ageMax) <= 0;
      boolean alive = document.ttl().isZero() || age.compareTo(document.ttl()) <= 0;
      return young && alive && !isExpired(now);
    }

    boolean isExpired(Instant now) {
      return document.expires().map(expires -> !expires.isAfter(now)).orElse(false);
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
  public StatusResult find(StatusPlace place, SignedBy issuer, Duration ageMax) {
    var uri = place.uri();
    if (!isAllowed(uri)) {
      return new StatusResult.Invalid(
          "A status list is served by https, or by http on a literal loopback address.");
    }
    Slot slot;
    synchronized (slots) {
      slot =
          slots.computeIfAbsent(
              new Kept(uri, place instanceof StatusPlace.Bitstring), _ -> new Slot());
    }
    var copy = slot.copy;
    if (copy == null || !copy.isFresh(clock.instant(), ageMax)) {
      slot.fetching.lock();
      try {
        copy = slot.copy;
        if (copy == null || !copy.isFresh(clock.instant(), ageMax)) {
          switch (fetch(place, Optional.ofNullable(copy))) {
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
    return copy.document().read(place, issuer, copy.checkedAt());
  }

  private Fetch fetch(StatusPlace place, Optional<Copy> known) {
    var uri = place.uri();
    var asked = clock.instant();
    var request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", accepted(place)).GET();
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
      return accept(new Copy(known.get().document(), known.get().etag(), asked));
    }
    if (response.statusCode() != 200) {
      return unavailable("The status list's server did not answer with a list.");
    }
    return parse(place, response, asked);
  }

  private Fetch parse(StatusPlace place, HttpResponse<byte[]> response, Instant asked) {
    var text = new String(response.body(), StandardCharsets.UTF_8).strip();
    return switch (opener.open(text, place, asked)) {
      case StatusListOpener.Opened.Refused(var says) -> invalid(says);
      case StatusListOpener.Opened.Open(var document) ->
          accept(new Copy(document, response.headers().firstValue("ETag"), asked));
    };
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
