package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Speaks to the HTTP API of several nodes. The one that answered last is asked first; where it
/// does not answer, the next is.
public final class HttpLedgerTransport implements LedgerTransport {
  /// No answer is longer: a proof of a whole list is the longest.
  public static final int ANSWER_MAX = 8 << 20;

  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final List<URI> nodes;
  private final HttpClient http;
  private final Duration timeout;
  private final AtomicInteger preferred = new AtomicInteger();

  public HttpLedgerTransport(List<URI> nodes, HttpClient http) {
    this(nodes, http, TIMEOUT);
  }

  public HttpLedgerTransport(List<URI> nodes, HttpClient http, Duration timeout) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a transport has at least one node");
    }
    this.nodes =
        nodes.stream().map(node -> URI.create(node.toString().replaceAll("/+$", ""))).toList();
    this.http = http;
    this.timeout = timeout;
  }

  @Override
  public Answer submit(String request) {
    return any(node -> node.submit(request));
  }

  @Override
  public Answer state(SubLedger ledger, Bytes key) {
    return any(node -> node.state(ledger, key));
  }

  @Override
  public Answer list(SubLedger ledger, Bytes prefix) {
    return any(node -> node.list(ledger, prefix));
  }

  @Override
  public Answer transaction(SubLedger ledger, long seqNo) {
    return any(node -> node.transaction(ledger, seqNo));
  }

  @Override
  public Answer checkpoint() {
    return any(Node::checkpoint);
  }

  @Override
  public Answer consistency(SubLedger ledger, long first, long second) {
    return any(node -> node.consistency(ledger, first, second));
  }

  @Override
  public List<LedgerTransport> nodes() {
    return List.copyOf(inTurn());
  }

  private List<Node> inTurn() {
    int first = preferred.get();
    var turn = new ArrayList<Node>();
    for (int i = 0; i < nodes.size(); i++) {
      int index = (first + i) % nodes.size();
      turn.add(new Node(index));
    }
    return turn;
  }

  private Answer any(java.util.function.Function<Node, Answer> question) {
    LedgerUnavailable last = null;
    for (var node : inTurn()) {
      try {
        return question.apply(node);
      } catch (LedgerUnavailable e) {
        last = e;
      }
    }
    throw last == null ? new LedgerUnavailable("there is no node to ask") : last;
  }

  private final class Node implements LedgerTransport {
    private final int index;

    Node(int index) {
      this.index = index;
    }

    @Override
    public Answer submit(String request) {
      return send(
          request("/v1/requests")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(request, StandardCharsets.UTF_8)));
    }

    @Override
    public Answer state(SubLedger ledger, Bytes key) {
      return get("/v1/state/" + ledger.code() + "/" + key.toBase64Url());
    }

    @Override
    public Answer list(SubLedger ledger, Bytes prefix) {
      var all = "/v1/lists/" + ledger.code();
      return get(prefix.length() == 0 ? all : all + "/" + prefix.toBase64Url());
    }

    @Override
    public Answer transaction(SubLedger ledger, long seqNo) {
      return get("/v1/ledgers/" + ledger.code() + "/transactions/" + seqNo);
    }

    @Override
    public Answer checkpoint() {
      return get("/v1/checkpoint");
    }

    @Override
    public Answer consistency(SubLedger ledger, long first, long second) {
      return get("/v1/ledgers/" + ledger.code() + "/consistency/" + first + "/" + second);
    }

    private Answer get(String path) {
      return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create(nodes.get(index) + path))
          .timeout(timeout)
          .header("Accept", "application/json, application/problem+json");
    }

    private Answer send(HttpRequest.Builder request) {
      try {
        var response =
            http.send(
                request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX));
        if (response.statusCode() >= 500) {
          throw new LedgerUnavailable("a node says that it cannot answer now");
        }
        var text = new String(response.body(), StandardCharsets.UTF_8);
        var answer = new Answer(response.statusCode(), Json.parseObject(text, ANSWER_MAX));
        preferred.set(index);
        return answer;
      } catch (IOException e) {
        throw new LedgerUnavailable("a node did not answer", e);
      } catch (MalformedInput e) {
        throw new LedgerUnavailable("a node's answer is no JSON object", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LedgerUnavailable("waiting for a node was interrupted", e);
      }
    }
  }
}
