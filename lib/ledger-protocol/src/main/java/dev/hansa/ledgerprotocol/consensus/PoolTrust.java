package dev.hansa.ledgerprotocol.consensus;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.Unproved;
import dev.hansa.ledgerprotocol.Unproved.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Follows the validators of a pool from where trust begins (the genesis, or a checkpoint that was
/// pinned) to those who signed. What was followed once is the beginning for the next. For several
/// threads.
///
/// Two rules lead on. *Adjacent*: a header signed by more than two thirds of the trusted validators
/// names the next ones. *Skipping*: where headers in between are missing, a header counts that more
/// than a third of the trusted validators signed and more than two thirds of its own, as long as it
/// is younger than [#TRUST_PERIOD] after the trusted one: those who left long ago have nothing to
/// lose.
public final class PoolTrust {
  public static final Duration TRUST_PERIOD = Duration.ofDays(14);

  private final String chainId;
  private final AtomicReference<Trusted> trusted;
  private volatile @Nullable Bytes lastVerified;

  private record Trusted(long height, Instant time, Validators validators) {}

  private PoolTrust(String chainId, Trusted trusted) {
    this.chainId = chainId;
    this.trusted = new AtomicReference<>(trusted);
  }

  /// Trust from the genesis on, or from a height whose header's next validators somebody pinned.
  public static PoolTrust of(String chainId, long height, Instant time, Validators validators) {
    return new PoolTrust(chainId, new Trusted(height, time, validators));
  }

  /// Believes the seal's header, or says why not. Throws [Unproved].
  public void verify(PoolSeal seal) {
    var header = seal.signed().header();
    requireChain(header);
    // The same header with other votes was looked at with those votes: the whole seal is the key.
    var name = nameOf(seal);
    var last = lastVerified;
    if (last != null && last.equals(name)) {
      return;
    }
    var known = trusted.get();
    var reached = header.height() > known.height() ? follow(seal, known) : past(seal);
    requireSigned(seal, reached);
    if (header.height() > known.height()
        && header.nextValidatorsHash().equals(header.validatorsHash())) {
      var next = new Trusted(header.height(), header.time(), seal.validators());
      var _ =
          trusted.accumulateAndGet(
              next, (old, other) -> other.height() > old.height() ? other : old);
    }
    lastVerified = name;
  }

  private static Bytes nameOf(PoolSeal seal) {
    return Json.hash(seal.toJson());
  }

  // A header from before what is trusted now: only its own trail from the genesis could tell, and
  // whoever reads on does not need it.
  private Trusted past(PoolSeal seal) {
    var known = trusted.get();
    if (seal.validators().hash().equals(known.validators().hash())) {
      return known;
    }
    throw new Unproved(Reason.ROLLED_BACK);
  }

  private Trusted follow(PoolSeal seal, Trusted from) {
    var now = from;
    for (var step : seal.trail()) {
      var header = step.signed().header();
      if (header.height() <= now.height()) {
        // A change from before what is trusted already.
        continue;
      }
      if (header.height() >= seal.signed().header().height()) {
        throw new Unproved(Reason.WRONG_VALIDATORS);
      }
      requireChain(header);
      requireQuorum(step.signed(), now.validators());
      if (!header.nextValidatorsHash().equals(step.next().hash())) {
        throw new Unproved(Reason.WRONG_VALIDATORS);
      }
      now = new Trusted(header.height(), header.time(), step.next());
    }
    return now;
  }

  private static void requireSigned(PoolSeal seal, Trusted reached) {
    var header = seal.signed().header();
    if (!header.validatorsHash().equals(seal.validators().hash())) {
      throw new Unproved(Reason.WRONG_VALIDATORS);
    }
    if (!seal.validators().equals(reached.validators())) {
      requireSkip(seal, reached);
    }
    requireQuorum(seal.signed(), seal.validators());
  }

  private static void requireSkip(PoolSeal seal, Trusted reached) {
    var signed = seal.signed();
    boolean inTime = signed.header().time().isBefore(reached.time().plus(TRUST_PERIOD));
    if (!inTime || !reached.validators().isMoreThanAThird(signed.signers(reached.validators()))) {
      throw new Unproved(Reason.WRONG_VALIDATORS);
    }
  }

  private static void requireQuorum(SignedHeader signed, Validators validators) {
    if (!signed.header().validatorsHash().equals(validators.hash())) {
      throw new Unproved(Reason.WRONG_VALIDATORS);
    }
    if (!signed.isOfItsBlock()) {
      throw new Unproved(Reason.FOREIGN_COMMIT);
    }
    if (!validators.isQuorum(signed.signers(validators))) {
      throw new Unproved(Reason.TOO_FEW_SIGNATURES);
    }
  }

  private void requireChain(Header header) {
    if (!header.chainId().equals(chainId)) {
      throw new Unproved(Reason.WRONG_NETWORK);
    }
  }
}
