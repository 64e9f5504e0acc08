package dev.hansa.servicekit;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/// Time, chance and the way out, unless whoever starts the service gave others.
@Factory
final class Basics {
  @Singleton
  @Requires(missingBeans = Clock.class)
  Clock clock() {
    return Clock.systemUTC();
  }

  @Singleton
  @Requires(missingBeans = SecureRandom.class)
  SecureRandom random() {
    return new SecureRandom();
  }

  @Singleton
  @Requires(missingBeans = HttpClient.class)
  HttpClient http() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(3))
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }
}
