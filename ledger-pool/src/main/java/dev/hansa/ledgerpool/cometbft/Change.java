package dev.hansa.ledgerpool.cometbft;

import dev.hansa.ledgerprotocol.consensus.Validators;

/// After the block at this height, the pool's state names these validators. They sign from two
/// blocks later on.
public record Change(long height, Validators validators) {}
