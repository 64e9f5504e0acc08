package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.authlete.sd.Disclosure;
import com.authlete.sd.SDJWT;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An SD-JWT library that is not ours reads what our issuer wrote and makes presentations that our
/// verifier judges.
@ExtendWith(HouseExtension.class)
class OtherLibraryTest {
  private static final String AUDIENCE = "https://verifier.example/";
  private static RunningHouse house;
  private static SDJWT credential;
  private static ECKey holderKey;

  @BeforeAll
  static void read(RunningHouse running) throws Exception {
    house = running;
    var wallet = running.data().resolve("wallets").resolve("pia");
    holderKey = ECKey.parse(Files.readString(keyFile(wallet), StandardCharsets.UTF_8));
    var connection = wallet(wallet.resolve("credentials"), "urn:hansa:grid-connection-point:1");
    credential = SDJWT.parse(connection);
  }

  @Test
  void it_reads_the_disclosures_of_a_credential() {
    assertThat(credential.getBindingJwt()).isNull();
    assertThat(credential.getDisclosures())
        .extracting(Disclosure::getClaimName)
        .contains("meteringPointId");
  }

  @Test
  void its_presentation_with_one_disclosure_is_verified() throws Exception {
    var nonce = nonce();
    var shown =
        credential.getDisclosures().stream()
            .filter(disclosure -> "meteringPointId".equals(disclosure.getClaimName()))
            .toList();
    var result = verify(present(shown, nonce, AUDIENCE, now()), nonce);
    assertThat(result.path("verified").asBoolean()).as(result.toString()).isTrue();
    var claims = result.path("credentials").get(0).path("claims");
    assertThat(claims.path("meteringPointId").asText()).matches("[0-9]{18}");
    assertThat(claims.has("_sd")).isFalse();
  }

  @Test
  void its_presentation_with_no_disclosure_shows_none() throws Exception {
    var nonce = nonce();
    var result = verify(present(List.of(), nonce, AUDIENCE, now()), nonce);
    assertThat(result.path("verified").asBoolean()).as(result.toString()).isTrue();
    assertThat(result.path("credentials").get(0).path("claims").has("meteringPointId")).isFalse();
  }

  @Test
  void its_presentation_for_somebody_else_is_refused() throws Exception {
    var nonce = nonce();
    var result = verify(present(List.of(), nonce, "https://other.example/", now()), nonce);
    assertThat(result.path("verified").asBoolean()).isFalse();
    assertThat(result.path("reason").asText()).isEqualTo("audience");
  }

  private static String present(
      List<Disclosure> shown, String nonce, String audience, Instant issuedAt) throws Exception {
    var without = new SDJWT(credential.getCredentialJwt(), shown);
    var binding =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("kb+jwt")).build(),
            new JWTClaimsSet.Builder()
                .audience(audience)
                .claim("nonce", nonce)
                .issueTime(Date.from(issuedAt))
                .claim("sd_hash", without.getSDHash())
                .build());
    binding.sign(new ECDSASigner(holderKey));
    return new SDJWT(credential.getCredentialJwt(), shown, binding.serialize()).toString();
  }

  private static ObjectNode verify(String presentation, String nonce) {
    return house.verify(presentation, nonce, AUDIENCE);
  }

  private static String nonce() {
    return UUID.nameUUIDFromBytes(
            String.valueOf(System.nanoTime()).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  private static Instant now() {
    return house.connect().clock().instant();
  }

  static Path keyFile(Path wallet) throws Exception {
    try (var keys = Files.list(wallet.resolve("keys"))) {
      return keys.filter(file -> !file.getFileName().toString().startsWith("dpop"))
          .findFirst()
          .orElseThrow();
    }
  }

  static String wallet(Path folder, String vct) throws Exception {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        var text = Files.readString(file, StandardCharsets.UTF_8);
        for (var word : text.split("[\"\\s]+", -1)) {
          if (word.startsWith("eyJ") && word.contains("~")) {
            var payload = SignedJWT.parse(word.substring(0, word.indexOf('~')));
            if (vct.equals(payload.getJWTClaimsSet().getStringClaim("vct"))) {
              return word;
            }
          }
        }
      }
    }
    throw new AssertionError("the wallet has no " + vct);
  }
}
