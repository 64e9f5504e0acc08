/// The order of a pool of stewards: CometBFT beside the node as a child that is watched, and the
/// ledger as the application that it drives (ABCI 2.0).
@NullMarked
package dev.hansa.ledgerpool.cometbft;

import org.jspecify.annotations.NullMarked;
