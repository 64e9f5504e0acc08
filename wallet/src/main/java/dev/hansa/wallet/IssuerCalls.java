package dev.hansa.wallet;

import dev.hansa.identity.DpopProofs;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The calls of one issuance. Where the issuer knows DPoP ([RFC
/// 9449](https://www.rfc-editor.org/rfc/rfc9449)) they are signed by a key that is made for this
/// issuance and forgotten after it, so that it links the holder to nothing else.
final class IssuerCalls {
  private static final int NONCE_MAX = 512;

  private final Wallet wallet;
  private final Optional<Signer> key;
  private Optional<String> nonce = Optional.empty();
  private Optional<String> token = Optional.empty();

  IssuerCalls(Wallet wallet, boolean dpop) {
    this.wallet = wallet;
    this.key =
        dpop
            ? Optional.of(PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(wallet.random())))
            : Optional.empty();
  }

  /// From now on calls carry this access token.
  void use(String accessToken) {
    token = Optional.of(accessToken);
  }

  Http.Answer form(String address, Map<String, String> form) {
    return withNonce(() -> wallet.http().postForm(address, form, headers(address)));
  }

  Http.Answer json(String address, String body) {
    return withNonce(() -> wallet.http().send("POST", address, body, headers(address)));
  }

  private interface Call {
    Http.Answer send();
  }

  /// A server that wants its own nonce says so once, and is then asked again.
  private Http.Answer withNonce(Call call) {
    var answer = call.send();
    boolean again = key.isPresent() && wantsNonce(answer);
    keepNonce(answer);
    if (again) {
      answer = call.send();
      keepNonce(answer);
    }
    return answer;
  }

  private void keepNonce(Http.Answer answer) {
    answer
        .header("DPoP-Nonce")
        .filter(text -> text.length() <= NONCE_MAX)
        .ifPresent(text -> nonce = Optional.of(text));
  }

  private static boolean wantsNonce(Http.Answer answer) {
    return (answer.status() == 400 || answer.status() == 401)
        && answer.header("DPoP-Nonce").isPresent()
        && (answer.body().contains("use_dpop_nonce")
            || answer.header("WWW-Authenticate").orElse("").contains("use_dpop_nonce"));
  }

  private Map<String, String> headers(String address) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Accept", "application/json");
    key.ifPresent(signer -> headers.put("DPoP", proof(signer, address)));
    token.ifPresent(
        text -> headers.put("Authorization", (key.isPresent() ? "DPoP " : "Bearer ") + text));
    return headers;
  }

  private String proof(Signer signer, String address) {
    return DpopProofs.sign(
        signer,
        "POST",
        Http.address(address),
        token,
        nonce,
        wallet.clock().instant(),
        wallet.random());
  }
}
