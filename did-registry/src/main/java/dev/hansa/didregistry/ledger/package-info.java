/// The domain's interfaces, carried out by the ledger's client.
@NullMarked
package dev.hansa.didregistry.ledger;

import org.jspecify.annotations.NullMarked;
