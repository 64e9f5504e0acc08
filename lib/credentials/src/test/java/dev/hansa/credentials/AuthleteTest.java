package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.authlete.sd.SDJWT;
import com.authlete.sd.SDObjectBuilder;
import com.authlete.sd.SDObjectDecoder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Another implementation of SD-JWT reads what we make, and we read what it makes.
class AuthleteTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static Map<String, Object> map(ObjectNode json) throws JsonProcessingException {
    return MAPPER.readValue(json.toString(), new TypeReference<>() {});
  }

  @Test
  void it_reads_our_presentation_as_we_do() throws JsonProcessingException {
    var draft = Draft.mandate(new World());
    draft.shown = each -> !each.value().asText().equals("Ada");
    var presentation = draft.presented();
    var theirs = SDJWT.parse(presentation);
    assertThat(theirs.getDisclosures()).hasSize(5);
    assertThat(theirs.getBindingJwt()).isNotNull();
    var payload = Jws.parse(theirs.getCredentialJwt(), SdJwt.LENGTH_MAX).unverifiedClaims();
    var decoded = new SDObjectDecoder().decode(map(payload), theirs.getDisclosures());
    ObjectNode ours = SdJwt.parse(presentation).unverifiedClaims();
    assertThat(MAPPER.<ObjectNode>valueToTree(decoded)).isEqualTo(ours);
    assertThat(theirs.getSDHash())
        .isEqualTo(
            Jws.parse(theirs.getBindingJwt(), 8192).unverifiedClaims().path("sd_hash").asText());
  }

  @Test
  void we_read_its_credential_with_decoys() throws JsonProcessingException {
    var draft = Draft.organisation(new World());
    var builder = new SDObjectBuilder();
    map(draft.claims)
        .forEach((name, value) -> {
          if (!name.equals("legalName") && !name.equals("lei")) {
            builder.putClaim(name, value);
          }
        });
    var name = builder.putSDClaim("legalName", "Small Cells AB");
    var lei = builder.putSDClaim("lei", "529900T8BM49AURSDO55");
    builder.putDecoyDigests(4);
    ObjectNode payload = MAPPER.valueToTree(builder.build(true));
    var jwt = Jws.sign(draft.header, Json.utf8(payload), World.ISSUER_KEY);
    var theirs = new SDJWT(jwt, List.of(name, lei)).toString();
    var credential = SdJwt.parse(theirs);
    assertThat(Json.canonical(credential.unverifiedClaims()))
        .isEqualTo(Json.canonical(draft.claims));
    var presentation =
        Presenter.present(
            credential,
            List.of(),
            new KbInput(World.NONCE, World.AUDIENCE, World.NOW),
            World.HOLDER_KEY);
    assertThat(draft.world.verifier().check(presentation, draft.expectation()))
        .isInstanceOf(PresentationCheck.Verified.class);
  }
}
