@NullMarked
package dev.hansa.ledgerprotocol;

import org.jspecify.annotations.NullMarked;
