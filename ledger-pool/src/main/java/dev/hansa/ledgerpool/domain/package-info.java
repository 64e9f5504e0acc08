/// What a node is: the ledger it keeps, the port to the engine that orders its blocks, and what
/// becomes of a request. Plain Java.
@NullMarked
package dev.hansa.ledgerpool.domain;

import org.jspecify.annotations.NullMarked;
