package dev.hansa.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationRelationship;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// OpenID4VCI 1.0 from the wallet's side: offer → metadata → token → nonce → proof → credential.
final class Accepting {
  private static final String PROBLEMS = "/problems/";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

  private final Wallet wallet;
  private final Http http;

  Accepting(Wallet wallet) {
    this.wallet = wallet;
    this.http = wallet.http();
  }

  HeldCredential accept(String offerUri, Optional<String> txCode) {
    try {
      return take(offer(offerUri), txCode);
    } catch (MalformedInput e) {
      throw new WalletFailure("unreadable-answer", String.valueOf(e.getMessage()), e);
    }
  }

  /// Begins the authorization code flow of an offer.
  PendingIssuance begin(String offerUri, URI redirectUri) {
    try {
      var offer = offer(offerUri);
      var grant = offer.path("grants").path("authorization_code");
      if (!grant.isObject()) {
        throw new WalletFailure(
            "unknown-grant", "this offer is not for the authorization code grant");
      }
      var server = server(Json.text(offer, "credential_issuer", 512));
      return PendingIssuance.push(
          wallet, this, server, place(offer), grant.path("issuer_state").asText(""), redirectUri);
    } catch (MalformedInput e) {
      throw new WalletFailure("unreadable-answer", String.valueOf(e.getMessage()), e);
    }
  }

  private HeldCredential take(ObjectNode offer, Optional<String> txCode) {
    var grant = offer.path("grants").path(GRANT);
    if (!grant.isObject()) {
      throw new WalletFailure(
          "unknown-grant", "this offer has no pre-authorized code; it goes by the browser");
    }
    if (grant.has("tx_code") && txCode.isEmpty()) {
      throw new WalletFailure("tx-code-needed", "the issuer has sent you a code; give it too");
    }
    var place = place(offer);
    var server = server(place.issuer());
    var calls = new IssuerCalls(wallet, server.knowsDpop());
    calls.use(token(calls, server, grant.path("pre-authorized_code").asText(), txCode));
    return fetch(place, calls);
  }

  /// Where a credential is fetched, and what it is said to be.
  record Place(String issuer, ObjectNode metadata, String configuration, JsonNode supported) {
    boolean bound() {
      return supported.has("proof_types_supported");
    }
  }

  private Place place(ObjectNode offer) {
    var issuer = Json.text(offer, "credential_issuer", 512);
    var configuration = offer.path("credential_configuration_ids").path(0).asText();
    var metadata = metadata(issuer, "openid-credential-issuer");
    if (!metadata.path("credential_issuer").asText().equals(issuer)) {
      throw new WalletFailure("wrong-issuer", "the metadata is of another issuer than the offer");
    }
    var supported = metadata.path("credential_configurations_supported").path(configuration);
    if (!supported.path("format").asText().equals(SdJwt.TYPE)) {
      throw new WalletFailure(
          "unknown-format", "the issuer offers no credential that this wallet can hold");
    }
    return new Place(issuer, metadata, configuration, supported);
  }

  /// The authorization server's metadata.
  record Server(ObjectNode metadata) {
    boolean knowsDpop() {
      for (var algorithm : metadata.path("dpop_signing_alg_values_supported")) {
        if (algorithm.asText().equals("ES256")) {
          return true;
        }
      }
      return false;
    }

    String text(String name) {
      return Json.text(metadata, name, 512);
    }
  }

  private Server server(String issuer) {
    var server = metadata(issuer, "oauth-authorization-server");
    if (!server.path("issuer").asText().equals(issuer)) {
      throw new WalletFailure("wrong-issuer", "the metadata is of another issuer than the offer");
    }
    return new Server(server);
  }

  HeldCredential fetch(Place place, IssuerCalls calls) {
    var answer = request(place, calls);
    if (error(answer).equals("invalid_nonce")) {
      // The nonce was used or is too old: a new one, once.
      answer = request(place, calls);
    }
    var json = success(answer, "the issuer did not give the credential");
    var text = json.path("credentials").path(0).path("credential").asText();
    var notification = json.path("notification_id").asText("");
    try {
      requireAsOffered(SdJwt.parse(text), place.supported().path("vct").asText(), place.bound());
    } catch (WalletFailure | MalformedInput e) {
      tell(place, calls, notification, "credential_failure");
      throw e;
    }
    var held = wallet.add(text);
    tell(place, calls, notification, "credential_accepted");
    return held;
  }

  /// Says what became of the credential, where the issuer wants to know. Nothing depends on it.
  private static void tell(Place place, IssuerCalls calls, String notification, String event) {
    var endpoint = place.metadata().path("notification_endpoint").asText("");
    if (endpoint.isEmpty() || notification.isEmpty()) {
      return;
    }
    try {
      var _ =
          calls.json(
              endpoint,
              Json.newObject().put("notification_id", notification).put("event", event).toString());
    } catch (WalletFailure e) {
      // The credential is held all the same.
    }
  }

  private Http.Answer request(Place place, IssuerCalls calls) {
    var request = Json.newObject().put("credential_configuration_id", place.configuration());
    if (place.bound()) {
      request.putObject("proofs").putArray("jwt").add(proof(place.issuer(), place.metadata()));
    }
    return calls.json(Json.text(place.metadata(), "credential_endpoint", 512), request.toString());
  }

  /// What does not come from the issuer it names, is of another type or belongs to another key is
  /// not taken.
  private void requireAsOffered(SdJwt credential, String vct, boolean bound) {
    if (!credential.vct().value().equals(vct)) {
      throw new WalletFailure("other-type", "the credential is of another type than offered");
    }
    if (bound && !credential.holderKey().equals(Optional.of(wallet.holderKey().publicKey()))) {
      throw new WalletFailure("other-holder", "the credential belongs to another key");
    }
    boolean signed =
        wallet.resolver().resolve(credential.issuer())
                instanceof DidResolution.Resolved(var document, _)
            && document
                .key(credential.keyName(), VerificationRelationship.ASSERTION_METHOD)
                .map(credential.issuerJwt()::isSignedBy)
                .orElse(false);
    if (!signed) {
      throw new WalletFailure(
          "not-signed", "the credential is not signed by the issuer that it names");
    }
  }

  private ObjectNode offer(String offerUri) {
    if (!offerUri.startsWith("openid-credential-offer://")) {
      throw new WalletFailure("not-an-offer", "an offer starts with openid-credential-offer://?");
    }
    var query = Http.parameters(offerUri);
    var byValue = query.get("credential_offer");
    if (byValue != null) {
      return Json.parseObject(byValue, 1 << 16);
    }
    var byReference = query.get("credential_offer_uri");
    if (byReference == null) {
      throw new WalletFailure("not-an-offer", "the offer has no credential_offer_uri");
    }
    return success(
        http.get(byReference, Map.of("Accept", "application/json")),
        "the offer is not there any more");
  }

  /// The well-known part stands between host and path, OpenID4VCI 1.0, section 12.2.2.
  private ObjectNode metadata(String issuer, String name) {
    var uri = Http.address(issuer);
    var address =
        uri.getScheme() + "://" + uri.getRawAuthority() + "/.well-known/" + name + uri.getRawPath();
    return success(
        http.get(address, Map.of("Accept", "application/json")),
        "the issuer's metadata is not there");
  }

  private static String token(
      IssuerCalls calls, Server server, String code, Optional<String> txCode) {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", GRANT);
    form.put("pre-authorized_code", code);
    txCode.ifPresent(text -> form.put("tx_code", text));
    var answer = calls.form(server.text("token_endpoint"), form);
    return Json.text(success(answer, "the issuer does not take the code"), "access_token", 8192);
  }

  private String proof(String issuer, ObjectNode metadata) {
    var nonce =
        Json.text(
            success(
                http.send("POST", Json.text(metadata, "nonce_endpoint", 512), "", Map.of()),
                "the issuer gave no nonce"),
            "c_nonce",
            1024);
    var header = Json.newObject().put("typ", "openid4vci-proof+jwt");
    header.set("jwk", wallet.holderKey().publicKey().toJwk());
    var claims =
        Json.newObject()
            .put("aud", issuer)
            .put("iat", wallet.clock().instant().getEpochSecond())
            .put("nonce", nonce);
    return Jws.sign(header, Json.utf8(claims), wallet.holderKey());
  }

  private static String error(Http.Answer answer) {
    return answer.status() == 400 && answer.body().startsWith("{")
        ? answer.json().path("error").asText()
        : "";
  }

  static ObjectNode success(Http.Answer answer, String otherwise) {
    if (answer.isSuccess()) {
      return answer.json();
    }
    var reason = "status-" + answer.status();
    var says = otherwise;
    if (answer.body().startsWith("{")) {
      var body = answer.json();
      var kind = body.path("type").asText("");
      if (kind.startsWith(PROBLEMS)) {
        reason = kind.substring(PROBLEMS.length());
        says = body.path("title").asText(otherwise);
      }
      reason = body.path("error").asText(reason);
      says = body.path("error_description").asText(body.path("detail").asText(says));
    }
    throw new WalletFailure(reason, says);
  }
}
