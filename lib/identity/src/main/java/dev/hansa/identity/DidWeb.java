package dev.hansa.identity;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// `did:web`: a DID whose document a web server serves, [did:web
/// method](https://w3c-ccg.github.io/did-method-web/). Whoever names one makes us call a server,
/// so: https alone, a host name that resolves to public addresses alone, no redirect, a document of
/// at most [#DOCUMENT_MAX] bytes within [#TIMEOUT]. There are no versions: what was served
/// yesterday is not known.
public final class DidWeb implements DidResolver {
  public static final String METHOD = "web";
  public static final int DOCUMENT_MAX = 64 * 1024;
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final int PARTS_MAX = 16;
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

  private final Web web;

  /// What the resolver needs from the web.
  public interface Web {
    /// The addresses of this host; none if it has none.
    InetAddress[] addresses(String host);

    /// The whole body that this address itself, without redirect, answers 200 with, if it is not
    /// longer and comes in time.
    Optional<byte[]> get(URI address, int lengthMax, Duration timeout);
  }

  public DidWeb(Web web) {
    this.web = web;
  }

  /// Where the document of this DID is, section 3.2 of the method.
  public static URI address(Did did) {
    if (!did.method().equals(METHOD)) {
      throw new MalformedInput("a did:web begins with did:web:");
    }
    var parts = did.id().split(":", -1);
    if (parts.length > PARTS_MAX) {
      throw new MalformedInput("a did:web has at most " + PARTS_MAX + " parts");
    }
    var authority = parts[0].split("(?i)%3A", -1);
    if (!HOST.matcher(authority[0]).matches() || !isAscii(authority[0])) {
      throw new MalformedInput("a did:web names its host by a domain name in lower case");
    }
    var port = authority.length == 1 ? "" : ":" + port(authority);
    if (parts.length == 1) {
      return URI.create("https://" + authority[0] + port + "/.well-known/did.json");
    }
    var path = new StringBuilder();
    for (var part : Arrays.asList(parts).subList(1, parts.length)) {
      if (!PART.matcher(part).matches() || part.equals(".") || part.equals("..")) {
        throw new MalformedInput("the path of a did:web has plain names");
      }
      path.append('/').append(part);
    }
    return URI.create("https://" + authority[0] + port + path + "/did.json");
  }

  private static boolean isAscii(String host) {
    return host.equals(IDN.toASCII(host));
  }

  private static int port(String[] authority) {
    if (authority.length == 2 && authority[1].matches("[1-9][0-9]{0,4}")) {
      int port = Integer.parseInt(authority[1]);
      if (port <= 65_535) {
        return port;
      }
    }
    throw new MalformedInput("the port of a did:web is a number behind an encoded colon");
  }

  @Override
  public DidResolution resolve(Did did, DidVersion version) {
    if (!did.method().equals(METHOD)) {
      return new DidResolution.MethodNotSupported();
    }
    if (!(version instanceof DidVersion.Latest)) {
      return new DidResolution.NotFound();
    }
    var address = address(did);
    var addresses = web.addresses(address.getHost());
    if (addresses.length == 0 || !Arrays.stream(addresses).allMatch(DidWeb::isPublic)) {
      return new DidResolution.NotFound();
    }
    var body = web.get(address, DOCUMENT_MAX, TIMEOUT);
    if (body.isEmpty()) {
      return new DidResolution.NotFound();
    }
    try {
      var text = new String(body.get(), StandardCharsets.UTF_8);
      var document = DidDocument.parse(Json.parseObject(text, DOCUMENT_MAX));
      return document.id().equals(did)
          ? new DidResolution.Resolved(document, DidResolution.Metadata.NONE)
          : new DidResolution.NotFound();
    } catch (MalformedInput e) {
      return new DidResolution.NotFound(); // What is served there is no DID document.
    }
  }

  /// False for what is in our own house or nobody's.
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    var bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (bytes.length == 4) {
      boolean shared = first == 100 && (second & 0xc0) == 64;
      boolean special = first == 0 || first >= 240 || (first == 192 && second == 0);
      boolean benchmarks = first == 198 && (second & 0xfe) == 18;
      return !shared && !special && !benchmarks;
    }
    // Global unicast, without IPv4 in IPv6's clothes (6to4, Teredo).
    boolean global = (first & 0xe0) == 0x20;
    boolean sixToFour = first == 0x20 && second == 0x02;
    boolean teredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
    return global && !sixToFour && !teredo;
  }
}
