package dev.hansa.verifier.domain;

import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Signer;
import dev.hansa.verifier.VerifierConfig;
import java.time.Clock;
import java.util.Optional;

/// Signs request objects, [RFC 9101](https://www.rfc-editor.org/rfc/rfc9101) as [OpenID4VP 1.0,
/// section 5](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-5) uses
/// them. A request that is fetched again is signed again, with the same nonce and state.
public final class RequestObjects {
  public static final String TYPE = "oauth-authz-req+jwt";

  /// Section 5.8: the audience where the wallet's own identifier is not known.
  public static final String AUDIENCE = "https://self-issued.me/v2";

  public static final int WALLET_NONCE_MAX = 256;

  private final VerifierConfig config;
  private final DidUrl keyName;
  private final Signer signer;
  private final Clock clock;

  public RequestObjects(VerifierConfig config, DidUrl keyName, Signer signer, Clock clock) {
    this.config = config;
    this.keyName = keyName;
    this.signer = signer;
    this.clock = clock;
  }

  /// The request object; `walletNonce` is repeated where a wallet sent one (section 5.10).
  public String sign(PresentationRequest.Ticket ticket, Optional<String> walletNonce) {
    var ask = ticket.ask();
    var claims =
        Json.newObject()
            .put("iss", config.clientId())
            .put("aud", AUDIENCE)
            .put("client_id", config.clientId())
            .put("response_type", "vp_token")
            .put("response_mode", "direct_post")
            .put("response_uri", config.at("/responses/" + ticket.id()).toString())
            .put("nonce", ticket.nonce())
            .put("state", ticket.state())
            .put("iat", clock.instant().getEpochSecond())
            .put("exp", ticket.expires().getEpochSecond())
            .put("purpose", ask.purpose());
    claims.set("dcql_query", ask.dcqlQuery());
    if (!ask.transactionData().isEmpty()) {
      var entries = claims.putArray("transaction_data");
      ask.transactionData().forEach(entries::add);
    }
    var format =
        claims
            .putObject("client_metadata")
            .putObject("vp_formats_supported")
            .putObject("dc+sd-jwt");
    format.putArray("sd-jwt_alg_values").add("ES256");
    format.putArray("kb-jwt_alg_values").add("ES256");
    walletNonce.ifPresent(nonce -> claims.put("wallet_nonce", nonce));
    return Jws.signJwt(TYPE, keyName, claims, signer);
  }
}
