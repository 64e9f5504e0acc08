package dev.hansa.wallet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.credentials.KbInput;
import dev.hansa.credentials.Matching;
import dev.hansa.credentials.Presenter;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationRelationship;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// OpenID4VP 1.0 from the wallet's side: request by reference, signed by the verifier's DID,
/// answered by direct_post.
final class Presenting {
  private static final String PREFIX = "decentralized_identifier:";
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
    var requestUri = query.get("request_uri");
    if (requestUri == null || !clientId.startsWith(PREFIX)) {
      throw new WalletFailure(
          "not-a-request", "a request names its verifier's DID and a request_uri");
    }
    var answer = wallet.http().get(requestUri, Map.of("Accept", "application/oauth-authz-req+jwt"));
    if (!answer.isSuccess()) {
      throw new WalletFailure("request-gone", "the request is not there any more");
    }
    try {
      var verifier = Did.parse(clientId.substring(PREFIX.length()));
      return view(verifier, clientId, Jws.parse(answer.body().strip(), 1 << 17));
    } catch (MalformedInput e) {
      throw new WalletFailure("request-malformed", String.valueOf(e.getMessage()), e);
    }
  }

  private RequestView view(Did verifier, String clientId, Jws jar) {
    var kid = DidUrl.parse(Json.text(jar.unverifiedHeader(), "kid", 700));
    if (!jar.typ().equals(REQUEST_TYPE) || !kid.did().equals(verifier) || !isSigned(jar, kid)) {
      throw new WalletFailure(
          "request-not-signed", "the request is not signed by the verifier that it names");
    }
    var claims = jar.unverifiedClaims();
    if (!Json.text(claims, "client_id", 700).equals(clientId)) {
      throw new WalletFailure("wrong-client", "the request is of another verifier than the link");
    }
    if (claims.has("exp")
        && !wallet.clock().instant().isBefore(Instant.ofEpochSecond(claims.get("exp").asLong()))) {
      throw new WalletFailure("request-expired", "the request has expired");
    }
    requireKnown(claims);
    var query = DcqlQuery.parse(Json.object(claims, "dcql_query"));
    var held = wallet.list().stream().map(HeldCredential::credential).toList();
    var transactions = transactions(claims, query);
    return new RequestView(
        verifier,
        clientId,
        claims.path("purpose").asText(""),
        query,
        Matching.of(query, usable(held)),
        transactions,
        Json.text(claims, "nonce", 512),
        claims.path("state").asText(""),
        Json.text(claims, "response_uri", 512),
        claims);
  }

  /// What a wallet cannot do is refused before its holder is asked, [OpenID4VP 1.0, section
  /// 5](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-5).
  private static void requireKnown(ObjectNode claims) {
    boolean known =
        claims.path("response_type").asText().equals("vp_token")
            && claims.path("response_mode").asText().equals("direct_post")
            && claims.path("aud").asText().equals(AUDIENCE)
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

  private boolean isSigned(Jws jar, DidUrl kid) {
    return wallet.resolver().resolve(kid.did()) instanceof DidResolution.Resolved(var document, _)
        && document
            .key(kid, VerificationRelationship.ASSERTION_METHOD)
            .or(() -> document.key(kid, VerificationRelationship.AUTHENTICATION))
            .map(jar::isSignedBy)
            .orElse(false);
  }

  PresentResult present(RequestView view) {
    if (!(view.matching() instanceof Matching.Found(var choices))) {
      throw new WalletFailure("nothing-to-show", "this wallet holds no answer to the request");
    }
    var token = Json.newObject();
    for (var choice : choices) {
      token.putArray(choice.query().id()).add(presentation(choice, view));
    }
    var answer = post(view, Map.of("vp_token", token.toString()));
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
    var _ = post(view, Map.of("error", "access_denied"));
  }

  private ObjectNode post(RequestView view, Map<String, String> fields) {
    var form = new LinkedHashMap<>(fields);
    if (!view.state().isEmpty()) {
      form.put("state", view.state());
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
}
