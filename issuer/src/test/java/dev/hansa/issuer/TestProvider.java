package dev.hansa.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// An OpenID provider over HTTP, made of Nimbus' messages: it takes a request whole, knows one
/// person, gives a code that counts once, checks its client, and lies where a test wants it to.
public final class TestProvider implements AutoCloseable {
  static final String CLIENT = "hansa issuer";

  /// The left half of the access token's hash, OpenID Connect Core 1.0, section 3.1.3.6.
  private static final String AT_HASH =
      Bytes.copyOf(Arrays.copyOf(Bytes.utf8("access-1").sha256().toArray(), 16)).toBase64Url();

  static final String SECRET = "a secret: +/%ä";

  final ECKey key = key("key-1");
  final Map<String, Integer> calls = new ConcurrentHashMap<>();

  private final HttpServer server;
  private final Clock clock;
  private final AtomicInteger codes = new AtomicInteger();
  private final Map<String, AuthenticationRequest> given = new ConcurrentHashMap<>();
  private final Map<String, String> clientsKeys = new ConcurrentHashMap<>();

  /// What is said about the person.
  volatile Map<String, Object> person = Map.of("sub", "pia");

  volatile Map<String, Object> userInfo = Map.of("sub", "pia");

  /// Changes the ID token's claims before they are signed.
  volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();

  /// Signs the ID token.
  volatile Signing signing = this::sign;

  /// Changes the metadata.
  volatile UnaryOperator<Map<String, Object>> metadata = UnaryOperator.identity();

  /// Changes the answer to the browser.
  volatile UnaryOperator<String> back = UnaryOperator.identity();

  /// What the token endpoint answers instead of tokens.
  volatile Optional<Reply> instead = Optional.empty();

  volatile List<JWK> published = List.of(key.toPublicJWK());
  volatile boolean down;

  interface Signing {
    String sign(JWTClaimsSet claims) throws JOSEException;
  }

  record Reply(int status, String location, String body) {}

  TestProvider(Clock clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /// Tells the truth again.
  void reset() {
    person = Map.of("sub", "pia");
    userInfo = Map.of("sub", "pia");
    claims = UnaryOperator.identity();
    signing = this::sign;
    metadata = UnaryOperator.identity();
    back = UnaryOperator.identity();
    instead = Optional.empty();
    published = List.of(key.toPublicJWK());
    down = false;
    calls.clear();
  }

  static ECKey key(String kid) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// With a path, as many providers have it.
  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/op";
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// The client's key, as its JWK set has it.
  void register(String clientId, String jwks) {
    clientsKeys.put(clientId, jwks);
  }

  String sign(JWTClaimsSet set) throws JOSEException {
    return sign(set, key);
  }

  static String sign(JWTClaimsSet set, ECKey with) throws JOSEException {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(JOSEObjectType.JWT)
            .keyID(with.getKeyID())
            .build();
    var jwt = new SignedJWT(header, set);
    jwt.sign(new ECDSASigner(with));
    return jwt.serialize();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var _ = calls.merge(path, 1, Integer::sum);
      if (down) {
        reply(exchange, 503, "");
        return;
      }
      switch (path) {
        case "/op/.well-known/openid-configuration" -> json(exchange, discovery());
        case "/op/jwks" -> reply(exchange, 200, new JWKSet(published).toString());
        case "/op/authorize" -> redirect(exchange, authorize(exchange.getRequestURI()));
        case "/op/token" -> token(exchange);
        case "/op/userinfo" -> {
          boolean good =
              "Bearer access-1".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          if (good) {
            json(exchange, userInfo);
          } else {
            reply(exchange, 401, "");
          }
        }
        default -> reply(exchange, 404, "");
      }
    } catch (ParseException | JOSEException | java.text.ParseException e) {
      throw new IOException(e);
    }
  }

  private Map<String, Object> discovery() {
    var all = new HashMap<String, Object>();
    all.put("issuer", issuer());
    all.put("authorization_endpoint", issuer() + "/authorize");
    all.put("token_endpoint", issuer() + "/token");
    all.put("jwks_uri", issuer() + "/jwks");
    all.put("userinfo_endpoint", issuer() + "/userinfo");
    all.put("response_types_supported", List.of("code"));
    all.put("subject_types_supported", List.of("public"));
    all.put("id_token_signing_alg_values_supported", List.of("ES256"));
    all.put(
        "token_endpoint_auth_methods_supported", List.of("client_secret_basic", "private_key_jwt"));
    all.put("code_challenge_methods_supported", List.of("S256"));
    all.put("authorization_response_iss_parameter_supported", true);
    return metadata.apply(all);
  }

  private String authorize(URI asked) throws ParseException {
    var request = AuthenticationRequest.parse(asked);
    if (request.getCodeChallenge() == null
        || request.getNonce() == null
        || !request.getScope().contains("openid")) {
      throw new ParseException("a request has code_challenge, nonce and openid");
    }
    var code = "code-" + codes.incrementAndGet();
    given.put(code, request);
    return back.apply(
        new AuthenticationSuccessResponse(
                request.getRedirectionURI(),
                new AuthorizationCode(code),
                null,
                null,
                request.getState(),
                null,
                new Issuer(issuer()),
                null)
            .toURI()
            .toString());
  }

  private void token(HttpExchange exchange)
      throws IOException, ParseException, JOSEException, java.text.ParseException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (instead.isPresent()) {
      var reply = instead.get();
      if (!reply.location().isEmpty()) {
        exchange.getResponseHeaders().add("Location", reply.location());
      }
      reply(exchange, reply.status(), reply.body());
      return;
    }
    var http = new HTTPRequest(HTTPRequest.Method.POST, URI.create(issuer() + "/token"));
    for (var name : List.of("Content-Type", "Authorization")) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        http.setHeader(name, value);
      }
    }
    http.setBody(body);
    var request = TokenRequest.parse(http);
    var grant = (AuthorizationCodeGrant) request.getAuthorizationGrant();
    var asked = given.remove(grant.getAuthorizationCode().getValue());
    if (!isClient(request)) {
      reply(exchange, 401, "{\"error\":\"invalid_client\"}");
    } else if (asked == null
        || !asked.getRedirectionURI().equals(grant.getRedirectionURI())
        || !asked
            .getCodeChallenge()
            .equals(
                CodeChallenge.compute(asked.getCodeChallengeMethod(), grant.getCodeVerifier()))) {
      reply(exchange, 400, "{\"error\":\"invalid_grant\"}");
    } else {
      var tokens = new HashMap<String, Object>();
      tokens.put("access_token", "access-1");
      tokens.put("token_type", "Bearer");
      tokens.put("id_token", signing.sign(idToken(asked)));
      json(exchange, tokens);
    }
  }

  private boolean isClient(TokenRequest request) throws JOSEException, java.text.ParseException {
    return switch (request.getClientAuthentication()) {
      case ClientSecretBasic basic ->
          basic.getClientID().getValue().equals(CLIENT)
              && basic.getClientSecret().getValue().equals(SECRET);
      case PrivateKeyJWT signed -> {
        var assertion = signed.getClientAssertion();
        var keys = JWKSet.parse(clientsKeys.getOrDefault(CLIENT, "{\"keys\":[]}"));
        var found = keys.getKeyByKeyId(assertion.getHeader().getKeyID());
        var set = assertion.getJWTClaimsSet();
        yield found != null
            && assertion.verify(new ECDSAVerifier(found.toECKey()))
            && set.getIssuer().equals(CLIENT)
            && set.getSubject().equals(CLIENT)
            && set.getAudience().equals(List.of(issuer()))
            && set.getJWTID() != null
            && set.getExpirationTime().toInstant().isAfter(clock.instant());
      }
      case null, default -> false;
    };
  }

  private JWTClaimsSet idToken(AuthenticationRequest asked) {
    var now = clock.instant();
    var set =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", asked.getNonce().getValue())
            .claim("at_hash", AT_HASH);
    person.forEach(set::claim);
    return claims.apply(set).build();
  }

  private static void json(HttpExchange exchange, Map<String, Object> all) throws IOException {
    reply(exchange, 200, JSONObjectUtils.toJSONString(all));
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().add("Location", to);
    exchange.sendResponseHeaders(302, -1);
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
