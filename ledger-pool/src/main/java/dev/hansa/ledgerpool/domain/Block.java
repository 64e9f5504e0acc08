package dev.hansa.ledgerpool.domain;

import dev.hansa.ledgerprotocol.IndyRequest;
import java.time.Instant;
import java.util.List;

/// Requests in the order in which an engine put them, at a height and a time.
public record Block(long height, Instant time, List<IndyRequest> requests) {
  /// No block has more requests.
  public static final int REQUESTS_MAX = 1000;

  /// No block has more characters of requests, so that it is read whole in one go.
  public static final int LENGTH_MAX = 384 * 1024;

  public Block {
    requests = List.copyOf(requests);
    if (height < 1 || requests.size() > REQUESTS_MAX) {
      throw new IllegalArgumentException(
          "a block stands above the genesis and has at most " + REQUESTS_MAX + " requests");
    }
  }
}
