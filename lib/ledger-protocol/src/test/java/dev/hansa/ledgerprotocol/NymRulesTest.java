package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.assertRefused;
import static dev.hansa.ledgerprotocol.Fixture.assertWritten;
import static dev.hansa.ledgerprotocol.Fixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Base58;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.local.Account;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NymRulesTest {
  private final Fixture f = new Fixture();

  @Test
  void a_trustee_makes_an_endorser_and_the_endorser_makes_a_did() {
    var endorser = f.account(Role.ENDORSER);
    var other = f.newAccount();
    assertWritten(
        f.execute(RequestBuilder.newNym(endorser.did(), other.did(), key(other.nym())), endorser));
    assertThat(f.nym(endorser.did()).role()).contains(Role.ENDORSER);
    assertThat(f.nym(other.did()).creator()).contains(ShortDid.of(endorser.did()));
  }

  @Test
  void an_endorser_gives_no_role() {
    var endorser = f.account(Role.ENDORSER);
    var other = f.newAccount();
    for (var role : Role.values()) {
      assertRefused(
          f.execute(
              RequestBuilder.newNym(endorser.did(), other.did(), key(other.nym())).role(role),
              endorser),
          "not-authorised");
    }
  }

  @Test
  void a_steward_makes_an_endorser_but_no_trustee() {
    var steward = f.ledger.steward();
    var other = f.newAccount();
    var builder = RequestBuilder.newNym(steward.did(), other.did(), key(other.nym()));
    assertRefused(f.execute(builder.role(Role.TRUSTEE), steward), "not-authorised");
    assertWritten(f.execute(builder.role(Role.ENDORSER), steward));
  }

  @Test
  void a_did_without_a_role_writes_nobody() {
    var plain = f.account();
    var other = f.newAccount();
    assertRefused(
        f.execute(RequestBuilder.newNym(plain.did(), other.did(), key(other.nym())), plain),
        "not-authorised");
  }

  @Test
  void a_new_did_writes_itself_if_an_endorser_endorses() {
    var endorser = f.account(Role.ENDORSER);
    var self = f.newAccount();
    var builder = RequestBuilder.newNym(self.did(), self.did(), key(self.nym()));
    assertRefused(f.execute(builder, self), "not-authorised");
    assertRefused(f.execute(builder, self, endorser), "endorser-not-named");
    assertRefused(f.execute(builder.endorser(endorser.did()), self), "endorser-must-sign");
    assertRefused(f.execute(builder, endorser), "author-must-sign");
    assertWritten(f.execute(builder, self, endorser));
    assertThat(f.nym(self.did()).creator()).contains(ShortDid.of(self.did()));
    assertThat(f.nym(self.did()).role()).isEmpty();
  }

  @Test
  void an_endorser_has_the_role() {
    var plain = f.account();
    var self = f.newAccount();
    var builder = RequestBuilder.newNym(self.did(), self.did(), key(self.nym()));
    assertRefused(f.execute(builder.endorser(plain.did()), self, plain), "endorser-role");
    assertRefused(f.execute(builder.endorser(f.trustee.did()), self, f.trustee), "endorser-role");
  }

  @Test
  void a_did_that_writes_itself_is_made_of_its_key() {
    var endorser = f.account(Role.ENDORSER);
    var self = f.newAccount();
    var other = f.newAccount();
    assertRefused(
        f.execute(
            RequestBuilder.newNym(other.did(), other.did(), key(self.nym()))
                .endorser(endorser.did()),
            new Account(other.did(), self.nym()),
            endorser),
        "dest-not-of-verkey");
    assertRefused(
        f.execute(
            RequestBuilder.nym(self.did(), self.did())
                .verkey(key(self.nym()))
                .endorser(endorser.did()),
            self,
            endorser),
        "self-write-without-version");
  }

  @Test
  void version_1_is_the_beginning_of_the_key() {
    var signer = Fixture.newSigner();
    var did = DidIndy.of("hansa", Base58.encode(Arrays.copyOf(key(signer).value().toArray(), 16)));
    var json = f.build(RequestBuilder.newNym(f.trustee.did(), did, key(signer))).toJson();
    Json.object(json, "operation").put("version", 1);
    var request = IndyRequest.of(json).signedBy(f.trustee.did(), f.trustee.nym());
    assertWritten(f.ledger.execute(request));
    assertThat(f.nym(did).version()).contains(1);
  }

  @Test
  void only_the_owner_rotates_its_key_and_the_old_one_signs_no_more() {
    var account = f.account();
    var next = Fixture.newSigner();
    var rotation = RequestBuilder.nym(account.did(), account.did()).verkey(key(next));
    assertRefused(
        f.execute(RequestBuilder.nym(f.trustee.did(), account.did()).verkey(key(next)), f.trustee),
        "not-authorised");
    assertWritten(f.execute(rotation, account));
    assertRefused(f.execute(rotation, account), "bad-signature");
    assertWritten(f.execute(rotation, new Account(account.did(), next)));
  }

  @Test
  void a_key_rotated_in_a_block_counts_for_the_requests_after_it() {
    var account = f.account();
    var next = Fixture.newSigner();
    var rotation = RequestBuilder.nym(account.did(), account.did()).verkey(key(next));
    var back = RequestBuilder.nym(account.did(), account.did()).verkey(key(account.nym()));
    var outcomes =
        f.ledger
            .block(
                List.of(
                    f.build(rotation, account),
                    f.build(back, account),
                    f.build(back, new Account(account.did(), next))))
            .outcomes();
    assertWritten(outcomes.get(0));
    assertRefused(outcomes.get(1), "bad-signature");
    assertWritten(outcomes.get(2));
  }

  @Test
  void a_did_made_in_a_block_acts_in_the_same_block() {
    var endorser = f.newAccount();
    var other = f.newAccount();
    var outcomes =
        f.ledger
            .block(
                List.of(
                    f.build(
                        RequestBuilder.newNym(f.trustee.did(), endorser.did(), key(endorser.nym()))
                            .role(Role.ENDORSER),
                        f.trustee),
                    f.build(
                        RequestBuilder.newNym(endorser.did(), other.did(), key(other.nym())),
                        endorser)))
            .outcomes();
    outcomes.forEach(Fixture::assertWritten);
  }

  @Test
  void a_trustee_changes_a_role_but_not_to_the_same() {
    var account = f.account();
    assertWritten(
        f.execute(
            RequestBuilder.nym(f.trustee.did(), account.did()).role(Role.ENDORSER), f.trustee));
    assertRefused(
        f.execute(
            RequestBuilder.nym(f.trustee.did(), account.did()).role(Role.ENDORSER), f.trustee),
        "not-authorised");
    assertRefused(
        f.execute(RequestBuilder.nym(account.did(), account.did()).role(Role.TRUSTEE), account),
        "not-authorised");
    assertWritten(
        f.execute(RequestBuilder.nym(f.trustee.did(), account.did()).withoutRole(), f.trustee));
    assertThat(f.nym(account.did()).role()).isEmpty();
    assertThat(f.nym(account.did()).verkey()).isPresent();
  }

  @Test
  void a_trustee_who_changes_a_role_does_not_change_the_document() {
    var account = f.account();
    var content = Json.newObject();
    content.putArray("service");
    assertRefused(
        f.execute(
            RequestBuilder.nym(f.trustee.did(), account.did())
                .role(Role.ENDORSER)
                .diddocContent(content),
            f.trustee),
        "not-authorised");
    assertThat(f.nym(account.did()).role()).isEmpty();
    assertWritten(
        f.execute(
            RequestBuilder.nym(account.did(), account.did()).diddocContent(content), account));
    assertThat(f.nym(account.did()).diddocContent()).contains(content.toString());
  }

  @Test
  void a_deactivated_did_is_gone_for_ever() {
    var account = f.account();
    assertWritten(
        f.execute(RequestBuilder.nym(account.did(), account.did()).deactivate(), account));
    var again = RequestBuilder.nym(f.trustee.did(), account.did()).verkey(key(account.nym()));
    assertRefused(f.execute(again, f.trustee), "deactivated");
    assertRefused(
        f.execute(
            RequestBuilder.nym(account.did(), account.did()).verkey(key(account.nym())), account),
        "unknown-signer");
    assertRefused(
        f.execute(RequestBuilder.newNym(account.did(), account.did(), key(account.nym())), account),
        "unknown-signer");
  }

  @Test
  void a_did_without_a_key_belongs_to_its_creator() {
    var account = f.newAccount();
    assertWritten(f.execute(RequestBuilder.nym(f.trustee.did(), account.did()), f.trustee));
    assertRefused(
        f.execute(
            RequestBuilder.nym(f.second.did(), account.did()).verkey(key(account.nym())), f.second),
        "not-authorised");
    assertWritten(
        f.execute(
            RequestBuilder.nym(f.trustee.did(), account.did()).verkey(key(account.nym())),
            f.trustee));
    assertThat(f.nym(account.did()).owner()).contains(ShortDid.of(account.did()));
  }

  @Test
  void a_write_that_changes_nothing_or_the_version_is_refused() {
    var account = f.account();
    assertRefused(
        f.execute(RequestBuilder.nym(account.did(), account.did()), account), "nothing-to-change");
    assertRefused(
        f.execute(RequestBuilder.newNym(account.did(), account.did(), key(account.nym())), account),
        "version-of-existing-did");
  }

  @Test
  void everyone_who_signs_is_known_and_every_signature_is_good() {
    var endorser = f.account(Role.ENDORSER);
    var stranger = f.newAccount();
    var self = f.newAccount();
    var builder =
        RequestBuilder.newNym(self.did(), self.did(), key(self.nym())).endorser(endorser.did());
    assertRefused(f.execute(builder, self, endorser, stranger), "unknown-signer");
    assertRefused(
        f.execute(builder, self, endorser, new Account(f.second.did(), stranger.nym())),
        "bad-signature");
    assertRefused(f.execute(builder), "missing-signature");
  }

  @Test
  void the_first_refusal_that_applies_is_the_answer() {
    var self = f.newAccount();
    var json = f.build(RequestBuilder.newNym(self.did(), self.did(), key(self.nym()))).toJson();
    json.remove("protocolVersion");
    Json.object(json, "operation").put("dest", "short");
    assertRefused(f.ledger.execute(IndyRequest.of(json)), "protocol-version");
    json.put("protocolVersion", 2);
    assertRefused(f.ledger.execute(IndyRequest.of(json)), "malformed-operation");
  }

  @Test
  void the_state_has_the_value_of_indy() {
    var account = f.account(Role.ENDORSER);
    var value =
        f.ledger
            .client()
            .state(SubLedger.DOMAIN, Nym.key(ShortDid.of(account.did())))
            .value()
            .map(bytes -> bytes.toUtf8());
    assertThat(value)
        .isEqualTo(
            Optional.of(
                "{\"identifier\":\""
                    + ShortDid.of(f.trustee.did())
                    + "\",\"role\":\"101\",\"seqNo\":5,\"txnTime\":1795521600,\"verkey\":\""
                    + Base58.encode(key(account.nym()).value().toArray())
                    + "\",\"version\":2}"));
  }
}
