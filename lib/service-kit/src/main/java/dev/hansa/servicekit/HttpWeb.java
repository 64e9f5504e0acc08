package dev.hansa.servicekit;

import dev.hansa.identity.DidWeb;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The web as [DidWeb] needs it, over a client that follows no redirects.
record HttpWeb(HttpClient client) implements DidWeb.Web {
  HttpWeb {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException("did:web is fetched without following redirects");
    }
  }

  @Override
  public InetAddress[] addresses(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      return new InetAddress[0];
    }
  }

  @Override
  public Optional<byte[]> get(URI address, int lengthMax, Duration timeout) {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Accept", "application/did+json, application/did+ld+json, application/json")
            .GET()
            .build();
    // In time is the whole body, and not its headers alone.
    var handler =
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), lengthMax);
    var answer = client.sendAsync(request, handler);
    try {
      var response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return cancel(answer);
    } catch (ExecutionException | TimeoutException e) {
      return cancel(answer);
    }
  }

  private static Optional<byte[]> cancel(Future<?> answer) {
    var _ = answer.cancel(true);
    return Optional.empty();
  }
}
