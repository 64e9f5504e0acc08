/// Why a pool does not write, in one sentence with its evidence: from what its nodes say of
/// themselves.
@NullMarked
package dev.hansa.ledgerprotocol.explain;

import org.jspecify.annotations.NullMarked;
