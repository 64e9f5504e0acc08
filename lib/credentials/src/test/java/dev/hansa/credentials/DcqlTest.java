package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DcqlTest {
  private static final SdJwt MANDATE = SdJwt.parse(Draft.mandate(new World()).issued());
  private static final SdJwt MEMBER = SdJwt.parse(Draft.organisation(new World()).issued());
  private static final SdJwt READINGS = SdJwt.parse(Draft.meteredData(new World()).issued());

  private static DcqlQuery parse(String json) {
    return DcqlQuery.parse(Json.parse(json.replace('\'', '"')));
  }

  private static String one(String more) {
    return "{'credentials':[{'id':'c','format':'dc+sd-jwt','meta':{'vct_values':['urn:hansa:mandate:1']}"
        + more
        + "}]}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{'credentials':[]}",
        "{'credentials':{}}",
        "{'credentials':[{'id':'c','format':'mso_mdoc','meta':{'doctype_value':'x'}}]}",
        "{'credentials':[{'id':'c','format':'dc+sd-jwt'}]}",
        "{'credentials':[{'id':'c','format':'dc+sd-jwt','meta':{'vct_values':[]}}]}",
        "{'credentials':[{'id':'c','format':'dc+sd-jwt','meta':{'vct_values':[1]}}]}",
        "{'credentials':[{'id':'c d','format':'dc+sd-jwt','meta':{'vct_values':['urn:a:b']}}]}",
        "{'credentials':[{'id':'','format':'dc+sd-jwt','meta':{'vct_values':['urn:a:b']}}]}",
      })
  void a_query_that_is_none_is_malformed(String json) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(MalformedInput.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",'multiple':'no'",
        ",'trusted_authorities':[]",
        ",'trusted_authorities':[{'type':'aki','values':[]}]",
        ",'trusted_authorities':[{'type':'aki','values':'x'}]",
        ",'trusted_authorities':[{'values':['x']}]",
        ",'claims':[]",
        ",'claims':[{'path':[]}]",
        ",'claims':[{'path':[-1]}]",
        ",'claims':[{'path':[1.5]}]",
        ",'claims':[{'path':[true]}]",
        ",'claims':[{'path':['a'],'values':[]}]",
        ",'claims':[{'path':['a'],'values':[null]}]",
        ",'claims':[{'path':['a'],'values':[1.5]}]",
        ",'claims':[{'id':'x','path':['a']},{'id':'x','path':['b']}]",
        ",'claims':[{'path':['a']}],'claim_sets':[['x']]",
        ",'claims':[{'id':'x','path':['a']}],'claim_sets':[['y']]",
        ",'claims':[{'id':'x','path':['a']}],'claim_sets':[[]]",
        ",'claim_sets':[['x']]",
        ",'require_cryptographic_holder_binding':1",
      })
  void a_credential_query_with_a_defect_is_malformed(String more) {
    assertThatThrownBy(() -> parse(one(more))).isInstanceOf(MalformedInput.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'options':[]}",
        "{'options':[[]]}",
        "{'options':[['d']]}",
        "{'options':[['c']],'required':0}",
        "{}",
      })
  void a_credential_set_with_a_defect_is_malformed(String set) {
    var json = one("").replace("]}", "],'credential_sets':[" + set + "]}");
    assertThatThrownBy(() -> parse(json)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void ids_stand_once() {
    var twice = one("").replace("[{'id'", "[" + credential("c", "urn:a:b") + ",{'id'");
    assertThatThrownBy(() -> parse(twice)).isInstanceOf(MalformedInput.class);
  }

  private static String credential(String id, String type) {
    return "{'id':'%s','format':'dc+sd-jwt','meta':{'vct_values':['%s']}}".formatted(id, type);
  }

  private static Matching.Choice only(Matching matching) {
    assertThat(matching).isInstanceOf(Matching.Found.class);
    var choices = ((Matching.Found) matching).choices();
    assertThat(choices).hasSize(1);
    return choices.getFirst();
  }

  private static List<String> names(Matching.Choice choice) {
    return choice.shown().stream()
        .map(each -> each.name().orElseGet(() -> each.value().path("function").asText()))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  @Test
  void without_claims_nothing_that_is_hidden_is_shown() {
    assertThat(names(only(Matching.of(parse(one("")), List.of(MEMBER, MANDATE))))).isEmpty();
  }

  @Test
  void of_a_list_only_the_element_with_the_asked_value_is_shown() {
    var query = parse(one(",'claims':[{'path':['power',null,'function'],'values':['Agreement']}]"));
    assertThat(names(only(Matching.of(query, List.of(MANDATE))))).containsExactly("Agreement");
  }

  @Test
  void an_index_means_the_place_that_the_issuer_gave() {
    var query = parse(one(",'claims':[{'path':['power',2]}]"));
    var choice = only(Matching.of(query, List.of(MANDATE)));
    assertThat(names(choice)).containsExactly("Order");
    var shown = SdJwt.parse(Presenter.present(choice.credential(), choice.shown()));
    assertThat(choice.query().isAnsweredBy(shown)).isTrue();
  }

  @Test
  void whoever_asks_for_an_object_is_shown_what_is_in_it() {
    var query = parse(one(",'claims':[{'path':['mandatee']}]"));
    assertThat(names(only(Matching.of(query, List.of(MANDATE)))))
        .containsExactly("email", "familyName", "givenName");
  }

  @Test
  void of_claim_sets_the_first_that_can_be_shown_is() {
    var claims =
        ",'claims':[{'id':'a','path':['nickname']},{'id':'b','path':['mandatee','email']},{'id':'c','path':['power',null]}]";
    var query = parse(one(claims + ",'claim_sets':[['a','b'],['b'],['c']]"));
    assertThat(names(only(Matching.of(query, List.of(MANDATE))))).containsExactly("email");
  }

  @Test
  void the_credential_that_shows_least_is_chosen() {
    var bare = SdJwt.parse(Presenter.present(MANDATE, Set.of()));
    var query =
        parse(
            one(",'claims':[{'path':['loa'],'values':['high']}]")
                .replace("mandate:1'", "mandate:1','urn:hansa:participant:1'"));
    assertThat(only(Matching.of(query, List.of(MEMBER, bare))).credential()).isSameAs(bare);
  }

  @Test
  void an_integer_matches_however_its_query_was_made() {
    var query = parse(one(",'claims':[{'path':['iat'],'values':[0]}]")).toJson();
    var _ =
        ((ArrayNode) query.at("/credentials/0/claims/0/values"))
            .set(0, new LongNode(World.ISSUED.getEpochSecond()));
    assertThat(Matching.of(DcqlQuery.parse(query), List.of(MANDATE)))
        .isInstanceOf(Matching.Found.class);
  }

  @Test
  void what_is_not_there_is_named() {
    var query = parse(one(",'claims':[{'path':['power',null,'function'],'values':['Fly']}]"));
    assertThat(Matching.of(query, List.of(MANDATE, MEMBER)))
        .isEqualTo(new Matching.Missing(query.credentials()));
  }

  @Test
  void a_credential_without_holder_does_not_answer_where_one_is_needed() {
    var asked = "{'credentials':[" + credential("c", "urn:hansa:metered-data:1") + "]}";
    assertThat(Matching.of(parse(asked), List.of(READINGS))).isInstanceOf(Matching.Missing.class);
    var bearer = asked.replace("'id'", "'require_cryptographic_holder_binding':false,'id'");
    assertThat(Matching.of(parse(bearer), List.of(READINGS))).isInstanceOf(Matching.Found.class);
  }

  private static DcqlQuery sets() {
    return parse(
        "{'credentials':["
            + credential("licence", "urn:hansa:csp-licence:1")
            + ","
            + credential("member", "urn:hansa:participant:1")
            + ","
            + credential("mandate", "urn:hansa:mandate:1")
            + "],'credential_sets':[{'options':[['licence'],['member']]},{'options':[['mandate']],'required':false}]}");
  }

  @Test
  void of_credential_sets_the_first_option_that_can_be_answered_is_and_optional_ones_are_marked() {
    var found = (Matching.Found) Matching.of(sets(), List.of(MEMBER, MANDATE));
    assertThat(found.choices())
        .extracting(choice -> choice.query().id(), Matching.Choice::optional)
        .containsExactly(tuple("member", false), tuple("mandate", true));
    assertThat(Matching.of(sets(), List.of(MANDATE))).isInstanceOf(Matching.Missing.class);
  }

  @Test
  void a_query_is_satisfied_by_all_or_by_one_option_of_each_required_set() {
    assertThat(sets().isSatisfiedBy(Set.of("member"))).isTrue();
    assertThat(sets().isSatisfiedBy(Set.of("licence", "mandate"))).isTrue();
    assertThat(sets().isSatisfiedBy(Set.of("mandate"))).isFalse();
    assertThat(sets().isSatisfiedBy(Set.of("member", "passport"))).isFalse();
    assertThat(parse(one("")).isSatisfiedBy(Set.of())).isFalse();
    assertThat(parse(one("")).isSatisfiedBy(Set.of("c"))).isTrue();
  }

  private static String act(String more) {
    return "{'credentials':[{'id':'c','format':'dc+sd-jwt','meta':{'vct_values':['urn:hansa:mandate:1','urn:hansa:participant:1']}"
        + more
        + "}]}";
  }

  @Test
  void where_several_are_asked_for_all_that_answer_are_chosen() {
    var one = parse(act(",'multiple':false"));
    assertThat(((Matching.Found) Matching.of(one, List.of(MEMBER, MANDATE))).choices()).hasSize(1);
    var several = parse(act(",'multiple':true"));
    assertThat(((Matching.Found) Matching.of(several, List.of(MEMBER, MANDATE))).choices())
        .hasSize(2)
        .allSatisfy(choice -> assertThat(choice.query().multiple()).isTrue());
  }

  @Test
  void a_credential_of_none_of_the_trusted_authorities_does_not_answer() {
    var issuer = MEMBER.issuer().toString();
    var named = ",'trusted_authorities':[{'type':'urn:hansa:issuer','values':['" + issuer + "']}]";
    var query = parse(act(named));
    assertThat(only(Matching.of(query, List.of(MEMBER, MANDATE))).credential()).isSameAs(MEMBER);
    // What nobody here can check vouches for nothing.
    var other =
        parse(act(",'trusted_authorities':[{'type':'etsi_tl','values':['" + issuer + "']}]"));
    assertThat(Matching.of(other, List.of(MEMBER))).isInstanceOf(Matching.Missing.class);
    var either =
        parse(
            act(
                ",'trusted_authorities':[{'type':'etsi_tl','values':['x']},{'type':'urn:hansa:issuer','values':['"
                    + issuer
                    + "']}]"));
    assertThat(Matching.of(either, List.of(MEMBER))).isInstanceOf(Matching.Found.class);
  }

  @Test
  void an_authority_is_known_by_its_key_identifier_in_the_chain() {
    var draft = Draft.organisation(new World());
    draft.header.remove("kid");
    draft.header.set("x5c", World.chain().toJson());
    var certified = SdJwt.parse(draft.issued());
    var query = parse(act(authority(World.AUTHORITY.keyId().toBase64Url())));
    assertThat(only(Matching.of(query, List.of(MEMBER, certified))).credential())
        .isSameAs(certified);
    var other = parse(act(authority("AAAA")));
    assertThat(Matching.of(other, List.of(MEMBER, certified))).isInstanceOf(Matching.Missing.class);
  }

  private static String authority(String keyId) {
    return ",'trusted_authorities':[{'type':'aki','values':['" + keyId + "']}]";
  }

  @Test
  void w3c_types_are_asked_for_whole() {
    var query =
        parse(
            "{'credentials':[{'id':'c','format':'jwt_vc_json','meta':{'type_values':[['VerifiableCredential','urn:hansa:participant:1']]}}]}");
    assertThat(query.credentials().getFirst().typeValues())
        .containsExactly(List.of("VerifiableCredential", "urn:hansa:participant:1"));
    // An SD-JWT VC is none, whatever its type.
    assertThat(Matching.of(query, List.of(MEMBER))).isInstanceOf(Matching.Missing.class);
  }

  @Test
  void a_query_reads_back_as_it_was() {
    ObjectNode json = Json.parseObject(one(",'claims':[{'path':['a',null,0]}]").replace('\'', '"'));
    var query = DcqlQuery.parse(json);
    assertThat(query.toJson()).isEqualTo(json);
    var path = query.credentials().getFirst().claims().getFirst().path();
    assertThat(path.toJson()).isEqualTo(Json.parse("[\"a\",null,0]"));
    assertThat(path).hasToString("a[][0]");
    assertThat(query.credential("c")).isPresent();
    assertThat(query.credential("d")).isEqualTo(Optional.empty());
  }
}
