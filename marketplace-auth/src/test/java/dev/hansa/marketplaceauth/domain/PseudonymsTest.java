package dev.hansa.marketplaceauth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Secret;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
  private final Pseudonyms ours = new Pseudonyms(Secret.copyOf(new byte[32]));
  private final Pseudonyms theirs =
      new Pseudonyms(Secret.copyOf("01234567890123456789012345678901".getBytes(UTF_8)));
  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;
  private static final Did PERSON = Did.parse("did:jwk:eyJjcnYiOiJQLTI1NiJ9");

  @Test
  void an_organisation_is_known_by_its_did_and_a_person_is_not() {
    var organisation = Did.parse("did:indy:hansa:WgWxqztrNooG92RXvxSTWv");
    assertThat(ours.party(organisation)).isEqualTo(organisation.toString());
    assertThat(ours.party(PERSON)).startsWith("urn:hansa:person:").doesNotContain("jwk");
  }

  @Test
  void only_the_key_makes_the_pseudonym() {
    assertThat(ours.party(PERSON)).isEqualTo(ours.party(PERSON));
    assertThat(ours.party(PERSON)).isNotEqualTo(theirs.party(PERSON));
  }

  @Test
  void one_agent_has_another_sub_in_each_sector() {
    var agent = ours.agent("party", Bytes.utf8("key").sha256());
    assertThat(ours.subject("a.example", agent)).isNotEqualTo(ours.subject("b.example", agent));
    assertThat(ours.subject("a.example", agent)).isNotEqualTo(agent);
  }

  @Test
  void one_key_acting_for_two_parties_is_two_agents() {
    var key = Bytes.utf8("key").sha256();
    assertThat(ours.agent("a", key)).isNotEqualTo(ours.agent("b", key));
  }

  @Test
  void the_key_has_32_bytes() {
    assertThatThrownBy(() -> new Pseudonyms(Secret.copyOf(new byte[31])))
        .hasMessageContaining("auth.secret-file");
  }
}
