/// Replays a file of requests and tells the app hash, to compare one machine with another.
@NullMarked
package dev.hansa.ledgerprotocol.replay;

import org.jspecify.annotations.NullMarked;
