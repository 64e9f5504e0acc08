/// Snapshots: the whole ledger at a height as bytes that are the same on every node, and how a
/// joining node gets it back from them without believing who sent them.
@NullMarked
package dev.hansa.ledgerprotocol.snapshot;

import org.jspecify.annotations.NullMarked;
