package dev.hansa.wallet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Calls from the wallet: https, or http to a literal loopback address; no redirects; bounded
/// answers.
final class Http {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int ANSWER_MAX = 1 << 20;
  private static final int ADDRESS_MAX = 1 << 16;
  private static final int PARAMETERS_MAX = 32;

  private final HttpClient client;

  Http(HttpClient client) {
    this.client = client;
  }

  record Answer(int status, String body, Map<String, String> headers) {
    boolean isSuccess() {
      return status / 100 == 2;
    }

    ObjectNode json() {
      try {
        return Json.parseObject(body);
      } catch (MalformedInput e) {
        throw new WalletFailure("unreadable-answer", "the other side's answer cannot be read", e);
      }
    }

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }
  }

  Answer get(String address, Map<String, String> headers) {
    return send(request(address, headers).GET().build());
  }

  Answer postForm(String address, Map<String, String> form, Map<String, String> headers) {
    return send(
        request(address, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(form)))
            .build());
  }

  Answer send(String method, String address, String body, Map<String, String> headers) {
    var request = request(address, headers);
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    return send(request.build());
  }

  static String form(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// The parameters of an address; of one that stands twice, the first.
  static Map<String, String> parameters(String address) {
    var found = new HashMap<String, String>();
    int mark = address.indexOf('?');
    if (mark < 0 || address.length() > ADDRESS_MAX) {
      return found;
    }
    for (var pair : address.substring(mark + 1).split("&", PARAMETERS_MAX)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        var _ = found.putIfAbsent(pair.substring(0, equals), decode(pair.substring(equals + 1)));
      }
    }
    return found;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new WalletFailure("bad-address", "a parameter of an address is not well formed", e);
    }
  }

  /// An address from the other side: https, or http to a literal loopback address.
  static URI address(String address) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new WalletFailure("bad-address", "an address in the request is not a URL", e);
    }
    if (!"https".equals(uri.getScheme())
        && !("http".equals(uri.getScheme()) && isLoopback(uri.getHost()))) {
      throw new WalletFailure(
          "bad-address", "an address is https, or http on a literal loopback address");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new WalletFailure("bad-address", "an address names a host and no user");
    }
    return uri;
  }

  private static HttpRequest.Builder request(String address, Map<String, String> headers) {
    var request = HttpRequest.newBuilder(address(address)).timeout(TIMEOUT);
    headers.forEach(request::header);
    return request;
  }

  private static boolean isLoopback(@org.jspecify.annotations.Nullable String host) {
    if (host == null || !host.matches("127\\.[0-9.]{1,11}|\\[::1]")) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }

  private Answer send(HttpRequest request) {
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        var bytes = in.readNBytes(ANSWER_MAX + 1);
        if (bytes.length > ANSWER_MAX) {
          throw new WalletFailure("answer-too-long", "the other side's answer is too long");
        }
        var headers =
            response.headers().map().entrySet().stream()
                .collect(
                    Collectors.toMap(
                        entry -> entry.getKey().toLowerCase(java.util.Locale.ROOT),
                        entry -> entry.getValue().getFirst(),
                        (first, _) -> first));
        return new Answer(
            response.statusCode(), new String(bytes, StandardCharsets.UTF_8), headers);
      }
    } catch (IOException e) {
      throw new WalletFailure("no-answer", "the other side does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WalletFailure("interrupted", "the call was interrupted", e);
    }
  }
}
