/// A ledger in memory: the real rules and proofs without a node, for tests of services.
@NullMarked
package dev.hansa.ledgerprotocol.local;

import org.jspecify.annotations.NullMarked;
