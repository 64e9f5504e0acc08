package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.NOON;
import static dev.hansa.ledgerprotocol.Fixture.assertWritten;
import static dev.hansa.ledgerprotocol.Fixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolution.Resolved;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.DidVersion;
import dev.hansa.identity.VerificationRelationship;
import dev.hansa.ledgerprotocol.local.Account;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LedgerDidsTest {
  private final Fixture f = new Fixture();
  private final LedgerDids dids = new LedgerDids(f.ledger.client(), f, Duration.ZERO);

  @Test
  void an_organisation_has_its_verkey_and_the_keys_it_wrote() {
    var organisation = f.ledger.organisation(Role.ENDORSER);
    var resolved = (Resolved) dids.resolve(organisation.did());
    var document = resolved.document();
    assertThat(
            document.key(organisation.assertionName(), VerificationRelationship.ASSERTION_METHOD))
        .contains(organisation.assertion().publicKey());
    assertThat(
            document.key(
                organisation.authenticationName(), VerificationRelationship.AUTHENTICATION))
        .contains(organisation.authentication().publicKey());
    var verkey = new DidUrl(organisation.did(), "verkey");
    assertThat(document.key(verkey, VerificationRelationship.AUTHENTICATION))
        .contains(organisation.nym().publicKey());
    assertThat(document.key(verkey, VerificationRelationship.ASSERTION_METHOD)).isEmpty();
    assertThat(
            document.key(
                organisation.authenticationName(), VerificationRelationship.ASSERTION_METHOD))
        .isEmpty();
    assertThat(resolved.metadata().versionId()).isEqualTo("5");
    assertThat(resolved.metadata().created()).isEqualTo(NOON);
    assertThat(resolved.metadata().ledgerHeight()).isEqualTo(1);
  }

  @Test
  void a_past_version_resolves_by_its_id_and_by_its_time() {
    var account = f.account();
    var next = Fixture.newSigner();
    f.passes(Duration.ofSeconds(10));
    assertWritten(
        f.execute(RequestBuilder.nym(account.did(), account.did()).verkey(key(next)), account));
    var verkey = new DidUrl(account.did(), "verkey");
    assertThat(keyAt(account.did(), DidVersion.LATEST, verkey)).isEqualTo(next.publicKey());
    assertThat(keyAt(account.did(), new DidVersion.Id("5"), verkey))
        .isEqualTo(account.nym().publicKey());
    assertThat(keyAt(account.did(), new DidVersion.At(NOON.plusSeconds(9)), verkey))
        .isEqualTo(account.nym().publicKey());
    assertThat(keyAt(account.did(), new DidVersion.At(NOON.plusSeconds(10)), verkey))
        .isEqualTo(next.publicKey());
    var old = ((Resolved) dids.resolve(account.did(), new DidVersion.Id("5"))).metadata();
    assertThat(old.nextVersionId()).isEqualTo("6");
    assertThat(old.nextUpdate()).isEqualTo(NOON.plusSeconds(10));
    for (var none :
        new DidVersion[] {
          new DidVersion.Id("4"), new DidVersion.Id("05"), new DidVersion.At(NOON.minusSeconds(1))
        }) {
      assertThat(dids.resolve(account.did(), none)).isEqualTo(new DidResolution.NotFound());
    }
  }

  private Object keyAt(Did did, DidVersion version, DidUrl name) {
    return ((Resolved) dids.resolve(did, version))
        .document()
        .key(name, VerificationRelationship.AUTHENTICATION)
        .orElseThrow();
  }

  @Test
  void a_deactivated_did_says_so_and_its_past_still_resolves() {
    var account = f.account();
    assertWritten(
        f.execute(RequestBuilder.nym(account.did(), account.did()).deactivate(), account));
    assertThat(dids.resolve(account.did())).isInstanceOf(DidResolution.Deactivated.class);
    assertThat(dids.resolve(account.did(), new DidVersion.Id("5"))).isInstanceOf(Resolved.class);
  }

  @Test
  void what_is_not_on_this_ledger_is_not_found() {
    assertThat(dids.resolve(f.newAccount().did())).isEqualTo(new DidResolution.NotFound());
    var elsewhere = Did.parse("did:indy:other:" + ShortDid.of(f.trustee.did()));
    assertThat(dids.resolve(elsewhere)).isEqualTo(new DidResolution.NotFound());
    assertThat(dids.resolve(Did.parse("did:web:example.org")))
        .isEqualTo(new DidResolution.MethodNotSupported());
  }

  @Test
  void a_trustee_of_the_genesis_resolves() {
    assertThat(dids.resolve(f.trustee.did())).isInstanceOf(Resolved.class);
    assertThat(dids.nym(f.trustee.did()).value().orElseThrow().role()).contains(Role.TRUSTEE);
  }

  @Test
  void a_cached_answer_is_used_for_two_seconds_but_never_hides_an_own_write() {
    var client = f.ledger.client();
    var cached = new LedgerDids(client, f);
    var account = f.account();
    assertThat(cached.resolve(account.did())).isInstanceOf(Resolved.class);
    assertWritten(
        f.execute(RequestBuilder.nym(account.did(), account.did()).deactivate(), account));
    f.passes(Duration.ofMillis(1999));
    assertThat(cached.resolve(account.did())).isInstanceOf(Resolved.class);
    f.passes(Duration.ofMillis(1));
    assertThat(cached.resolve(account.did())).isInstanceOf(DidResolution.Deactivated.class);

    Account own = f.account();
    assertThat(cached.resolve(own.did())).isInstanceOf(Resolved.class);
    var request = f.build(RequestBuilder.nym(own.did(), own.did()).deactivate(), own);
    assertThat(client.submit(request)).isInstanceOf(WriteResult.Written.class);
    assertThat(cached.resolve(own.did())).isInstanceOf(DidResolution.Deactivated.class);
  }
}
