package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.assertRefused;
import static dev.hansa.ledgerprotocol.Fixture.assertWritten;
import static dev.hansa.ledgerprotocol.Fixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Base58;
import dev.hansa.ledgerprotocol.local.Account;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Checking ahead changes no verdict.
class SignatureMemoTest {
  private final Fixture f = new Fixture();
  private final SignatureMemo memo = new SignatureMemo();
  private final BlockExecutor executor = new BlockExecutor(f.ledger.genesis(), memo);

  private Outcome execute(IndyRequest... requests) {
    var reader = f.ledger.reader();
    for (var request : requests) {
      memo.ahead(reader, request);
    }
    return executor
        .execute(reader, reader.head().orElseThrow().height() + 1, f.instant(), List.of(requests))
        .outcomes()
        .getLast();
  }

  @Test
  void what_was_checked_ahead_is_written_or_refused_as_without() {
    var account = f.newAccount();
    var builder = RequestBuilder.newNym(f.trustee.did(), account.did(), key(account.nym()));
    assertWritten(execute(f.build(builder, f.trustee)));
    assertRefused(
        execute(f.build(builder, new Account(f.trustee.did(), account.nym()))), "bad-signature");
    assertRefused(execute(f.build(builder, account)), "unknown-signer");
  }

  @Test
  void a_verdict_for_an_old_key_does_not_count_for_the_new_one() {
    var account = f.account();
    var next = Fixture.newSigner();
    var rotation = RequestBuilder.nym(account.did(), account.did()).verkey(key(next));
    var back = RequestBuilder.nym(account.did(), account.did()).verkey(key(account.nym()));
    assertRefused(execute(f.build(rotation, account), f.build(back, account)), "bad-signature");
    assertWritten(
        execute(f.build(rotation, account), f.build(back, new Account(account.did(), next))));
  }

  @Test
  void a_verdict_is_for_one_text_and_one_signature() {
    var account = f.account();
    var one =
        f.build(
            RequestBuilder.nym(account.did(), account.did()).verkey(key(account.nym())), account);
    var two =
        f.build(RequestBuilder.nym(account.did(), account.did()).verkey(key(account.nym())))
            .withSignature(
                account.did(),
                SignatureMemo.decode(one.signatures().sequencedValues().getFirst()).orElseThrow());
    memo.ahead(f.ledger.reader(), one);
    assertRefused(execute(two), "bad-signature");
  }

  @Test
  void what_was_checked_ahead_is_not_checked_again_and_counts_once() {
    var checks = new AtomicInteger();
    var real = new Ed25519Signatures();
    var counting =
        new SignatureMemo((verkey, input, signature) -> {
          checks.incrementAndGet();
          return real.isGood(verkey, input, signature);
        });
    var account = f.account();
    var request =
        f.build(
            RequestBuilder.nym(account.did(), account.did()).verkey(key(account.nym())), account);
    counting.ahead(f.ledger.reader(), request);
    assertThat(checks).hasValue(1);
    var verkey = key(account.nym()).value();
    var signature =
        SignatureMemo.decode(request.signatures().sequencedValues().getFirst()).orElseThrow();
    assertThat(counting.isGood(verkey, request.signatureInput(), signature)).isTrue();
    assertThat(checks).hasValue(1);
    assertThat(counting.isGood(verkey, request.signatureInput(), signature)).isTrue();
    assertThat(checks).hasValue(2);
  }

  @Test
  void a_signer_who_is_not_on_the_ledger_is_left_to_the_block() {
    var checks = new AtomicInteger();
    var counting =
        new SignatureMemo((_, _, _) -> {
          checks.incrementAndGet();
          return true;
        });
    var stranger = f.newAccount();
    counting.ahead(
        f.ledger.reader(),
        f.build(
            RequestBuilder.newNym(stranger.did(), stranger.did(), key(stranger.nym())), stranger));
    assertThat(checks).hasValue(0);
  }

  @Test
  void a_signature_has_64_bytes() {
    assertThat(SignatureMemo.decode(Base58.encode(new byte[63]))).isEmpty();
    assertThat(SignatureMemo.decode(Base58.encode(new byte[64]))).isPresent();
    assertThat(SignatureMemo.decode("z".repeat(88))).isEmpty();
    assertThat(SignatureMemo.decode("z".repeat(89))).isEmpty();
    assertThat(SignatureMemo.decode("0")).isEmpty();
  }
}
