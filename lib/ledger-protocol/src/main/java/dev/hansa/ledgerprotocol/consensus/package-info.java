/// What a pool of stewards signs, and how it is checked without a network: headers, commits and the
/// validators that are followed from the genesis.
@NullMarked
package dev.hansa.ledgerprotocol.consensus;

import org.jspecify.annotations.NullMarked;
