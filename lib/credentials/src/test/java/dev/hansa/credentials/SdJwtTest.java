package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SdJwtTest {
  private static final SdJwt MANDATE = SdJwt.parse(Draft.mandate(new World()).issued());

  private static KbInput input() {
    return new KbInput(World.NONCE, World.AUDIENCE, World.NOW);
  }

  @Test
  void a_credential_with_everything_disclosed_says_what_was_issued() {
    var draft = Draft.mandate(new World());
    var credential = SdJwt.parse(draft.issued());
    assertThat(Json.canonical(credential.unverifiedClaims()))
        .isEqualTo(Json.canonical(draft.claims));
    assertThat(credential.disclosures()).hasSize(6);
    assertThat(credential.vct()).isEqualTo(Vct.hansa("mandate"));
    assertThat(credential.keyBinding()).isEmpty();
  }

  @Test
  void the_issuers_jwt_shows_no_hidden_claim() {
    var payload = MANDATE.issuerJwt().unverifiedPayload().toUtf8();
    assertThat(payload).contains("_sd").doesNotContain("Ada").doesNotContain("Agreement");
  }

  @Provide
  Arbitrary<Set<Disclosure>> shown() {
    return Arbitraries.of(MANDATE.disclosures()).set();
  }

  @Property(tries = 60)
  void whatever_is_shown_verifies_and_nothing_else_is_there(
      @ForAll("shown") Set<Disclosure> shown) {
    var world = new World();
    var presentation = Presenter.present(MANDATE, shown, input(), World.HOLDER_KEY);
    var check = world.verifier().check(presentation, Draft.mandate(world).expectation());
    assertThat(check).isInstanceOf(PresentationCheck.Verified.class);
    var read = SdJwt.parse(presentation);
    assertThat(new HashSet<>(read.disclosures())).isEqualTo(shown);
    for (var disclosure : MANDATE.disclosures()) {
      if (!shown.contains(disclosure)) {
        assertThat(presentation).doesNotContain(disclosure.encoded());
      }
    }
  }

  @Test
  void what_stands_inside_a_hidden_claim_is_shown_with_it() {
    var claims = Json.newObject().put("iss", World.ISSUER.toString()).put("vct", "urn:x:y:1");
    claims.put("iat", World.ISSUED.getEpochSecond());
    claims.putObject("address").put("street", "Storgatan 1").put("city", "Kiruna");
    var selective =
        new SelectiveDisclosure(
            List.of(ClaimPath.of("address"), ClaimPath.of("address", "street")));
    var credential =
        SdJwt.parse(
            SdJwtIssuance.issue(
                claims, selective, World.ISSUER_NAME, World.ISSUER_KEY, Draft.RANDOM));
    var street = disclosure(credential, "street");
    var shown = SdJwt.parse(Presenter.present(credential, Set.of(street)));
    assertThat(Json.canonical(shown.unverifiedClaims())).isEqualTo(Json.canonical(claims));
    var withoutStreet =
        SdJwt.parse(Presenter.present(credential, Set.of(disclosure(credential, "address"))));
    assertThat(withoutStreet.unverifiedClaims().path("address"))
        .isEqualTo(Json.newObject().put("city", "Kiruna"));
  }

  private static Disclosure disclosure(SdJwt credential, String name) {
    return credential.disclosures().stream()
        .filter(each -> each.name().equals(Optional.of(name)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_hidden_element_keeps_its_place_for_indexes() {
    var third =
        MANDATE.disclosures().stream()
            .filter(each -> each.value().path("function").asText().equals("Order"))
            .toList();
    var shown = SdJwt.parse(Presenter.present(MANDATE, third));
    var path = ClaimPath.parse(Json.parse("[\"power\",2,\"function\"]"));
    assertThat(shown.unverifiedClaims().path("power")).hasSize(1);
    assertThat(shown.root().select(path)).hasSize(1);
  }

  @Test
  void one_credential_has_one_hash_whatever_is_shown() {
    var bare = SdJwt.parse(Presenter.present(MANDATE, Set.of()));
    assertThat(bare.credentialHash()).isEqualTo(MANDATE.credentialHash());
  }

  @Test
  void a_presenter_signs_only_with_the_holders_key_and_shows_only_its_own_disclosures() {
    assertThatThrownBy(() -> Presenter.present(MANDATE, Set.of(), input(), World.OTHER_KEY))
        .isInstanceOf(IllegalArgumentException.class);
    var foreign = SdJwt.parse(Draft.organisation(new World()).issued()).disclosures();
    assertThatThrownBy(() -> Presenter.present(MANDATE, foreign))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void claims_that_name_issuer_holder_or_validity_cannot_be_made_selectively_disclosable() {
    for (var name :
        List.of(
            "iss",
            "vct",
            "vct#integrity",
            "aka_vcts",
            "cnf",
            "exp",
            "nbf",
            "status",
            "iat",
            "sub")) {
      assertThatThrownBy(() -> new SelectiveDisclosure(List.of(ClaimPath.of(name))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void the_limits_hold() {
    assertThatThrownBy(() -> SdJwt.parse("~".repeat(SdJwt.LENGTH_MAX + 1)))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("65536");
    var one = Bytes.utf8("[\"s\",1]").toBase64Url() + "~";
    var jwt = MANDATE.issuerJwt().compact();
    assertThatThrownBy(() -> SdJwt.parse(jwt + "~" + one.repeat(SdJwt.DISCLOSURES_MAX + 1)))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("at most 256 disclosures");
  }

  @Test
  void disclosures_within_disclosures_go_down_32_levels_and_no_further() {
    assertThat(nested(15)).isNotNull();
    assertThatThrownBy(() -> nested(40)).isInstanceOf(MalformedInput.class);
  }

  private static SdJwt nested(int depth) {
    var text = new StringBuilder();
    var digest = "";
    for (int i = 0; i < depth; i++) {
      var value = digest.isEmpty() ? "1" : "{\"_sd\":[\"" + digest + "\"]}";
      var encoded = Bytes.utf8("[\"salt\",\"a\"," + value + "]").toBase64Url();
      digest = MalformedVectors.digest(encoded);
      text.append(encoded).append('~');
    }
    var claims =
        Json.newObject()
            .put("iss", World.ISSUER.toString())
            .put("vct", "urn:x:y:1")
            .put("iat", World.ISSUED.getEpochSecond());
    claims.putArray("_sd").add(digest);
    var issued =
        SdJwtIssuance.issue(
            claims, SelectiveDisclosure.NONE, World.ISSUER_NAME, World.ISSUER_KEY, Draft.RANDOM);
    return SdJwt.parse(issued + text);
  }

  @Test
  void texts_of_values_do_not_show_claims() {
    assertThat(MANDATE.toString() + MANDATE.disclosures())
        .doesNotContain("Ada")
        .doesNotContain("Lind");
  }
}
