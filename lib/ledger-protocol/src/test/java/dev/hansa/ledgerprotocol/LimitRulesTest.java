package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.assertRefused;
import static dev.hansa.ledgerprotocol.Fixture.assertWritten;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.local.Account;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How much may be written. A block of these tests is five seconds after the one before.
class LimitRulesTest {
  private final TestNetwork net = new TestNetwork();

  private Outcome one(IndyRequest request) {
    return net.block(List.of(request)).getFirst();
  }

  private Outcome limit(Limits limits, Account... signers) {
    return one(
        net.request(
            RequestBuilder.payload(
                PayloadType.LIMITS,
                net.trustee.did(),
                net.now().plusSeconds(3600),
                Payloads.limits(limits)),
            signers));
  }

  private IndyRequest nym(String name, Account author) {
    var account = TestNetwork.account(name);
    return net.request(
        RequestBuilder.newNym(author.did(), account.did(), Fixture.key(account.nym())), author);
  }

  private List<IndyRequest> nyms(String prefix, int count, Account author) {
    var requests = new ArrayList<IndyRequest>();
    for (int i = 0; i < count; i++) {
      requests.add(nym(prefix + i, author));
    }
    return requests;
  }

  private static long written(List<Outcome> outcomes) {
    return outcomes.stream().filter(Outcome.Written.class::isInstance).count();
  }

  private Account endorser(String name) {
    var account = TestNetwork.account(name);
    assertWritten(
        one(
            net.request(
                RequestBuilder.newNym(net.second.did(), account.did(), Fixture.key(account.nym()))
                    .role(Role.ENDORSER),
                net.second)));
    return account;
  }

  @Test
  void a_ledger_that_says_nothing_has_no_quota() {
    assertThat(Limits.of(net.store)).isEqualTo(Limits.OF_GENESIS);
    assertThat(Limits.OF_GENESIS.hasQuota()).isFalse();
    assertThat(written(net.block(nyms("many-", 200, net.trustee)))).isEqualTo(200);
  }

  @Test
  void two_trustees_set_limits_that_count_from_the_next_block_on() {
    var limits = new Limits(40_000, 10, 60);
    assertRefused(limit(limits, net.trustee), "not-authorised");
    assertWritten(limit(limits, net.trustee, net.second));
    assertThat(Limits.of(net.store)).isEqualTo(limits);
    assertRefused(limit(limits, net.trustee, net.second), "nothing-to-change");
  }

  @Test
  void a_did_writes_its_quota_in_a_window_and_goes_on_in_the_next() {
    assertWritten(limit(new Limits(131_072, 10, 60), net.trustee, net.second));
    var author = endorser("quota");
    // NOON + 10 s: the window of a minute has 50 seconds to go.
    var outcomes = net.block(nyms("first-", 12, author));
    assertThat(written(outcomes)).isEqualTo(10);
    assertRefused(outcomes.get(10), "quota-used");
    assertThat(outcomes.get(11))
        .isEqualTo(
            new Outcome.Refused(
                "quota-used",
                "A DID writes at most 10 requests in 60 seconds; this one may go on at"
                    + " 2026-11-24T12:01:00Z."));
    while (!net.now().equals(TestNetwork.BEGIN.plusSeconds(55))) {
      assertRefused(one(nym("still-" + net.now().getEpochSecond(), author)), "quota-used");
    }
    assertWritten(one(nym("next-window", author)));
  }

  @Test
  void everyone_has_a_quota_of_its_own_and_no_role_is_exempt() {
    assertWritten(limit(new Limits(131_072, 10, 3600), net.trustee, net.second));
    var endorser = endorser("quota");
    assertThat(written(net.block(nyms("by-t-", 12, net.trustee)))).isEqualTo(10);
    assertThat(written(net.block(nyms("by-s-", 12, net.steward)))).isEqualTo(10);
    assertThat(written(net.block(nyms("by-e-", 12, endorser)))).isEqualTo(10);
    // The second trustee made the endorser.
    assertThat(written(net.block(nyms("by-o-", 12, net.second)))).isEqualTo(9);
  }

  @Test
  void what_an_endorser_lets_in_counts_for_the_endorser() {
    assertWritten(limit(new Limits(131_072, 10, 3600), net.trustee, net.second));
    var endorser = endorser("quota");
    var requests = new ArrayList<IndyRequest>();
    for (int i = 0; i < 12; i++) {
      var self = TestNetwork.account("self-" + i);
      requests.add(
          net.request(
              RequestBuilder.newNym(self.did(), self.did(), Fixture.key(self.nym()))
                  .endorser(endorser.did()),
              self,
              endorser));
    }
    assertThat(written(net.block(requests))).isEqualTo(10);
  }

  @Test
  void what_is_refused_and_what_is_there_already_uses_no_quota() {
    assertWritten(limit(new Limits(131_072, 10, 3600), net.trustee, net.second));
    var author = endorser("quota");
    var nine = nyms("first-", 9, author);
    assertThat(written(net.block(nine))).isEqualTo(9);
    assertThat(written(net.block(nine))).isEqualTo(9);
    var stranger = TestNetwork.account("stranger");
    assertRefused(
        one(
            net.request(
                RequestBuilder.newNym(author.did(), stranger.did(), Fixture.key(stranger.nym()))
                    .role(Role.TRUSTEE),
                author)),
        "not-authorised");
    assertWritten(one(nym("tenth", author)));
    assertRefused(one(nym("eleventh", author)), "quota-used");
  }

  @Test
  void whoever_set_the_limits_too_low_raises_them() {
    assertWritten(limit(new Limits(32_768, 10, 86_400), net.trustee, net.second));
    assertThat(written(net.block(nyms("all-", 12, net.trustee)))).isEqualTo(10);
    assertWritten(limit(new Limits(131_072, 0, 60), net.trustee, net.second));
    assertThat(written(net.block(nyms("more-", 12, net.trustee)))).isEqualTo(12);
  }

  @Test
  void a_request_is_as_long_as_the_ledger_says_and_no_longer() {
    assertWritten(limit(new Limits(32_768, 0, 60), net.trustee, net.second));
    var json = nym("long", net.trustee).toJson();
    // A member of Indy that is kept with the request, and that may be long.
    var taa = Json.newObject().put("mechanism", "");
    json.set("taaAcceptance", taa);
    json.remove("signature");
    int room = 32_768 - Bytes.utf8(signed(json.toString()).text()).length();
    // A signature has 86 to 88 characters, so the last two bytes are not for sure.
    taa.put("mechanism", "m".repeat(room + 3));
    assertRefused(one(signed(json.toString())), "too-long");
    taa.put("mechanism", "m".repeat(room - 3));
    assertWritten(one(signed(json.toString())));
  }

  private IndyRequest signed(String unsigned) {
    return IndyRequest.parse(unsigned).signedBy(net.trustee.did(), net.trustee.nym());
  }

  @Test
  void limits_that_would_stop_the_network_are_malformed() {
    for (var payload :
        List.of(
            Limits.OF_GENESIS.toJson().put("requestBytes", 32_767),
            Limits.OF_GENESIS.toJson().put("requestBytes", 131_073),
            Limits.OF_GENESIS.toJson().put("writes", 9),
            Limits.OF_GENESIS.toJson().put("windowSeconds", 0),
            Limits.OF_GENESIS.toJson().put("windowSeconds", 86_401),
            Limits.OF_GENESIS.toJson().put("more", 1))) {
      assertRefused(
          one(
              net.request(
                  RequestBuilder.payload(
                      PayloadType.LIMITS, net.trustee.did(), net.now().plusSeconds(3600), payload),
                  net.trustee,
                  net.second)),
          "malformed-operation");
    }
  }

  @Test
  void the_counters_are_state_like_any_other() {
    assertWritten(limit(new Limits(131_072, 10, 3600), net.trustee, net.second));
    assertThat(written(net.block(nyms("counted-", 3, net.trustee)))).isEqualTo(3);
    assertThat(LedgerAudit.firstDamage(net.store)).isEmpty();
    var limits = Limits.of(net.store);
    var did = ShortDid.of(net.trustee.did());
    assertThat(limits.isUsedUp(net.store, SubLedger.DOMAIN, did, net.now())).isFalse();
    assertThat(written(net.block(nyms("counted-too-", 7, net.trustee)))).isEqualTo(7);
    assertThat(limits.isUsedUp(net.store, SubLedger.DOMAIN, did, net.now())).isTrue();
    assertThat(limits.isUsedUp(net.store, SubLedger.MARKET, did, net.now())).isFalse();
    assertThat(limits.isUsedUp(net.store, SubLedger.DOMAIN, did, limits.windowEnd(net.now())))
        .isFalse();
  }
}
