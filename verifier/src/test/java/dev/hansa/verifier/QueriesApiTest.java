package dev.hansa.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Presenter;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/// DCQL over HTTP: what came back is held against the query again.
class QueriesApiTest extends PresentationFlow {
  private static ObjectNode ask(String credentialQueryMembers) {
    var ask = Json.newObject().put("purpose", "To let you in");
    ask.set(
        "dcql_query",
        Json.parse(
            ("{'credentials':[{'id':'member','format':'dc+sd-jwt',"
                    + "'meta':{'vct_values':['urn:hansa:participant:1']}"
                    + credentialQueryMembers
                    + "}]}")
                .replace('\'', '"')));
    return ask;
  }

  private static String token(String... presentations) {
    var token = Json.newObject();
    List.of(presentations).forEach(token.putArray("member")::add);
    return token.toString();
  }

  private SdJwt second() {
    return world.issue(world.participant(world.issuer, 2), world.issuer);
  }

  @Test
  void several_credentials_answer_a_query_that_wants_several() throws Exception {
    var created = create(ask(",'multiple':true"));
    var one = wallet(world.credential());
    var other = wallet(second());
    var request = one.fetch(created);
    var answer = one.send(request, token(one.present(request), other.present(request)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var shown = look(created).at("/result/credentials");
    assertThat(shown).hasSize(2);
    assertThat(shown.get(0).get("credentialHash")).isNotEqualTo(shown.get(1).get("credentialHash"));
  }

  @Test
  void of_several_credentials_one_that_is_bad_spoils_the_answer() throws Exception {
    var created = create(ask(",'multiple':true"));
    var one = wallet(world.credential());
    var revoked =
        wallet(
            world.issue(
                world.participant(world.issuer, VerifierUnderTest.REVOKED_INDEX), world.issuer));
    var request = one.fetch(created);
    var answer = one.send(request, token(one.present(request), revoked.present(request)));
    refused(answer, created, "revoked", "status");
  }

  @Test
  void a_credential_of_another_issuer_than_those_named_is_refused() throws Exception {
    var authorities = ",'trusted_authorities':[{'type':'urn:hansa:issuer','values':['%s']}]";
    var good = create(ask(authorities.formatted(world.issuer.did())));
    assertThat(wallet(world.credential()).answer(good).statusCode()).isEqualTo(200);
    var created = create(ask(authorities.formatted(world.other.did())));
    refused(wallet(world.credential()).answer(created), created, "query-not-answered", "query");
  }

  @Test
  void authorities_that_nobody_here_can_check_are_not_asked_for() throws Exception {
    bad(ask(",'trusted_authorities':[{'type':'etsi_tl','values':['https://lotl.example']}]"));
    bad(
        ask(
            ",'trusted_authorities':[{'type':'openid_federation','values':['https://a.example']}]"));
  }

  @Test
  void a_claim_is_asked_for_once() throws Exception {
    bad(ask(",'claims':[{'path':['kind']},{'path':['kind']}]"));
  }

  private void bad(ObjectNode ask) throws Exception {
    var answer = world.call(world.caller, "POST", "/requests", ask.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @Test
  void a_presentation_without_holder_is_taken_where_none_is_required() throws Exception {
    var created = create(ask(",'require_cryptographic_holder_binding':false"));
    var credential = world.credential();
    var wallet = wallet(credential);
    var request = wallet.fetch(created);
    var unbound = Presenter.present(credential, credential.disclosures());
    assertThat(wallet.send(request, token(unbound)).statusCode()).isEqualTo(200);
    assertThat(look(created).at("/result/credentials/0").has("kbJwt")).isFalse();
    var strict = create(ask(""));
    var answer = wallet.send(wallet.fetch(strict), token(unbound));
    refused(answer, strict, "holder-binding-missing", "holder-binding");
  }

  @Test
  void arrays_are_asked_by_null_and_by_index() throws Exception {
    for (var path : List.of("['roles',null]", "['roles',1]")) {
      var claims = ",'claims':[{'path':" + path + ",'values':['CSP']}]";
      assertThat(wallet(world.credential()).answer(create(ask(claims))).statusCode())
          .isEqualTo(200);
    }
    for (var path : List.of("['roles',0]", "['roles',7]", "['kind',null]", "['roles','CSP']")) {
      var created = create(ask(",'claims':[{'path':" + path + ",'values':['CSP']}]"));
      refused(wallet(world.credential()).answer(created), created, "query-not-answered", "query");
    }
  }

  @Test
  void one_of_the_claim_sets_is_shown() throws Exception {
    var members =
        ",'claims':[{'id':'a','path':['nickname']},{'id':'b','path':['legalName']}],"
            + "'claim_sets':[['a'],['b']]";
    var created = create(ask(members));
    assertThat(wallet(world.credential()).answer(created).statusCode()).isEqualTo(200);
    var claims = look(created).at("/result/credentials/0/claims");
    assertThat(claims.has("legalName")).isTrue();
    var hidden = create(ask(members));
    var credential = world.credential();
    var wallet = wallet(credential);
    var bare = wallet(SdJwt.parse(Presenter.present(credential, List.of())));
    var request = wallet.fetch(hidden);
    refused(
        wallet.send(request, token(bare.present(request))), hidden, "query-not-answered", "query");
  }

  @Test
  void of_required_credential_sets_one_option_is_answered_whole() throws Exception {
    var ask = ask("");
    var credentials = (ArrayNode) ask.at("/dcql_query/credentials");
    var licence = credentials.addObject().put("id", "licence").put("format", "dc+sd-jwt");
    licence.putObject("meta").putArray("vct_values").add("urn:hansa:csp-licence:1");
    var sets = ((ObjectNode) ask.get("dcql_query")).putArray("credential_sets");
    sets.addObject().putArray("options").addArray().add("member").add("licence");
    var created = create(ask);
    refused(wallet(world.credential()).answer(created), created, "query-not-answered", "query");
  }

  @Test
  void an_answer_to_what_was_not_asked_is_refused() throws Exception {
    var created = create(ask(""));
    var wallet = wallet(world.credential());
    var request = wallet.fetch(created);
    var token = Json.newObject();
    token.putArray("member").add(wallet.present(request));
    token.putArray("passport").add(wallet.present(request));
    refused(wallet.send(request, token.toString()), created, "query-not-answered", "query");
  }
}
