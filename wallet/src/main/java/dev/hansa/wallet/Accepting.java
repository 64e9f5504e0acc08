package dev.hansa.wallet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationRelationship;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// OpenID4VCI 1.0 from the wallet's side: offer → metadata → token → nonce → proof → credential.
final class Accepting {
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

  private HeldCredential take(ObjectNode offer, Optional<String> txCode) {
    var issuer = Json.text(offer, "credential_issuer", 512);
    var configuration = offer.path("credential_configuration_ids").path(0).asText();
    var grant = offer.path("grants").path(GRANT);
    if (!grant.isObject()) {
      throw new WalletFailure(
          "unknown-grant", "this wallet takes offers with a pre-authorized code");
    }
    if (grant.has("tx_code") && txCode.isEmpty()) {
      throw new WalletFailure("tx-code-needed", "the issuer has sent you a code; give it too");
    }
    var metadata = metadata(issuer, "openid-credential-issuer");
    if (!metadata.path("credential_issuer").asText().equals(issuer)) {
      throw new WalletFailure("wrong-issuer", "the metadata is of another issuer than the offer");
    }
    var supported = metadata.path("credential_configurations_supported").path(configuration);
    if (!supported.path("format").asText().equals(SdJwt.TYPE)) {
      throw new WalletFailure(
          "unknown-format", "the issuer offers no credential that this wallet can hold");
    }
    var token = token(issuer, grant.path("pre-authorized_code").asText(), txCode);
    boolean bound = supported.has("proof_types_supported");
    var answer = request(issuer, metadata, configuration, token, bound);
    if (error(answer).equals("invalid_nonce")) {
      // The nonce was used or is too old: a new one, once.
      answer = request(issuer, metadata, configuration, token, bound);
    }
    var text =
        success(answer, "the issuer did not give the credential")
            .path("credentials")
            .path(0)
            .path("credential")
            .asText();
    requireAsOffered(SdJwt.parse(text), supported.path("vct").asText(), bound);
    return wallet.add(text);
  }

  private Http.Answer request(
      String issuer, ObjectNode metadata, String configuration, String token, boolean bound) {
    var request = Json.newObject().put("credential_configuration_id", configuration);
    if (bound) {
      request.putObject("proofs").putArray("jwt").add(proof(issuer, metadata));
    }
    return http.send(
        "POST",
        Json.text(metadata, "credential_endpoint", 512),
        request.toString(),
        Map.of("Authorization", "Bearer " + token, "Accept", "application/json"));
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

  private String token(String issuer, String code, Optional<String> txCode) {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", GRANT);
    form.put("pre-authorized_code", code);
    txCode.ifPresent(text -> form.put("tx_code", text));
    var endpoint = Json.text(metadata(issuer, "oauth-authorization-server"), "token_endpoint", 512);
    var answer = http.postForm(endpoint, form, Map.of("Accept", "application/json"));
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

  private static ObjectNode success(Http.Answer answer, String otherwise) {
    if (answer.isSuccess()) {
      return answer.json();
    }
    var reason = "status-" + answer.status();
    var says = otherwise;
    if (answer.body().startsWith("{")) {
      var body = answer.json();
      reason = body.path("error").asText(reason);
      says = body.path("error_description").asText(body.path("detail").asText(otherwise));
    }
    throw new WalletFailure(reason, says);
  }
}
