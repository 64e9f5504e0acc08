@NullMarked
package dev.hansa.marketplace.ledger;

import org.jspecify.annotations.NullMarked;
