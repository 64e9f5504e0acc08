package dev.hansa.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.credentials.KbInput;
import dev.hansa.credentials.Matching;
import dev.hansa.credentials.Presenter;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.Jws;
import dev.hansa.identity.KeyAgreementKey;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// OpenID4VP 1.0 from the wallet's side: requests by value and by reference, answered by
/// direct_post and direct_post.jwt.
final class Presenting {
  private static final String UNSIGNED = "redirect_uri:";
  private static final int REQUEST_MAX = 1 << 17;
  private static final String AUDIENCE = "https://self-issued.me/v2";
  private static final String REQUEST_TYPE = "oauth-authz-req+jwt";

  private final Wallet wallet;

  Presenting(Wallet wallet) {
    this.wallet = wallet;
  }

  RequestView ask(String openid4vp) {
    if (!openid4vp.startsWith("openid4vp://")) {
      throw new WalletFailure("not-a-request", "a request starts with openid4vp://");
    }
    var query = Http.parameters(openid4vp);
    var clientId = query.getOrDefault("client_id", "");
    if (clientId.isEmpty()) {
      throw new WalletFailure("not-a-request", "a request names its verifier");
    }
    try {
      if (query.containsKey("request_uri") && query.containsKey("request")) {
        throw new WalletFailure("not-a-request", "a request comes by value or by reference");
      }
      if (query.containsKey("request_uri")) {
        return fetched(clientId, query);
      }
      return query.containsKey("request")
          ? signed(clientId, jar(query.getOrDefault("request", "")), Optional.empty())
          : unsigned(clientId, query);
    } catch (MalformedInput e) {
      throw new WalletFailure("request-malformed", String.valueOf(e.getMessage()), e);
    }
  }

  private static Jws jar(String compact) {
    var jar = Jws.parse(compact, REQUEST_MAX);
    if (!jar.typ().equals(REQUEST_TYPE)) {
      throw new WalletFailure("request-not-signed", "a request object is a JWT of its own type");
    }
    return jar;
  }

  private RequestView fetched(String clientId, Map<String, String> query) {
    var address = query.getOrDefault("request_uri", "");
    var accept = Map.of("Accept", "application/oauth-authz-req+jwt");
    return switch (query.getOrDefault("request_uri_method", "get")) {
      case "get" -> {
        var answer = wallet.http().get(address, accept);
        yield signed(clientId, jar(body(answer)), Optional.empty());
      }
      case "post" -> {
        var nonce = newNonce();
        var key = KeyAgreementKey.generate(wallet.random());
        var form = new LinkedHashMap<String, String>();
        form.put("wallet_metadata", metadata(clientId, key).toString());
        form.put("wallet_nonce", nonce);
        var answer = wallet.http().postForm(address, form, accept);
        yield signed(clientId, jar(decrypted(body(answer), key)), Optional.of(nonce));
      }
      default ->
          throw new WalletFailure(
              "invalid_request_uri_method", "a request is fetched by get or post");
    };
  }

  private static String body(Http.Answer answer) {
    if (!answer.isSuccess()) {
      throw new WalletFailure("request-gone", "the request is not there any more");
    }
    return answer.body().strip();
  }

  private String newNonce() {
    return Bytes.random(16, wallet.random()).toBase64Url();
  }

  /// What the verifier is told: nothing by which it could tell one wallet from another.
  private static ObjectNode metadata(String clientId, KeyAgreementKey key) {
    var json = Json.newObject();
    var format = json.putObject("vp_formats_supported").putObject(SdJwt.TYPE);
    format.putArray("sd-jwt_alg_values").add("ES256");
    format.putArray("kb-jwt_alg_values").add("ES256");
    var prefixes = json.putArray("client_id_prefixes_supported");
    Askers.PREFIXES.forEach(prefixes::add);
    json.putArray("response_modes_supported").add("direct_post").add("direct_post.jwt");
    // Section 5.10: not where the prefix allows no signature.
    if (!clientId.startsWith(UNSIGNED)) {
      json.putArray("request_object_signing_alg_values_supported").add("ES256");
    }
    json.putArray("authorization_encryption_alg_values_supported").add(Jwe.ALGORITHM);
    json.putArray("authorization_encryption_enc_values_supported").add("A128GCM").add("A256GCM");
    var jwk = key.publicKey().toJwk().put("use", "enc").put("alg", Jwe.ALGORITHM);
    json.putObject("jwks").putArray("keys").add(jwk);
    return json;
  }

  /// A verifier may leave the encryption out: the request holds nothing of the holder's.
  private static String decrypted(String body, KeyAgreementKey key) {
    if (body.chars().filter(c -> c == '.').count() != 4) {
      return body;
    }
    return Jwe.parse(body, REQUEST_MAX)
        .decrypt(key)
        .orElseThrow(() -> new MalformedInput("an encrypted request is made with the wallet's key"))
        .toUtf8();
  }

  private RequestView signed(String clientId, Jws jar, Optional<String> nonce) {
    var asker = new Askers(wallet).of(clientId, jar);
    var claims = jar.unverifiedClaims();
    if (!claims.path("aud").asText().equals(AUDIENCE)) {
      throw new WalletFailure(
          "request-unknown", "the request is made for another wallet than this one");
    }
    if (claims.has("exp")
        && !wallet.clock().instant().isBefore(Instant.ofEpochSecond(claims.get("exp").asLong()))) {
      throw new WalletFailure("request-expired", "the request has expired");
    }
    if (nonce.isPresent() && !claims.path("wallet_nonce").asText().equals(nonce.get())) {
      throw new WalletFailure(
          "request-replayed", "the request was not made for this wallet's nonce");
    }
    return view(asker, claims);
  }

  private RequestView unsigned(String clientId, Map<String, String> query) {
    if (!clientId.startsWith(UNSIGNED)) {
      throw new WalletFailure("not-a-request", "a request of this verifier is signed");
    }
    var claims = Json.newObject();
    query.forEach((name, value) -> {
      switch (name) {
        case "dcql_query", "client_metadata", "transaction_data", "verifier_info" ->
            claims.set(name, Json.parse(value));
        default -> claims.put(name, value);
      }
    });
    return view(Askers.unsigned(clientId, claims), claims);
  }

  private RequestView view(Asker asker, ObjectNode claims) {
    if (!Json.text(claims, "client_id", 2048).equals(asker.clientId())) {
      throw new WalletFailure("wrong-client", "the request is of another verifier than the link");
    }
    requireKnown(claims);
    var query = DcqlQuery.parse(Json.object(claims, "dcql_query"));
    var held = wallet.list().stream().map(HeldCredential::credential).toList();
    var transactions = transactions(claims, query);
    return new RequestView(
        asker,
        claims.path("purpose").asText(""),
        query,
        Matching.of(query, usable(held)),
        transactions,
        Json.text(claims, "nonce", 512),
        claims.path("state").asText(""),
        Json.text(claims, "response_uri", 2048),
        claims.path("response_mode").asText().equals("direct_post.jwt")
            ? Optional.of(ResponseKey.choose(Json.object(claims, "client_metadata")))
            : Optional.empty(),
        claims);
  }

  /// What a wallet cannot do is refused before its holder is asked, [OpenID4VP 1.0, section
  /// 5](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-5).
  private static void requireKnown(ObjectNode claims) {
    var mode = claims.path("response_mode").asText();
    boolean known =
        claims.path("response_type").asText().equals("vp_token")
            && (mode.equals("direct_post") || mode.equals("direct_post.jwt"))
            && !claims.has("redirect_uri");
    if (!known) {
      throw new WalletFailure(
          "request-unknown", "the request wants an answer that this wallet does not give");
    }
  }

  /// The entries of `transaction_data`, each of a kind that a holder can be shown, and each signed
  /// with a credential that is asked for.
  private static List<String> transactions(ObjectNode claims, DcqlQuery query) {
    var transactions = new ArrayList<String>();
    for (var entry : claims.path("transaction_data")) {
      var json = Json.parseObject(Bytes.fromBase64Url(entry.asText()));
      boolean ours = Json.text(json, "type", 200).startsWith("urn:hansa:");
      var named = Json.array(json, "credential_ids", DcqlQuery.CREDENTIALS_MAX);
      boolean asked = !named.isEmpty();
      for (var id : named) {
        asked &= query.credential(id.asText()).isPresent();
      }
      if (!ours || !asked) {
        throw new WalletFailure(
            "invalid_transaction_data",
            "the request wants something signed that is not known here");
      }
      transactions.add(entry.asText());
    }
    return transactions;
  }

  /// What has not expired, and is bound to our key or to none.
  private List<SdJwt> usable(List<SdJwt> held) {
    var now = wallet.clock().instant();
    var ours = wallet.holderKey().publicKey();
    return held.stream()
        .filter(credential -> credential.expires().map(now::isBefore).orElse(true))
        .filter(credential -> credential.holderKey().map(ours::equals).orElse(true))
        .toList();
  }

  PresentResult present(RequestView view) {
    if (view.matching() instanceof Matching.Missing(var queries)) {
      throw new WalletFailure(
          "nothing-to-show",
          "this wallet holds no valid credential that answers, of type "
              + queries.stream()
                  .flatMap(query -> query.types().stream().map(Vct::value))
                  .distinct()
                  .collect(Collectors.joining(", ")));
    }
    if (!(view.matching() instanceof Matching.Found(var choices))) {
      throw new WalletFailure("nothing-to-show", "this wallet holds no answer to the request");
    }
    var token = Json.newObject();
    for (var choice : choices) {
      token.withArray(choice.query().id()).add(presentation(choice, view));
    }
    var content = Json.newObject();
    content.set("vp_token", token);
    var answer = post(view, content);
    return new PresentResult(Optional.ofNullable(answer.path("redirect_uri").textValue()));
  }

  private String presentation(Matching.Choice choice, RequestView view) {
    if (!choice.query().requireHolderBinding() && choice.credential().holderKey().isEmpty()) {
      return Presenter.present(choice.credential(), choice.shown());
    }
    // The entries of transaction_data that name this credential query.
    var signed =
        view.transactionData().stream().filter(entry -> names(entry, choice.query().id())).toList();
    return Presenter.present(
        choice,
        new KbInput(view.nonce(), view.clientId(), wallet.clock().instant(), signed),
        wallet.holderKey());
  }

  private static boolean names(String transactionData, String queryId) {
    var entry = Json.parseObject(Bytes.fromBase64Url(transactionData));
    for (var id : entry.path("credential_ids")) {
      if (id.asText().equals(queryId)) {
        return true;
      }
    }
    return false;
  }

  void decline(RequestView view) {
    var _ = post(view, Json.newObject().put("error", "access_denied"));
  }

  /// Sends the members of an answer as fields of a form, or as one JWE of them all.
  private ObjectNode post(RequestView view, ObjectNode content) {
    if (!view.state().isEmpty()) {
      content.put("state", view.state());
    }
    var form = new LinkedHashMap<String, String>();
    if (view.responseKey().isPresent()) {
      form.put("response", encrypted(view.responseKey().get(), content));
    } else {
      content.properties().forEach(member -> form.put(member.getKey(), text(member.getValue())));
    }
    var answer =
        wallet.http().postForm(view.responseUri(), form, Map.of("Accept", "application/json"));
    if (!answer.isSuccess()) {
      var body = answer.body().startsWith("{") ? answer.json() : Json.newObject();
      throw new WalletFailure(
          body.path("reason").asText(body.path("error").asText("status-" + answer.status())),
          body.path("error_description").asText("the verifier did not take the presentation"));
    }
    return answer.body().isBlank() ? Json.newObject() : answer.json();
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  private String encrypted(ResponseKey key, ObjectNode content) {
    var header = Json.newObject();
    key.kid().ifPresent(kid -> header.put("kid", kid));
    return Jwe.encrypt(header, Json.utf8(content), key.key(), key.encryption(), wallet.random());
  }
}
