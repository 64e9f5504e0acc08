/// Integers only: nano-currency exactly, minor units by one rounding, allocation by largest
/// remainder.
@NullMarked
package dev.hansa.marketrules.money;

import org.jspecify.annotations.NullMarked;
