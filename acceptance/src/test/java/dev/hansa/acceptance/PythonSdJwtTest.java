package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.run.HouseService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A third opinion on the format: the Python library sd-jwt reads what our issuer wrote, and makes
/// presentations that our verifier judges.
@Tag("interop")
@ExtendWith(InteropHouses.Plain.class)
class PythonSdJwtTest {
  private static final String AUDIENCE = "https://verifier.example/";
  private static RunningHouse house;
  private static ForeignWallet python;
  private static String credential;
  private static ObjectNode holderKey;
  private static ObjectNode issuerKey;

  @BeforeAll
  static void begin(RunningHouse running) throws Exception {
    house = running;
    python = ForeignWallet.ofPython("sd_jwt_reader.py");
    var wallet = running.data().resolve("wallets").resolve("pia");
    credential =
        OtherLibraryTest.wallet(wallet.resolve("credentials"), "urn:hansa:grid-connection-point:1");
    holderKey =
        Json.parseObject(
            Files.readString(OtherLibraryTest.keyFile(wallet), StandardCharsets.UTF_8));
    var network = running.connect();
    var grid = network.organisations().require("grid").did();
    var document =
        network
            .calls()
            .get(running.url(HouseService.DID_REGISTRY) + "/1.0/identifiers/" + grid)
            .orRefusal();
    issuerKey = assertionKey(document);
  }

  private static ObjectNode assertionKey(ObjectNode document) {
    for (var method : document.findValue("verificationMethod")) {
      if (method.path("id").asText().endsWith("#assert")) {
        return Json.object(method, "publicKeyJwk");
      }
    }
    throw new AssertionError("an issuer has a key #assert: " + document);
  }

  @AfterAll
  static void end() throws Exception {
    python.close();
  }

  private static ObjectNode with(String member, String value) {
    var options = Json.newObject().put(member, value);
    options.set("issuer_key", issuerKey);
    return options;
  }

  private static ObjectNode answer(ObjectNode said) {
    assertThat(said.has("answer")).as(said.toString()).isTrue();
    return Json.object(said, "answer");
  }

  private static String present(String nonce, String... shown) throws Exception {
    var options = Json.newObject().put("credential", credential).put("nonce", nonce);
    options.put("audience", AUDIENCE).set("holder_key", holderKey);
    var show = options.putArray("show");
    for (var name : shown) {
      show.add(name);
    }
    return answer(python.tryTo("present", options)).path("presentation").asText();
  }

  private static ObjectNode verify(String presentation, String nonce) {
    return house.verify(presentation, nonce, AUDIENCE);
  }

  @Test
  void it_verifies_a_credential_and_reads_hidden_members_and_elements() throws Exception {
    var claims = answer(python.tryTo("read", with("credential", credential)));
    assertThat(claims.at("/bare/vct").asText()).isEqualTo("urn:hansa:grid-connection-point:1");
    assertThat(claims.path("bare").has("meteringPointId")).isFalse();
    assertThat(claims.at("/bare/generation")).isEmpty();
    assertThat(claims.at("/whole/meteringPointId").asText()).matches("[0-9]{18}");
    assertThat(claims.at("/whole/generation")).isNotEmpty();
  }

  @Test
  void it_finds_a_signature_of_which_one_character_is_another() throws Exception {
    int dot = credential.lastIndexOf('.', credential.indexOf('~'));
    char other = credential.charAt(dot + 5) == 'A' ? 'B' : 'A';
    var forged = credential.substring(0, dot + 5) + other + credential.substring(dot + 6);
    assertThat(python.tryTo("read", with("credential", forged)).path("error").asText())
        .contains("InvalidJWSSignature");
  }

  @Test
  void its_presentation_is_verified_and_shows_what_it_chose() throws Exception {
    var presentation = present("a-nonce-of-python-1", "meteringPointId");
    var result = verify(presentation, "a-nonce-of-python-1");
    assertThat(result.path("verified").asBoolean()).as(result.toString()).isTrue();
    var claims = result.at("/credentials/0/claims");
    assertThat(claims.path("meteringPointId").asText()).matches("[0-9]{18}");
    assertThat(claims.has("maxImportW")).isFalse();
    var checked =
        python.tryTo(
            "check",
            with("presentation", presentation)
                .put("nonce", "a-nonce-of-python-1")
                .put("audience", AUDIENCE));
    assertThat(answer(checked).at("/claims/meteringPointId"))
        .isEqualTo(claims.path("meteringPointId"));
  }

  @Test
  void its_presentation_for_another_nonce_is_refused_by_both() throws Exception {
    var presentation = present("a-nonce-of-python-2");
    assertThat(verify(presentation, "another-nonce").path("reason").asText()).isEqualTo("nonce");
    var options = with("presentation", presentation).put("nonce", "another-nonce");
    assertThat(python.tryTo("check", options.put("audience", AUDIENCE)).has("error")).isTrue();
  }
}
