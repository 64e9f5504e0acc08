package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// W3C credentials through the one verifier.
class VcdmTest {
  private static VerifiedCredential verified(VcdmDraft draft) {
    var check = draft.check();
    assertThat(check).isInstanceOf(PresentationCheck.Verified.class);
    return ((PresentationCheck.Verified) check).credential();
  }

  @Test
  void a_credential_secured_as_jwt_goes_through_the_same_checks() {
    var credential = verified(VcdmDraft.jwt());
    assertThat(credential.format()).isEqualTo("jwt_vc_json");
    assertThat(credential.vct().value()).isEqualTo("urn:hansa:participant:1");
    assertThat(credential.issuer()).isEqualTo(World.ISSUER);
    assertThat(credential.issuedAt()).isEqualTo(World.ISSUED);
    assertThat(credential.subject())
        .isEqualTo(Optional.of(DidJwk.of(World.HOLDER_KEY.publicKey())));
    assertThat(credential.claims().get("country").asText()).isEqualTo("SE");
    assertThat(credential.status().orElseThrow().uri()).isEqualTo(VcdmDraft.LIST);
    assertThat(credential.status().orElseThrow().valid()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void so_does_one_secured_by_each_suite(DataIntegrity.Suite suite) {
    assertThat(verified(VcdmDraft.proved(suite)).format()).isEqualTo("ldp_vc");
    var alone = VcdmDraft.proved(suite);
    alone.presented = false;
    alone.requireHolderBinding = false;
    assertThat(alone.reason()).isEqualTo("verified");
  }

  @Test
  void every_presentation_of_a_credential_has_its_hash() {
    var draft = VcdmDraft.jwt();
    var fixed = new String[1];
    draft.vcJwt =
        jwt -> {
          if (fixed[0] == null) {
            fixed[0] = jwt;
          }
          return fixed[0];
        };
    var first = verified(draft).credentialHash();
    draft.presented = false;
    draft.requireHolderBinding = false;
    assertThat(verified(draft).credentialHash()).isEqualTo(first);
  }

  @Test
  void a_set_of_proofs_holds_if_each_does() {
    var draft = VcdmDraft.proved(DataIntegrity.Suite.ECDSA_JCS_2019);
    draft.proofs.add(
        draft.proof("assertionMethod", World.ISSUER_NAME.toString()).put("id", "urn:2"));
    assertThat(draft.reason()).isEqualTo("verified");
  }

  @Test
  void a_chain_of_proofs_is_over_those_before() {
    var draft = VcdmDraft.proved(DataIntegrity.Suite.ECDSA_RDFC_2019);
    draft.proofs.getFirst().put("id", "urn:uuid:1");
    draft.proofs.add(
        draft
            .proof("assertionMethod", World.ISSUER_NAME.toString())
            .put("id", "urn:uuid:2")
            .put("previousProof", "urn:uuid:1"));
    assertThat(draft.reason()).isEqualTo("verified");
  }

  @Test
  void several_bits_of_status_and_their_messages_are_read() {
    var list = BitstringStatusList.ofZeros(BitstringStatusList.ENTRIES_MIN, 4);
    list.set(5, 4, 0xA);
    var read = BitstringStatusList.expand(list.encode());
    assertThat(read.value(5, 4)).contains(10);
    assertThat(read.value(4, 4)).contains(0);
    assertThat(read.value(6, 4)).contains(0);
    assertThat(read.value(BitstringStatusList.ENTRIES_MIN, 4)).isEmpty();
    assertThat(read.value(-1, 4)).isEmpty();
  }

  /// Section 3.1 of Bitstring Status List: the first index is the left-most bit.
  @Test
  void the_first_bit_is_the_left_most() {
    var list = BitstringStatusList.ofZeros(BitstringStatusList.ENTRIES_MIN, 1);
    list.set(0, 1, 1);
    assertThat(list.value(0, 1)).contains(1);
    assertThat(list.value(0, 8)).contains(0x80);
  }

  @Test
  void claims_are_asked_for_from_the_root_of_the_credential() {
    var draft = VcdmDraft.jwt();
    var query =
        Json.parseObject(
            """
            {"credentials":[{"id":"c","format":"jwt_vc_json","meta":{"type_values":[["urn:hansa:participant:1"]]},
             "claims":[{"path":["credentialSubject","country"],"values":["SE"]},{"path":["credentialSubject","roles",0]}]}]}
            """);
    draft.query = Optional.of(query);
    assertThat(draft.reason()).isEqualTo("verified");
    draft.query = Optional.of(Json.parseObject(query.toString().replace("\"SE\"", "\"DK\"")));
    assertThat(draft.reason()).startsWith("query-not-answered");
  }
}
