/// What a closed book means on metered Wh: balances, entries, postings, statements, corrections.
@NullMarked
package dev.hansa.marketrules.settlement;

import org.jspecify.annotations.NullMarked;
