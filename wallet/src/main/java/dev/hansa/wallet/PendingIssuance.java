package dev.hansa.wallet;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// An issuance that waits for the holder in the browser: the authorization code flow of OpenID4VCI
/// 1.0 with PAR (RFC 9126), PKCE (RFC 7636) and `iss` in the answer (RFC 9207).
public final class PendingIssuance {
  private static final String CLIENT = "hansa-wallet";

  private final Accepting accepting;
  private final Accepting.Place place;
  private final IssuerCalls calls;
  private final String tokenEndpoint;
  private final URI redirectUri;
  private final String state;
  private final String verifier;
  private final URI address;

  private PendingIssuance(
      Accepting accepting,
      Accepting.Place place,
      IssuerCalls calls,
      String tokenEndpoint,
      URI redirectUri,
      String state,
      String verifier,
      URI address) {
    this.accepting = accepting;
    this.place = place;
    this.calls = calls;
    this.tokenEndpoint = tokenEndpoint;
    this.redirectUri = redirectUri;
    this.state = state;
    this.verifier = verifier;
    this.address = address;
  }

  /// Pushes the request; `issuerState` may be empty.
  static PendingIssuance push(
      Wallet wallet,
      Accepting accepting,
      Accepting.Server server,
      Accepting.Place place,
      String issuerState,
      URI redirectUri) {
    var calls = new IssuerCalls(wallet, server.knowsDpop());
    var state = chance(wallet);
    var verifier = chance(wallet);
    var form = new LinkedHashMap<String, String>();
    form.put("client_id", CLIENT);
    form.put("response_type", "code");
    form.put("redirect_uri", redirectUri.toString());
    form.put("state", state);
    form.put("code_challenge", Bytes.utf8(verifier).sha256().toBase64Url());
    form.put("code_challenge_method", "S256");
    form.put("scope", place.supported().path("scope").asText(place.configuration()));
    if (!issuerState.isEmpty()) {
      form.put("issuer_state", issuerState);
    }
    var answer = calls.form(server.text("pushed_authorization_request_endpoint"), form);
    var requestUri =
        Json.text(
            Accepting.success(answer, "the issuer does not take the request"), "request_uri", 1024);
    var address =
        Http.address(
            server.text("authorization_endpoint")
                + "?"
                + Http.form(Map.of("client_id", CLIENT, "request_uri", requestUri)));
    return new PendingIssuance(
        accepting,
        place,
        calls,
        server.text("token_endpoint"),
        redirectUri,
        state,
        verifier,
        address);
  }

  private static String chance(Wallet wallet) {
    return Bytes.random(32, wallet.random()).toBase64Url();
  }

  /// What the holder opens in a browser on this device.
  public URI address() {
    return address;
  }

  /// Goes on with the address to which the browser was sent back.
  public HeldCredential finish(String sentBackTo) {
    var answer = Http.parameters(sentBackTo);
    // Another server's answer is not believed, whatever it says: RFC 9207, section 2.4.
    if (!place.issuer().equals(answer.get("iss")) || !state.equals(answer.get("state"))) {
      throw new WalletFailure("wrong-answer", "the answer is not the one to this wallet's request");
    }
    if (answer.containsKey("error")) {
      throw new WalletFailure(
          answer.getOrDefault("error", ""),
          answer.getOrDefault("error_description", "the issuer gives no credential"));
    }
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", CLIENT);
    form.put("code", answer.getOrDefault("code", ""));
    form.put("redirect_uri", redirectUri.toString());
    form.put("code_verifier", verifier);
    var token =
        Accepting.success(calls.form(tokenEndpoint, form), "the issuer does not take the code");
    calls.use(Json.text(token, "access_token", 8192));
    return accepting.fetch(place, calls);
  }
}
