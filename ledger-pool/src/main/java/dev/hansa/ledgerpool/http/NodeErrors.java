package dev.hansa.ledgerpool.http;

import dev.hansa.ledgerpool.domain.BeforeSnapshot;
import dev.hansa.ledgerpool.domain.NodeHalted;
import dev.hansa.ledgerpool.domain.NotInStep;
import dev.hansa.ledgerpool.domain.StoreFailed;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/// What a node says when it cannot answer. The reason is in the operator's log and in the health
/// check.
final class NodeErrors {
  private NodeErrors() {}

  private static HttpResponse<Problem> unavailable(String kind, String title) {
    MutableHttpResponse<Problem> response =
        Problem.of(HttpStatus.SERVICE_UNAVAILABLE, kind, title).response();
    return response.header("Retry-After", "60");
  }

  @Singleton
  static final class Halted implements ExceptionHandler<NodeHalted, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, NodeHalted halted) {
      return unavailable(
          "node-halted", "The node has halted and serves nothing; its operator has to see to it");
    }
  }

  /// A node of a pool that has nothing to pass on yet.
  @Singleton
  static final class Behind implements ExceptionHandler<NotInStep, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, NotInStep behind) {
      MutableHttpResponse<Problem> response =
          Problem.of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "not-in-step",
                  "The node fetches what its pool wrote, and serves nothing yet")
              .response();
      return response.header("Retry-After", "1");
    }
  }

  /// A block from before the snapshot by which the node joined.
  @Singleton
  static final class Before implements ExceptionHandler<BeforeSnapshot, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, BeforeSnapshot before) {
      return Problem.of(
              HttpStatus.NOT_FOUND,
              "before-snapshot",
              "The node joined by a snapshot and has no blocks up to it")
          .withDetail(String.valueOf(before.getMessage()))
          .response();
    }
  }

  /// A read that comes while the store is being closed.
  @Singleton
  static final class Closed implements ExceptionHandler<StoreFailed, HttpResponse<Problem>> {
    @Override
    public HttpResponse<Problem> handle(HttpRequest request, StoreFailed failed) {
      return unavailable("stopping", "The node is being stopped");
    }
  }
}
