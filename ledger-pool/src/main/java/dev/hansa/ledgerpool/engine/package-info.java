/// Engines: who decides the order of blocks.
@NullMarked
package dev.hansa.ledgerpool.engine;

import org.jspecify.annotations.NullMarked;
