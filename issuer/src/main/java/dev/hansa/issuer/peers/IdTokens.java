package dev.hansa.issuer.peers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.ProviderPolicy;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The checks of an ID token, [OpenID Connect Core 1.0, section
/// 3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation), with Nimbus'
/// processor and the house's clock: its own ID token validator has the system's.
final class IdTokens {
  /// A longer one is not read.
  static final int LENGTH_MAX = 64 * 1024;

  /// How far two clocks may differ, in seconds; and how old an ID token may be that was just given.
  private static final int SKEW = 60;

  private static final Duration AGE_MAX = Duration.ofMinutes(10);

  private IdTokens() {}

  /// A rule that an ID token breaks; no value of the token is in it.
  static final class Unbelievable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String rule;

    Unbelievable(String rule) {
      super(rule, null, false, false);
      this.rule = rule;
    }

    String rule() {
      return rule;
    }
  }

  /// Reads an ID token, of which nothing is believed yet. One without a signature is none.
  static SignedJWT parse(String text) throws Unbelievable {
    if (text.length() > LENGTH_MAX) {
      throw new Unbelievable("an ID token has at most " + LENGTH_MAX + " characters");
    }
    try {
      var token = SignedJWT.parse(text);
      // Strictly: a claim that stands twice is read by two readers in two ways.
      var _ = Json.parseObject(token.getPayload().toString());
      return token;
    } catch (ParseException | MalformedInput | IllegalArgumentException e) {
      throw new Unbelievable("an ID token is a signed JWT");
    }
  }

  /// The claims of the token, once everything about it holds.
  static ObjectNode verify(
      SignedJWT token, ProviderPolicy provider, JWKSet keys, String nonce, Instant now)
      throws Unbelievable {
    if (!provider.algorithms().contains(token.getHeader().getAlgorithm().getName())) {
      throw new Unbelievable("an ID token is signed with an algorithm that the policy allows");
    }
    Set<JWSAlgorithm> algorithms =
        provider.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(algorithms, new ImmutableJWKSet<>(keys)));
    processor.setJWTClaimsSetVerifier(new Claims(provider, nonce, now));
    try {
      var claims = processor.process(token, null);
      more(claims, provider, now);
      return Json.parseObject(token.getPayload().toString());
    } catch (BadJWTException e) {
      // Nimbus' own words repeat values.
      throw new Unbelievable("an ID token has iss, sub, aud, exp, iat and nonce as they must be");
    } catch (BadJOSEException | JOSEException e) {
      throw new Unbelievable("an ID token is signed by a key of the provider's JWK set");
    } catch (ParseException e) {
      throw new Unbelievable("the claims of an ID token have their types");
    }
  }

  /// `iss` and `nonce` to the letter, our `client_id` in `aud`, `exp` ahead.
  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final Instant now;

    Claims(ProviderPolicy provider, String nonce, Instant now) {
      super(
          provider.clientId(),
          new JWTClaimsSet.Builder().issuer(provider.issuer()).claim("nonce", nonce).build(),
          Set.of("sub", "exp", "iat"));
      this.now = now;
      setMaxClockSkew(SKEW);
    }

    @Override
    protected Date currentTime() {
      return Date.from(now);
    }
  }

  private static void more(JWTClaimsSet claims, ProviderPolicy provider, Instant now)
      throws ParseException, Unbelievable {
    var issued = claims.getIssueTime().toInstant();
    require(
        !issued.isAfter(now.plusSeconds(SKEW)) && !issued.isBefore(now.minus(AGE_MAX)),
        "an ID token was issued just now");
    // An audience beside us is nobody whom we know: then azp says that it is for us.
    var azp = claims.getStringClaim("azp");
    require(
        azp == null ? claims.getAudience().size() == 1 : azp.equals(provider.clientId()),
        "azp is our client_id where there is another audience");
    var subject = claims.getSubject();
    require(!subject.isBlank() && subject.length() <= 255, "sub has 1 to 255 characters");
    if (provider.maxAge().isPresent()) {
      var authenticated = claims.getDateClaim("auth_time");
      require(
          authenticated != null
              && !authenticated
                  .toInstant()
                  .plus(provider.maxAge().get())
                  .plusSeconds(SKEW)
                  .isBefore(now),
          "auth_time is within maxAge of the policy");
    }
    require(
        provider.acr().isEmpty() || provider.acr().contains(text(claims.getStringClaim("acr"))),
        "acr is one of the policy's");
  }

  private static String text(@Nullable String claim) {
    return claim == null ? "" : claim;
  }

  private static void require(boolean holds, String rule) throws Unbelievable {
    if (!holds) {
      throw new Unbelievable(rule);
    }
  }
}
