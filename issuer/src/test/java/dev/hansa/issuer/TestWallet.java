package dev.hansa.issuer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// A wallet written by hand from the specification.
public final class TestWallet {
  static final String GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

  private final House house;
  public final Signer key;

  public TestWallet(House house) {
    this.house = house;
    this.key = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(house.random));
  }

  public Did did() {
    return DidJwk.of(key.publicKey());
  }

  /// An offer that its operator just made.
  public static ObjectNode offered(
      House house, House.Issuer issuer, String vct, ObjectNode claims, boolean txCode) {
    var answer =
        Calls.postAs(
            house,
            issuer,
            "/" + issuer.name() + "/issuances",
            Samples.offer(vct, claims, txCode).toString());
    if (answer.status() != 201) {
      throw new AssertionError("not offered: " + answer.status() + " " + answer.body());
    }
    return answer.json();
  }

  public static String offerAddress(String offerUri) {
    return URLDecoder.decode(
        offerUri.substring("openid-credential-offer://?credential_offer_uri=".length()),
        StandardCharsets.UTF_8);
  }

  public static ObjectNode offer(String offerUri) {
    var answer = Calls.get(offerAddress(offerUri), "Accept", "application/json");
    if (answer.status() != 200) {
      throw new AssertionError("the offer is not there: " + answer.status());
    }
    return answer.json();
  }

  public static String code(String offerUri) {
    return offer(offerUri).path("grants").path(GRANT).path("pre-authorized_code").asText();
  }

  public static String form(String... pairs) {
    var text = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(i == 0 ? "" : "&")
          .append(pairs[i])
          .append('=')
          .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  public Calls.Answer token(String tenant, String code, String... more) {
    return Calls.form(
        house.base + "/" + tenant + "/token",
        form("grant_type", GRANT, "pre-authorized_code", code)
            + (more.length == 0 ? "" : "&" + form(more)));
  }

  public String nonce(String tenant) {
    return Calls.form(house.base + "/" + tenant + "/nonce", "").json().path("c_nonce").asText();
  }

  public ObjectNode proofClaims(String tenant, String nonce, Instant now) {
    return Json.newObject()
        .put("aud", house.base + "/" + tenant)
        .put("iat", now.getEpochSecond())
        .put("nonce", nonce);
  }

  public String proof(String tenant, String nonce) {
    return proof(tenant, nonce, _ -> {}, _ -> {});
  }

  /// A proof with one thing changed.
  public String proof(
      String tenant, String nonce, Consumer<ObjectNode> header, Consumer<ObjectNode> claims) {
    var proofHeader = Json.newObject().put("typ", "openid4vci-proof+jwt");
    proofHeader.set("jwk", key.publicKey().toJwk());
    header.accept(proofHeader);
    var proofClaims = proofClaims(tenant, nonce, house.clock.instant());
    claims.accept(proofClaims);
    return Jws.sign(proofHeader, Json.utf8(proofClaims), key);
  }

  public static String request(String vct, String proof) {
    var json = Json.newObject().put("credential_configuration_id", vct);
    json.putObject("proofs").putArray("jwt").add(proof);
    return json.toString();
  }

  /// A DPoP proof of this wallet's key for a POST.
  public String dpop(String path, String nonce, Optional<String> token) {
    return dpop(path, nonce, token, _ -> {}, _ -> {});
  }

  /// A DPoP proof with one thing changed.
  public String dpop(
      String path,
      String nonce,
      Optional<String> token,
      Consumer<ObjectNode> header,
      Consumer<ObjectNode> claims) {
    var proofHeader = Json.newObject().put("typ", "dpop+jwt");
    proofHeader.set("jwk", key.publicKey().toJwk());
    header.accept(proofHeader);
    var proofClaims =
        Json.newObject()
            .put("jti", jti())
            .put("htm", "POST")
            .put("htu", house.base + path)
            .put("iat", house.clock.instant().getEpochSecond())
            .put("nonce", nonce);
    token.ifPresent(text -> proofClaims.put("ath", Bytes.utf8(text).sha256().toBase64Url()));
    claims.accept(proofClaims);
    return Jws.sign(proofHeader, Json.utf8(proofClaims), key);
  }

  private String jti() {
    var bytes = new byte[16];
    house.random.nextBytes(bytes);
    return Bytes.copyOf(bytes).toBase64Url();
  }

  /// Whether this is sent with a form or JSON is the caller's to say; with what headers too.
  public Calls.Answer post(String path, String type, String body, String... headers) {
    return Calls.post(house.base + path, type, body, headers);
  }

  public Calls.Answer credential(String tenant, String token, String body) {
    return Calls.post(
        house.base + "/" + tenant + "/credential",
        "application/json",
        body,
        "Authorization",
        "Bearer " + token);
  }

  /// The whole way with a token in hand.
  public Calls.Answer fetch(String tenant, String vct, String token) {
    return credential(tenant, token, request(vct, proof(tenant, nonce(tenant))));
  }

  /// The form of a pushed authorization request for a participant credential.
  static String pushForm(String clientId, String redirect) {
    return form(
        "client_id",
        clientId,
        "response_type",
        "code",
        "redirect_uri",
        redirect,
        "code_challenge",
        "c".repeat(43),
        "code_challenge_method",
        "S256",
        "scope",
        Samples.PARTICIPANT);
  }
}
