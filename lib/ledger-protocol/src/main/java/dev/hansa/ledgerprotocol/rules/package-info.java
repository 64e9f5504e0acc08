/// What a request does to the state: pure functions of state, request and block time. No clock, no
/// chance, no order that is not ours, no floating point.
@NullMarked
package dev.hansa.ledgerprotocol.rules;

import org.jspecify.annotations.NullMarked;
