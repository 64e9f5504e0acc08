package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.NOON;
import static dev.hansa.ledgerprotocol.Fixture.assertRefused;
import static dev.hansa.ledgerprotocol.Fixture.assertWritten;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Accreditations.Check;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType.IssuedBy;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.local.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OurTypesRulesTest {
  private static final Vct LICENCE = Vct.hansa("csp-licence");
  private static final Bytes HASH = Bytes.utf8("a").sha256();
  private static final Bytes OTHER_HASH = Bytes.utf8("b").sha256();
  private static final Duration YEAR = Duration.ofDays(365);

  private final Fixture f = new Fixture();

  private static ObjectNode type(Bytes hash) {
    return Payloads.credentialType(LICENCE, hash, hash, hash, IssuedBy.ACCREDITED);
  }

  private static ObjectNode grant(
      Did issuer, List<String> territories, Instant until, Duration max, boolean delegable) {
    return Payloads.accreditation(issuer, LICENCE, territories, NOON, until, max, delegable);
  }

  private static ObjectNode grant(Did issuer, boolean delegable) {
    return grant(issuer, List.of(), NOON.plus(YEAR), YEAR, delegable);
  }

  private Check check(Did issuer, Instant at) {
    return new LedgerAccreditations(f.ledger.client(), f).check(issuer, LICENCE, at);
  }

  private Outcome accredit(ObjectNode payload, Account... signers) {
    return f.payload(PayloadType.ACCREDITATION, payload, signers);
  }

  private void writeType() {
    assertWritten(f.payload(PayloadType.CREDENTIAL_TYPE, type(HASH), f.trustee, f.second));
  }

  @Test
  void two_trustees_write_a_credential_type_once() {
    assertRefused(f.payload(PayloadType.CREDENTIAL_TYPE, type(HASH), f.trustee), "not-authorised");
    assertRefused(
        f.payload(PayloadType.CREDENTIAL_TYPE, type(HASH), f.trustee, f.ledger.steward()),
        "not-authorised");
    writeType();
    assertRefused(
        f.payload(PayloadType.CREDENTIAL_TYPE, type(HASH), f.trustee, f.second),
        "credential-type-unchanged");
    assertRefused(
        f.payload(PayloadType.CREDENTIAL_TYPE, type(OTHER_HASH), f.trustee, f.second),
        "credential-type-immutable");
    var types = new LedgerCredentialTypes(f.ledger.client(), f);
    assertThat(types.find(LICENCE).orElseThrow().schemaHash()).isEqualTo(HASH);
    assertThat(types.list()).hasSize(1);
    assertThat(types.find(Vct.hansa("other"))).isEmpty();
  }

  @Test
  void a_payload_counts_in_its_network_until_the_second_it_names() {
    var request =
        RequestBuilder.payload(
            PayloadType.CREDENTIAL_TYPE, f.trustee.did(), NOON.plusSeconds(60), type(HASH));
    f.passes(Duration.ofSeconds(61));
    assertRefused(f.execute(request, f.trustee, f.second), "expired");
    assertWritten(
        f.execute(
            RequestBuilder.payload(
                PayloadType.CREDENTIAL_TYPE, f.trustee.did(), NOON.plusSeconds(61), type(HASH)),
            f.trustee,
            f.second));
    var elsewhere = Did.parse("did:indy:other:" + ShortDid.of(f.trustee.did()));
    assertRefused(
        f.execute(
            RequestBuilder.payload(
                PayloadType.CREDENTIAL_TYPE, elsewhere, NOON.plusSeconds(99), type(HASH)),
            f.trustee,
            f.second),
        "other-network");
  }

  @Test
  void an_accreditation_needs_a_type_an_issuer_and_two_trustees() {
    var issuer = f.account();
    assertRefused(
        accredit(grant(issuer.did(), false), f.trustee, f.second), "unknown-credential-type");
    writeType();
    assertRefused(accredit(grant(f.newAccount().did(), false), f.trustee, f.second), "unknown-did");
    assertRefused(accredit(grant(issuer.did(), false), f.trustee), "not-authorised");
    assertWritten(accredit(grant(issuer.did(), false), f.trustee, f.second));
    assertThat(check(issuer.did(), NOON)).isInstanceOf(Check.Accredited.class);
    assertThat(check(issuer.did(), NOON.minusSeconds(1))).isInstanceOf(Check.NotAtThatTime.class);
    assertThat(check(issuer.did(), NOON.plus(YEAR))).isInstanceOf(Check.NotAtThatTime.class);
    assertThat(check(issuer.did(), NOON.plus(YEAR).minusSeconds(1)))
        .isInstanceOf(Check.Accredited.class);
    assertThat(check(f.account().did(), NOON)).isInstanceOf(Check.NeverAccredited.class);
  }

  @Test
  void an_accreditation_may_name_the_anchors_of_its_issuers_certificates() {
    writeType();
    var issuer = f.account();
    var anchors = List.of(Bytes.utf8("DER of one"), Bytes.utf8("DER of another"));
    assertWritten(
        accredit(Payloads.withAnchors(grant(issuer.did(), false), anchors), f.trustee, f.second));
    assertThat(check(issuer.did(), NOON))
        .isInstanceOfSatisfying(
            Check.Accredited.class,
            found -> assertThat(found.accreditation().anchors()).isEqualTo(anchors));
    var tooMany = Collections.nCopies(Accreditation.ANCHORS_MAX + 1, anchors.getFirst());
    assertRefused(
        accredit(Payloads.withAnchors(grant(issuer.did(), false), tooMany), f.trustee, f.second),
        "malformed-operation");
  }

  @Test
  void a_delegable_accreditation_is_passed_on_never_wider_or_longer() {
    writeType();
    var authority = f.account();
    var issuer = f.account();
    assertRefused(accredit(grant(issuer.did(), false), authority), "not-authorised");
    assertWritten(
        accredit(
            grant(authority.did(), List.of("DK", "DE-BY"), NOON.plus(YEAR), YEAR, true),
            f.trustee,
            f.second));
    var until = NOON.plus(YEAR);
    assertRefused(
        accredit(grant(issuer.did(), List.of("SE"), until, YEAR, false), authority),
        "not-authorised");
    assertRefused(
        accredit(grant(issuer.did(), List.of(), until, YEAR, false), authority), "not-authorised");
    assertRefused(
        accredit(grant(issuer.did(), List.of("DE"), until, YEAR, false), authority),
        "not-authorised");
    assertRefused(
        accredit(grant(issuer.did(), List.of("DK"), until.plusSeconds(1), YEAR, false), authority),
        "not-authorised");
    assertRefused(
        accredit(grant(issuer.did(), List.of("DK"), until, YEAR.plusSeconds(1), false), authority),
        "not-authorised");
    assertRefused(
        accredit(grant(authority.did(), List.of("DK"), until, YEAR, true), authority),
        "accredits-itself");
    assertWritten(
        accredit(grant(issuer.did(), List.of("DK-84", "DE-BY"), until, YEAR, false), authority));
    // What is not delegable is not passed on.
    assertRefused(
        accredit(grant(f.account().did(), List.of("DK-84"), until, YEAR, false), issuer),
        "not-authorised");
  }

  @Test
  void what_is_withdrawn_takes_with_it_what_was_granted_under_it() {
    writeType();
    var authority = f.account();
    var middle = f.account();
    var issuer = f.account();
    var other = f.account();
    assertWritten(accredit(grant(authority.did(), true), f.trustee, f.second));
    assertWritten(accredit(grant(middle.did(), true), authority));
    assertWritten(accredit(grant(issuer.did(), false), middle));
    assertWritten(accredit(grant(other.did(), false), f.trustee, f.second));
    var withdrawal = Payloads.withdrawal(authority.did(), LICENCE, "compromised", NOON);
    assertRefused(accredit(withdrawal, f.trustee), "not-authorised");
    assertRefused(accredit(withdrawal, authority), "not-authorised");
    assertWritten(accredit(withdrawal, f.trustee, f.second));
    for (var gone : List.of(authority, middle, issuer)) {
      assertThat(check(gone.did(), NOON)).isInstanceOf(Check.Withdrawn.class);
    }
    assertThat(check(other.did(), NOON)).isInstanceOf(Check.Accredited.class);
    assertThat(new LedgerAccreditations(f.ledger.client(), f).list(LICENCE)).hasSize(4);
    assertRefused(accredit(withdrawal, f.trustee, f.second), "nothing-to-withdraw");
    assertRefused(accredit(grant(f.account().did(), false), middle), "not-authorised");
  }

  @Test
  void who_granted_withdraws_and_nobody_withdraws_for_the_future() {
    writeType();
    var authority = f.account();
    var issuer = f.account();
    assertWritten(accredit(grant(authority.did(), true), f.trustee, f.second));
    assertWritten(accredit(grant(issuer.did(), false), authority));
    assertRefused(
        accredit(
            Payloads.withdrawal(issuer.did(), LICENCE, "ended", NOON.plusSeconds(1)), authority),
        "withdrawal-in-the-future");
    assertRefused(
        accredit(Payloads.withdrawal(issuer.did(), LICENCE, "ended", NOON), f.account()),
        "not-authorised");
    assertWritten(accredit(Payloads.withdrawal(issuer.did(), LICENCE, "ended", NOON), authority));
    // Accredited again: what was withdrawn stays so, the new one counts.
    assertThat(check(issuer.did(), NOON)).isInstanceOf(Check.Withdrawn.class);
    assertWritten(accredit(grant(issuer.did(), false), authority));
    assertThat(check(issuer.did(), NOON)).isInstanceOf(Check.Accredited.class);
  }

  @Test
  void an_anchor_grows_and_does_not_contradict_itself() {
    var endorser = f.account(Role.ENDORSER);
    assertRefused(
        f.payload(PayloadType.ANCHOR, Payloads.anchor("receipts", 1, HASH), f.account()),
        "not-authorised");
    assertWritten(f.payload(PayloadType.ANCHOR, Payloads.anchor("receipts", 5, HASH), endorser));
    assertRefused(
        f.payload(PayloadType.ANCHOR, Payloads.anchor("receipts", 4, OTHER_HASH), endorser),
        "anchor-shrinks");
    assertRefused(
        f.payload(PayloadType.ANCHOR, Payloads.anchor("receipts", 5, OTHER_HASH), endorser),
        "anchor-contradicts");
    assertWritten(f.payload(PayloadType.ANCHOR, Payloads.anchor("receipts", 5, HASH), endorser));
    assertWritten(
        f.payload(PayloadType.ANCHOR, Payloads.anchor("receipts", 6, OTHER_HASH), endorser));
    assertWritten(f.payload(PayloadType.ANCHOR, Payloads.anchor("orders", 1, HASH), endorser));
    assertThat(f.ledger.client().list(SubLedger.MARKET, Bytes.utf8("20003:")).value()).hasSize(2);
  }

  private static ObjectNode agreement(Did provider, Did customer, Did reporter) {
    return Payloads.agreement(
        "a-1",
        HASH,
        provider,
        customer,
        List.of(reporter),
        Optional.empty(),
        NOON,
        NOON.plus(YEAR),
        List.of(HASH, OTHER_HASH));
  }

  @Test
  void an_agreement_is_signed_by_both_and_endorsed_once() {
    var operator = f.account(Role.ENDORSER);
    var provider = f.account();
    var customer = f.account();
    var monitor = f.account();
    var payload = agreement(provider.did(), customer.did(), monitor.did());
    assertRefused(
        f.payload(PayloadType.AGREEMENT, payload, operator, provider), "parties-must-sign");
    assertRefused(f.payload(PayloadType.AGREEMENT, payload, provider, customer), "not-authorised");
    assertRefused(
        f.payload(
            PayloadType.AGREEMENT,
            agreement(provider.did(), provider.did(), monitor.did()),
            operator,
            provider),
        "agreement-with-itself");
    assertRefused(
        f.payload(
            PayloadType.AGREEMENT,
            agreement(provider.did(), customer.did(), f.newAccount().did()),
            operator,
            provider,
            customer),
        "unknown-did");
    assertWritten(
        f.execute(
            RequestBuilder.payload(
                    PayloadType.AGREEMENT, provider.did(), NOON.plusSeconds(9), payload)
                .endorser(operator.did()),
            provider,
            customer,
            operator));
    assertRefused(
        f.payload(PayloadType.AGREEMENT, payload, operator, provider, customer),
        "agreement-exists");
    var value = f.ledger.client().state(SubLedger.MARKET, Keys.agreement("a-1")).value();
    assertThat(value.orElseThrow().toUtf8())
        .contains(provider.did().toString(), customer.did().toString())
        .doesNotContain("expires");
  }
}
