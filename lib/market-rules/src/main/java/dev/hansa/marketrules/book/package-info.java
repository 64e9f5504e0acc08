/// The order book of one zone and one quarter hour: a function of its append-only log.
@NullMarked
package dev.hansa.marketrules.book;

import org.jspecify.annotations.NullMarked;
