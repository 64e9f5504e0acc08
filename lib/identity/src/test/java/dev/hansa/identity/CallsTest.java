package dev.hansa.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String BASE = "http://127.0.0.1:7403";
  private static final URI TARGET = URI.create(BASE + "/a/issuances?x=1");
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private final SecureRandom random = new SecureRandom();
  private final Signer signer = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
  private final Did caller = DidJwk.of(signer.publicKey());
  private final String token =
      RequestTokens.sign(DidJwk.keyName(caller), signer, BASE, "POST", TARGET, BODY, NOON, random);

  @Test
  void a_call_is_known_by_the_did_that_signed_it() {
    assertThat(verify(token, "POST", TARGET, BODY, NOON))
        .isInstanceOfSatisfying(
            RequestTokens.Check.Accepted.class,
            accepted -> assertThat(accepted.caller()).isEqualTo(caller));
  }

  @Test
  void a_token_is_good_for_its_own_call_only() {
    assertThat(verify(token, "PUT", TARGET, BODY, NOON))
        .isInstanceOf(RequestTokens.Check.Refused.class);
    assertThat(verify(token, "POST", URI.create(BASE + "/b"), BODY, NOON))
        .isInstanceOf(RequestTokens.Check.Refused.class);
    assertThat(verify(token, "POST", TARGET, new byte[] {1}, NOON))
        .isInstanceOf(RequestTokens.Check.Refused.class);
    assertThat(
            RequestTokens.verify(
                token, "http://127.0.0.1:1", "POST", TARGET, BODY, new DidJwk(), NOON))
        .isInstanceOf(RequestTokens.Check.Refused.class);
  }

  @Test
  void a_token_ends_with_its_lifetime_and_the_skew() {
    var last = NOON.plus(RequestTokens.LIFETIME_MAX).plus(RequestTokens.SKEW).minusSeconds(1);
    assertThat(verify(token, "POST", TARGET, BODY, last))
        .isInstanceOf(RequestTokens.Check.Accepted.class);
    assertThat(verify(token, "POST", TARGET, BODY, last.plusSeconds(1)))
        .isInstanceOf(RequestTokens.Check.Refused.class);
    assertThat(verify(token, "POST", TARGET, BODY, NOON.minusSeconds(61)))
        .isInstanceOf(RequestTokens.Check.Refused.class);
  }

  @Test
  void a_token_signed_by_another_key_is_refused() {
    var other = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
    var forged =
        RequestTokens.sign(DidJwk.keyName(caller), other, BASE, "POST", TARGET, BODY, NOON, random);
    assertThat(verify(forged, "POST", TARGET, BODY, NOON))
        .isEqualTo(
            new RequestTokens.Check.Refused("the token is signed by the key that its kid names"));
  }

  @Test
  void a_caller_is_no_did_web_and_nothing_is_fetched_for_it() {
    var kid = DidUrl.parse("did:web:shop.example#k1");
    var web = RequestTokens.sign(kid, signer, BASE, "POST", TARGET, BODY, NOON, random);
    DidResolver fetching =
        (did, _) -> {
          throw new AssertionError("asked for " + did.method());
        };
    assertThat(RequestTokens.verify(web, BASE, "POST", TARGET, BODY, fetching, NOON))
        .isEqualTo(new RequestTokens.Check.Refused("the token's kid belongs to no did:web"));
  }

  @Test
  void a_dpop_proof_is_good_for_its_own_call_key_and_token() {
    var proof = DpopProofs.sign(signer, "POST", TARGET, Optional.of("at"), NOON, random);
    assertThat(DpopProofs.verify(proof, "POST", TARGET, Optional.of("at"), NOON))
        .isInstanceOfSatisfying(
            DpopProofs.Check.Accepted.class,
            accepted ->
                assertThat(accepted.thumbprint()).isEqualTo(signer.publicKey().thumbprint()));
    assertThat(DpopProofs.verify(proof, "GET", TARGET, Optional.of("at"), NOON))
        .isInstanceOf(DpopProofs.Check.Refused.class);
    assertThat(DpopProofs.verify(proof, "POST", TARGET, Optional.of("other"), NOON))
        .isInstanceOf(DpopProofs.Check.Refused.class);
    assertThat(DpopProofs.verify(proof, "POST", TARGET, Optional.of("at"), NOON.plusSeconds(61)))
        .isInstanceOf(DpopProofs.Check.Refused.class);
    assertThat(DpopProofs.verify(token, "POST", TARGET, Optional.empty(), NOON))
        .isInstanceOf(DpopProofs.Check.Refused.class);
  }

  private RequestTokens.Check verify(
      String presented, String method, URI uri, byte[] body, Instant now) {
    return RequestTokens.verify(presented, BASE, method, uri, body, new DidJwk(), now);
  }
}
