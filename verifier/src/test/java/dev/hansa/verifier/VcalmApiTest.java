package dev.hansa.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// W3C credentials over HTTP: by VCALM's names, and as the answer to a request.
class VcalmApiTest extends PresentationFlow {
  private static final String CONTEXT = "https://www.w3.org/ns/credentials/v2";

  /// A membership secured as vc+jwt.
  private String credential(int index) {
    var did = DidJwk.of(world.holder.publicKey()).toString();
    var json = Json.newObject();
    json.putArray("@context").add(CONTEXT).add("urn:hansa:contexts:1");
    json.putArray("type").add("VerifiableCredential").add("urn:hansa:participant:1");
    json.put("issuer", world.issuer.did().toString())
        .put("validFrom", VerifierUnderTest.NOON.minusSeconds(3600).toString())
        .put("validUntil", VerifierUnderTest.NOON.plus(Duration.ofDays(100)).toString());
    json.putObject("credentialSubject")
        .put("id", did)
        .put("kind", "NATURAL_PERSON")
        .put("country", "SE")
        .put("termsHash", Bytes.utf8("terms").sha256().toBase64Url())
        .put("onboardedAt", "2026-01-01T00:00:00Z")
        .putArray("roles")
        .add("PROSUMER");
    json.putObject("credentialStatus")
        .put("type", "BitstringStatusListEntry")
        .put("statusPurpose", "revocation")
        .put("statusListIndex", Integer.toString(index))
        .put("statusListCredential", world.listUri().resolve("/bitstrings").toString());
    return Jws.signJwt("vc+jwt", world.issuer.assertionName(), json, world.issuer.assertion());
  }

  private static ObjectNode envelope(String kind, String jwt) {
    return Json.newObject()
        .put("@context", CONTEXT)
        .put("id", "data:application/" + kind + "+jwt," + jwt)
        .put(
            "type",
            kind.equals("vc")
                ? "EnvelopedVerifiableCredential"
                : "EnvelopedVerifiablePresentation");
  }

  private String presentation(int index, String nonce, String audience) {
    var did = DidJwk.of(world.holder.publicKey());
    var json = Json.newObject();
    json.putArray("@context").add(CONTEXT);
    json.putArray("type").add("VerifiablePresentation");
    json.put("holder", did.toString()).put("nonce", nonce).put("aud", audience);
    json.putArray("verifiableCredential").add(envelope("vc", credential(index)));
    return Jws.signJwt("vp+jwt", DidJwk.keyName(did), json, world.holder);
  }

  private ObjectNode post(String path, ObjectNode body, int status) throws Exception {
    var answer = world.call(world.caller, "POST", path, body.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return Json.parseObject(answer.body());
  }

  private ObjectNode verifyCredential(int index) throws Exception {
    var body = Json.newObject();
    body.set("verifiableCredential", envelope("vc", credential(index)));
    body.putObject("options").put("returnCredential", true);
    return post("/credentials/verify", body, 200);
  }

  @Test
  void a_credential_is_verified_and_leaves_a_receipt() throws Exception {
    var answer = verifyCredential(1);
    assertThat(answer.get("verified").asBoolean()).as(answer.toString()).isTrue();
    assertThat(answer.get("problemDetails")).isEmpty();
    assertThat(answer.at("/credential/type").asText()).isEqualTo("EnvelopedVerifiableCredential");
    var id = answer.at("/receipt/id").asText();
    world.anchor();
    var export = world.call(world.caller, "GET", "/receipts/" + id, "");
    assertThat(export.statusCode()).as(export.body()).isEqualTo(200);
  }

  @Test
  void a_revoked_credential_is_not_and_the_problem_is_named() throws Exception {
    var answer = verifyCredential(VerifierUnderTest.REVOKED_INDEX);
    assertThat(answer.get("verified").asBoolean()).isFalse();
    assertThat(answer.at("/problemDetails/0/type").asText()).endsWith("#revoked");
    assertThat(answer.at("/problemDetails/0/title").asText()).isEqualTo("status");
    assertThat(answer.has("credential")).isFalse();
  }

  private ObjectNode present(String jwt, String challenge) throws Exception {
    var body = Json.newObject();
    body.set("verifiablePresentation", envelope("vp", jwt));
    body.putObject("options").put("challenge", challenge).put("domain", "shop.example");
    return post("/presentations/verify", body, 200);
  }

  @Test
  void a_presentation_is_verified_for_its_challenge_and_domain_once() throws Exception {
    var jwt = presentation(1, "challenge-of-today-1", "shop.example");
    assertThat(present(jwt, "challenge-of-today-1").get("verified").asBoolean()).isTrue();
    assertThat(present(jwt, "challenge-of-today-1").at("/problemDetails/0/type").asText())
        .endsWith("#nonce");
    var foreign = presentation(1, "challenge-of-today-2", "other.example");
    assertThat(present(foreign, "challenge-of-today-2").at("/problemDetails/0/type").asText())
        .endsWith("#audience");
  }

  @Test
  void what_is_no_credential_or_has_no_challenge_is_a_bad_request() throws Exception {
    var _ = post("/credentials/verify", Json.newObject(), 400);
    var body = Json.newObject();
    body.set("verifiableCredential", envelope("vp", credential(1)));
    var _ = post("/credentials/verify", body, 400);
    var without = Json.newObject();
    without.set("verifiablePresentation", envelope("vp", presentation(1, "n", "a")));
    var _ = post("/presentations/verify", without, 400);
    assertThat(world.post("/credentials/verify", "application/json", "{}").statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_w3c_presentation_answers_a_request() throws Exception {
    var ask = Json.newObject().put("purpose", "To let you in");
    var query = ask.putObject("dcql_query").putArray("credentials").addObject();
    query.put("id", "member").put("format", "jwt_vc_json");
    query
        .putObject("meta")
        .putArray("type_values")
        .addArray()
        .add("https://www.w3.org/2018/credentials#VerifiableCredential")
        .add("urn:hansa:participant:1");
    query.putArray("claims").addObject().putArray("path").add("credentialSubject").add("country");
    var created = create(ask);
    var wallet = wallet(world.credential());
    var request = wallet.fetch(created);
    assertThat(request.at("/client_metadata/vp_formats_supported/ldp_vc/cryptosuite_values"))
        .hasSize(4);
    var shown = presentation(1, request.get("nonce").asText(), request.get("client_id").asText());
    assertThat(wallet.send(request, Wallet.vpToken("member", shown)).statusCode()).isEqualTo(200);
    var result = look(created).get("result");
    assertThat(result.at("/credentials/0/format").asText()).isEqualTo("jwt_vc_json");
    assertThat(result.at("/credentials/0/claims/country").asText()).isEqualTo("SE");
    // An SD-JWT VC of the same type is not what was asked for.
    var again = create(ask);
    refused(wallet.answer(again), again, "query-not-answered", "query");
  }
}
