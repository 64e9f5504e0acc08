package dev.hansa.servicekit;

import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One handler for each kind of failure that is not an outcome of the domain.
final class ErrorHandlers {
  private static final Logger LOG = LoggerFactory.getLogger("errors");

  private ErrorHandlers() {}

  /// What the caller sent does not parse: 400, with the rule it broke.
  @Singleton
  @Requires(classes = MalformedInput.class)
  static final class Malformed implements ExceptionHandler<MalformedInput, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, MalformedInput malformed) {
      return Problem.of(HttpStatus.BAD_REQUEST, "malformed-input", "The request could not be read")
          .withDetail(String.valueOf(malformed.getMessage()))
          .response();
    }
  }

  /// An answer that was thrown: the status and words are the thrower's.
  @Singleton
  static final class Thrown implements ExceptionHandler<ProblemException, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, ProblemException thrown) {
      MutableHttpResponse<Problem> response = thrown.problem().response();
      if (thrown.problem().status() == HttpStatus.UNAUTHORIZED.getCode()) {
        response.header("WWW-Authenticate", thrown.challenge());
      }
      return response;
    }
  }

  /// The ledger did not answer: 503; the same request may be sent again.
  @Singleton
  static final class NoLedger
      implements ExceptionHandler<LedgerUnavailable, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, LedgerUnavailable unavailable) {
      LOG.warn("ledger unavailable: {}", unavailable.getMessage());
      MutableHttpResponse<Problem> response =
          Problem.of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "ledger-unavailable",
                  "The ledger does not answer; try again in a moment")
              .response();
      return response.header("Retry-After", "1");
    }
  }

  /// The store did not answer: 503; the same request may be sent again.
  @Singleton
  static final class NoStore implements ExceptionHandler<StoreUnavailable, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, StoreUnavailable unavailable) {
      LOG.error("store unavailable", unavailable);
      MutableHttpResponse<Problem> response =
          Problem.of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "store-unavailable",
                  "The store does not answer; try again in a moment")
              .response();
      return response.header("Retry-After", "1");
    }
  }

  /// Another service did not answer: 503; the same request may be sent again.
  @Singleton
  static final class NoPeer implements ExceptionHandler<PeerUnavailable, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, PeerUnavailable unavailable) {
      LOG.warn("peer unavailable: {}", unavailable.getMessage());
      MutableHttpResponse<Problem> response =
          Problem.of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "peer-unavailable",
                  "A service that this one needs does not answer; try again in a moment")
              .response();
      return response.header("Retry-After", "1");
    }
  }

  /// The framework reads a text by the charset that its Content-Type names, and such a one may not
  /// be: 400.
  @Singleton
  static final class NoCharset
      implements ExceptionHandler<UnsupportedCharsetException, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, UnsupportedCharsetException unknown) {
      return charset();
    }
  }

  /// As above, where the name has characters that no charset's name has.
  @Singleton
  static final class BadCharset
      implements ExceptionHandler<IllegalCharsetNameException, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, IllegalCharsetNameException illegal) {
      return charset();
    }
  }

  private static HttpResponse<Problem> charset() {
    return Problem.of(HttpStatus.BAD_REQUEST, "malformed-input", "The request could not be read")
        .withDetail("the charset that Content-Type names is not known; send UTF-8")
        .response();
  }

  /// Our code is wrong: 500, and the caller learns no more than that.
  @Singleton
  static final class Bug implements ExceptionHandler<Throwable, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, Throwable bug) {
      LOG.error("a request failed by a fault of ours", bug);
      return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR).response();
    }
  }
}
