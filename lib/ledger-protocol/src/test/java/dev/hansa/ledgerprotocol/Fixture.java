package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.local.Account;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A ledger in memory at a time that the test moves.
final class Fixture extends Clock {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private Instant now = NOON;
  private long reqId = 1_000_000;
  final LocalLedger ledger = LocalLedger.found(this, new SecureRandom());
  final Account trustee = ledger.trustees().get(0);
  final Account second = ledger.trustees().get(1);

  void passes(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  static Signer newSigner() {
    return PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(new SecureRandom()));
  }

  static Ed25519Key key(Signer signer) {
    return (Ed25519Key) signer.publicKey();
  }

  Account newAccount() {
    var signer = newSigner();
    return new Account(DidIndy.of("hansa", key(signer)), signer);
  }

  IndyRequest build(RequestBuilder builder, Account... signers) {
    var request = builder.reqId(reqId++).build();
    for (var signer : signers) {
      request = request.signedBy(signer.did(), signer.nym());
    }
    return request;
  }

  Outcome execute(RequestBuilder builder, Account... signers) {
    return ledger.execute(build(builder, signers));
  }

  Outcome payload(PayloadType type, ObjectNode payload, Account... signers) {
    return execute(
        RequestBuilder.payload(type, signers[0].did(), now.plusSeconds(60), payload), signers);
  }

  /// A new DID of these keys, written by a trustee.
  Account account(Role role) {
    var account = newAccount();
    assertWritten(
        execute(
            RequestBuilder.newNym(trustee.did(), account.did(), key(account.nym())).role(role),
            trustee));
    return account;
  }

  Account account() {
    var account = newAccount();
    assertWritten(
        execute(RequestBuilder.newNym(trustee.did(), account.did(), key(account.nym())), trustee));
    return account;
  }

  Nym nym(Did did) {
    return new LedgerDids(ledger.client(), this).nym(did).value().orElseThrow();
  }

  static void assertWritten(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Written.class);
  }

  static void assertRefused(Outcome outcome, String rule) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.rule()).isEqualTo(rule));
  }
}
