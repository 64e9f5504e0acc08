package dev.hansa.ledgerprotocol;

import dev.hansa.identity.VerificationKey;
import dev.hansa.ledgerprotocol.Checkpoint.NodeSeal;
import dev.hansa.ledgerprotocol.Checkpoint.OfPool;
import dev.hansa.ledgerprotocol.Unproved.Reason;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import dev.hansa.ledgerprotocol.consensus.PoolTrust;
import java.time.temporal.ChronoUnit;

/// Where a reader's belief begins: the genesis, or a checkpoint that it pinned. It learns as it
/// goes who signs for a pool. For several threads.
public final class Trust {
  private final String network;
  private final Vouching vouching;

  private sealed interface Vouching {
    record ByNode(VerificationKey key) implements Vouching {}

    record ByPool(PoolTrust pool) implements Vouching {}
  }

  private Trust(String network, Vouching vouching) {
    this.network = network;
    this.vouching = vouching;
  }

  /// Trusts the genesis alone: its sequencer's key, or its validators and those whom they let in.
  public static Trust of(Genesis genesis) {
    return new Trust(
        genesis.network(),
        genesis.isPool()
            ? new Vouching.ByPool(
                PoolTrust.of(genesis.chainId(), 0, genesis.time(), genesis.validators()))
            : new Vouching.ByNode(genesis.sequencerKey()));
  }

  /// Trusts a pool from a checkpoint on that somebody compared by other means: whatever its
  /// validators signed later counts, and nothing from before.
  public static Trust pinned(Genesis genesis, Checkpoint checkpoint) {
    if (!genesis.isPool() || !(checkpoint.seal() instanceof OfPool(var proof))) {
      throw new IllegalArgumentException("a pool's checkpoint is pinned");
    }
    return new Trust(
        genesis.network(),
        new Vouching.ByPool(
            PoolTrust.of(
                genesis.chainId(),
                checkpoint.height(),
                checkpoint.signedAt(),
                proof.validators())));
  }

  /// Believes the checkpoint, or throws [Unproved].
  void require(Checkpoint checkpoint) {
    if (!checkpoint.network().equals(network)) {
      throw new Unproved(Reason.WRONG_NETWORK);
    }
    switch (vouching) {
      case Vouching.ByNode(var key) -> {
        if (!checkpoint.isSignedBy(key)) {
          throw new Unproved(Reason.WRONG_SIGNER);
        }
      }
      case Vouching.ByPool(var pool) -> {
        switch (checkpoint.seal()) {
          case NodeSeal _ -> throw new Unproved(Reason.WRONG_SIGNER);
          case OfPool(var proof) -> {
            requireNamed(checkpoint, proof);
            pool.verify(proof);
          }
        }
      }
    }
  }

  // The header after a block names the app hash that the block came to.
  private static void requireNamed(Checkpoint checkpoint, PoolSeal proof) {
    var header = proof.signed().header();
    if (header.height() != checkpoint.height() + 1
        || !header.appHash().equals(checkpoint.appHash())
        || !header.time().equals(checkpoint.signedAt())
        || !header.time().truncatedTo(ChronoUnit.SECONDS).equals(checkpoint.time())) {
      throw new Unproved(Reason.OTHER_HEADER);
    }
  }
}
