/// The ledger's requests, rules, logs, state and proofs, and the client that believes proofs alone.
@NullMarked
package dev.hansa.ledgerprotocol;

import org.jspecify.annotations.NullMarked;
